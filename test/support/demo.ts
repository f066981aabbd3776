/** `npm run demo`: the App at work on a sample pull request, against a GitHub that is made up on this machine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyFilePatch } from '../../src/patch/apply.ts';
import { readPatches } from '../../src/patch/series.ts';
import { isFailure } from '../../src/text/failure.ts';
import { startFakeGitHub } from './fake-github/index.ts';
import { startApp } from './whole-app.ts';

const EXAMPLE = new URL('../../examples/ring-driver/', import.meta.url);
const SERIES = new URL('series/', EXAMPLE);
const TREE = fileURLToPath(new URL('tree/', EXAMPLE));

function heading(words: string): void {
  process.stdout.write(`\n${words}\n${'='.repeat(words.length)}\n\n`);
}

function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

/** The commits of the example series: each gives the files as it leaves them. */
async function commitsOfExample(
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

const hub = await startFakeGitHub();
const repo = hub.repository('example/linux');
const tree = filesBelow(TREE);
repo.commit({ message: 'Base', files: tree });
process.stdout.write('Starting the App against a made-up GitHub on this machine: no account, no network.\n');
const app = await startApp(hub, { env: { LOG_LEVEL: 'warn' } });
try {
  let head = repo.tip();
  for (const commit of await commitsOfExample(tree)) head = repo.commit({ ...commit, parents: [head] });
  const { number } = repo.openPullRequest({ head, title: 'Ring driver' });
  const begun = performance.now();
  const [answer] = await hub.deliverAll();
  process.stdout.write(`Pull request ${number} was opened; its signed webhook was answered with ${answer?.status}.\n`);
  await hub.until(() => repo.comments(number).length > 0);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const run = repo.runs(head).at(-1);
  heading(`Check run ${run?.name}: ${run?.conclusion} (after ${seconds} s, ${hub.count()} calls to GitHub)`);
  process.stdout.write(`${run?.title}\n\n${run?.summary}\n`);
  heading(`Annotations (${run?.annotations.length})`);
  for (const { path, start_line, annotation_level, title, message } of run?.annotations ?? [])
    process.stdout.write(
      `${path}:${start_line}: ${annotation_level}: ${title ?? ''}\n    ${message.replaceAll('\n', '\n    ')}\n`,
    );
  heading('The comment, edited in place from push to push');
  process.stdout.write(`${repo.comments(number)[0]?.body}\n`);
} finally {
  await app.stop();
  await hub.close();
}
process.stdout.write(
  '\nThat was the whole way, from the webhook to the comment. docs/operating.md tells how to run it for real.\n',
);
