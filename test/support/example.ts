/** The sample driver and its series of patches, as files and commits. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyFilePatch } from '../../src/patch/apply.ts';
import { readPatches } from '../../src/patch/series.ts';
import { isFailure } from '../../src/text/failure.ts';

const EXAMPLE = new URL('../../examples/ring-driver/', import.meta.url);
const SERIES = new URL('series/', EXAMPLE);

function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

/** The tree that the series applies to. */
export function treeOfExample(): Record<string, string> {
  return filesBelow(fileURLToPath(new URL('tree/', EXAMPLE)));
}

/** The commits of the example series: each gives the files as it leaves them. */
export async function commitsOfExample(
  tree: Readonly<Record<string, string>>,
): Promise<readonly { message: string; files: Record<string, string> }[]> {
  const names = readdirSync(SERIES)
    .filter((name) => name.endsWith('.patch'))
    .sort();
  const inputs = names.map((name) => ({ name, bytes: readFileSync(new URL(name, SERIES)) }));
  const series = await readPatches(inputs);
  if (isFailure(series)) throw new Error(series.what);
  const state = { ...tree };
  return series.patches.map(({ subject, files }) => {
    const changed: Record<string, string> = {};
    for (const file of files) {
      const path = file.after ?? file.before ?? '';
      const applied = applyFilePatch(file, state[path] ?? null);
      if (isFailure(applied) || applied.kind !== 'applied') throw new Error(`${path} does not apply`);
      changed[path] = applied.after ?? '';
      state[path] = changed[path];
    }
    return { message: subject ?? 'A commit', files: changed };
  });
}
