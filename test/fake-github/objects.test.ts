/** The fake's commits are git's: the same ids, and git can read them. */
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { git, newRepository, removeScratch, scratchFolder, write } from '../git/scratch.ts';
import { type FakeGitHub, startFakeGitHub } from '../support/fake-github/index.ts';

let hub: FakeGitHub;
afterEach(() => hub.close());
afterAll(removeScratch);

const FILES = { 'rust/a.rs': 'fn a() {}\n', 'rust-b/x': 'x', 'rust.c': '', 'ä/ß.rs': 'ß\n', README: 'hello\n' };

test('commits have the ids that git gives them', async () => {
  hub = await startFakeGitHub();
  const repo = hub.repository('linux/kernel');
  const root = repo.commit({ files: FILES, message: 'one' });
  const next = repo.commit({ files: { 'rust/a.rs': null, 'rust/b/c.rs': 'mod c;\n' }, message: 'two\n\nwhy' });

  const folder = newRepository();
  write(folder, FILES);
  git(folder, 'add', '-A');
  git(folder, 'commit', '--quiet', '-m', 'one');
  expect(git(folder, 'rev-parse', 'HEAD')).toBe(root);
  git(folder, 'rm', '--quiet', 'rust/a.rs');
  write(folder, { 'rust/b/c.rs': 'mod c;\n' });
  git(folder, 'add', '-A');
  git(folder, 'commit', '--quiet', '-m', 'two\n\nwhy');
  expect(git(folder, 'rev-parse', 'HEAD')).toBe(next);
});

test('git reads what was exported, and agrees on differences and merge bases', async () => {
  hub = await startFakeGitHub();
  const repo = hub.repository('linux/kernel');
  const lines = (count: number, changed = -1) =>
    Array.from({ length: count }, (_, index) => `line ${index === changed ? 'x' : index}\n`).join('');
  const root = repo.commit({ files: { ...FILES, long: lines(400), moved: lines(30) } });
  const main = repo.commit({ parents: [root], files: { other: 'o\n' } });
  repo.branch('main', main);
  const files = {
    long: lines(400, 200).replace('line 3\n', ''),
    moved: null,
    'to/moved': lines(30, 3),
    gone: 'no end',
  };
  const head = repo.commit({ parents: [root], files });
  const program = { mode: '100755', text: '#!/bin/sh\n' } as const;
  const link = { mode: '120000', text: 'README' } as const;
  const top = repo.commit({
    parents: [head],
    files: { run: program, link, README: null, bin: new Uint8Array([0, 1]) },
  });
  const { number } = repo.openPullRequest({ head: top });

  const folder = join(scratchFolder(), 'kernel.git');
  repo.exportTo(folder);
  expect(git(folder, 'fsck', '--strict', '--full')).toBe('');
  expect(git(folder, 'rev-parse', `refs/pull/${number}/head`)).toBe(top);
  expect(git(folder, 'merge-base', 'main', top)).toBe(root);

  const { data } = await ask(`pulls/${number}/files`);
  const listed = data as { filename: string; additions: number; deletions: number; status: string; patch?: string }[];
  const stat = git(folder, 'diff', '--numstat', '--no-renames', root, top).split('\n');
  const told = listed.filter(({ status, filename }) => status !== 'renamed' && filename !== 'bin');
  const own = told.map(({ filename, additions, deletions }) => `${additions}\t${deletions}\t${filename}`);
  expect(stat.filter((line) => !/moved$|bin$/.test(line))).toEqual(own);
  expect(git(folder, 'diff', '-M', '--name-status', root, top)).toMatch(/^R\d+\tmoved\tto\/moved$/m);
  expect(listed).toContainEqual(expect.objectContaining({ status: 'renamed', previous_filename: 'moved' }));
  const plain = (text: string) => text.replace(/^(@@ .* @@).*$/gm, '$1');
  for (const path of ['long', 'run', 'README', 'gone']) {
    const patch = git(folder, 'diff', root, top, '--', path);
    expect(listed.find(({ filename }) => filename === path)?.patch).toBe(plain(patch.slice(patch.indexOf('@@'))));
  }
});

test("the best common ancestor is git's, also where branches were merged", async () => {
  hub = await startFakeGitHub();
  const repo = hub.repository('linux/kernel');
  const on = (parents: readonly string[], text: string) => repo.commit({ parents, files: { [text]: text } });
  const root = repo.commit({ files: { a: '1' } });
  const main = on([on([root], 'b')], 'c');
  repo.branch('main', on([main], 'd'));
  const side = on([root], 'x');
  const head = on([on([side], 'y'), main], 'z');
  const { number } = repo.openPullRequest({ head });
  const folder = join(scratchFolder(), 'kernel.git');
  repo.exportTo(folder);
  const { data } = await ask(`compare/main...${head}`);
  const { merge_base_commit: best, commits } = data as { merge_base_commit: Commit; commits: readonly Commit[] };
  expect(best.sha).toBe(git(folder, 'merge-base', 'main', head));
  const listed = git(folder, 'rev-list', '--reverse', '--topo-order', `main..${head}`).split('\n');
  expect(commits.map(({ sha }) => sha)).toEqual(listed);
  expect((await ask(`pulls/${number}/commits`)).data).toMatchObject(listed.map((sha) => ({ sha })));
});

interface Commit {
  readonly sha: string;
}

async function ask(path: string): Promise<{ readonly status: number; readonly data: unknown }> {
  const headers = { authorization: `token ${hub.token()}` };
  const answer = await fetch(`${hub.url}/repos/linux/kernel/${path}`, { headers });
  return { status: answer.status, data: await answer.json() };
}
