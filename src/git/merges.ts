/** What merges themselves bring: the files that are in none of the parents as the merge has them. */
import type { CommitRange } from '../app/ports/git-repository.ts';
import type { Merge, MergedFile } from '../app/ports/source-tree.ts';
import { type Failure, isFailure } from '../text/failure.ts';
import { runGit } from './command.ts';
import { unreadableHistory } from './range.ts';

/**
 * The merges of a range that have such files, in the order of the range; most have none. Renames are not looked for, so
 * that git compares only what all parents differ in (gitdiff-tree(1), "-c").
 */
export async function mergesOf(folder: string, { commits, spec }: CommitRange): Promise<readonly Merge[] | Failure> {
  const merges = commits.filter(({ parents }) => parents.length > 1);
  if (merges.length === 0) return [];
  const answer = await runGit(folder, ['diff-tree', '--stdin', ...OPTIONS], {
    input: merges.map(({ id }) => `${id}\n`).join(''),
  });
  if (isFailure(answer)) return answer;
  if (answer.kind === 'refused') return unreadableHistory(folder, spec, answer.words);
  return readRaw(answer.bytes.toString());
}

const OPTIONS: readonly string[] = [
  '-r',
  '-c',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-renames',
  '--encoding=UTF-8',
  '--ignore-submodules=all',
  '-O/dev/null',
  '--format=tformat:%H%x00%s',
];

/** Reads `ID NUL SUBJECT NUL`, and for each file `::MODE... BLOB... STATUS NUL PATH NUL`: a colon and a mode for each parent. */
function readRaw(output: string): readonly Merge[] {
  const fields = output.split('\0');
  const merges: (Merge & { readonly files: MergedFile[] })[] = [];
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] as string;
    if (field.startsWith(':')) {
      const path = fields[++at] ?? '';
      merges.at(-1)?.files.push({ path, ...readSides(field) });
    } else if (/^[0-9a-f]{40,64}$/.test(field)) {
      merges.push({ id: field, subject: fields[++at] ?? '', files: [] });
    }
  }
  return merges.filter(({ files }) => files.length > 0);
}

function readSides(field: string): Pick<MergedFile, 'before' | 'after'> {
  const parents = /^:+/.exec(field)?.[0].length ?? 0;
  const words = field.slice(parents).split(' ');
  const blobs = words.slice(0, parents + 1).map((mode, index) => {
    // only regular files have Rust code
    return mode.startsWith('100') ? (words[parents + 1 + index] ?? null) : null;
  });
  return { before: blobs.slice(0, parents), after: blobs[parents] ?? null };
}
