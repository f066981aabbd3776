import { appendFileSync, chmodSync, existsSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../../src/git/repository.ts';
import { commit, git, gitWithInput, good, newRepository, removeScratch, scratchFolder, write } from './scratch.ts';

const environment = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  removeScratch();
});

const open = async (folder: string) => good(await openRepository(folder));
const patchesOf = async (folder: string, spec: string) => {
  const repository = await open(folder);
  return Buffer.from(good(await repository.patchesOf(good(await repository.rangeOf(spec))))).toString();
};
const uncommitted = async (folder: string, staged: boolean) =>
  Buffer.from(good(await (await open(folder)).uncommitted({ staged }))).toString();

describe('patches', () => {
  test('a root commit, in the form of format-patch', async () => {
    const folder = newRepository();
    const id = commit(folder, 'rust: add a ring\n\nWhat for.\n---\ndiff --git a/x b/x\nFrom 0 Mon', {
      'ring.rs': 'a\nb\n',
    });
    expect(await patchesOf(folder, 'HEAD')).toBe(`From ${id} Mon Sep 17 00:00:00 2001
From: Ada Lovelace <ada@example.org>
Date: Sun, 1 Mar 2026 12:00:00 +0000
Subject: [PATCH] rust: add a ring

---

diff --git a/ring.rs b/ring.rs
new file mode 100644
index 0000000000000000000000000000000000000000..422c2b7ab3b3c668038da977e4e93a5fc623169c
--- /dev/null
+++ b/ring.rs
@@ -0,0 +1,2 @@
+a
+b
`);
    expect(id).toBe('9faee8afdb7eb9da71c6b8758b5d6938cc4c12e5');
  });

  test('the diffs are those of format-patch', async () => {
    const folder = newRepository();
    const long = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join('');
    commit(folder, 'first', {
      'a.rs': long,
      'b c.rs': 'no line break',
      'ü"\n.rs': 'x\n',
      'z.bin': 'a\0b',
      'gone.rs': 'x\n',
    });
    rmSync(join(folder, 'gone.rs'));
    git(folder, 'mv', 'a.rs', 'moved.rs');
    git(folder, 'update-index', '--chmod=+x', 'ü"\n.rs');
    chmodSync(join(folder, 'ü"\n.rs'), 0o755);
    commit(folder, 'second', { 'moved.rs': `${long}more\n`, 'b c.rs': 'a line break\n', 'empty.rs': '' });
    const theirs = git(folder, 'format-patch', '--stdout', '--full-index', '-M', '--text', '-1');
    const diffIn = (text: string) => text.slice(text.indexOf('\ndiff --git'));
    expect(diffIn(await patchesOf(folder, 'HEAD'))).toBe(`${diffIn(theirs).replace(/-- \n[\d.]+\n?$/, '')}`);
    expect(diffIn(theirs)).toContain('rename to moved.rs');
  });

  test('a range: oldest first, parents before children; patches of its commits but merges and empty ones', async () => {
    const folder = newRepository();
    const base = commit(folder, 'base', { 'a.rs': '0\n' });
    git(folder, 'checkout', '--quiet', '-b', 'topic');
    const one = commit(folder, 'one', { 'b.rs': '1\n' });
    const two = commit(folder, 'two', { 'b.rs': '2\n' });
    git(folder, 'checkout', '--quiet', 'main');
    const main = commit(folder, 'on main', { 'a.rs': '1\n' });
    git(folder, 'merge', '--quiet', '--no-edit', 'topic');
    const merge = git(folder, 'rev-parse', 'HEAD');
    const empty = commit(folder, 'empty');
    const last = commit(folder, 'last', { 'a.rs': '2\n' });

    const repository = await open(folder);
    const { commits } = good(await repository.rangeOf(`${base}..main`));
    expect(new Set(commits.map(({ id }) => id))).toEqual(new Set([one, two, main, merge, empty, last]));
    expect(commits.at(-1)).toEqual({ id: last, parents: [empty] });
    expect(commits.findIndex(({ id }) => id === one)).toBeLessThan(commits.findIndex(({ id }) => id === two));
    expect(await repository.rangeOf(`${main}..${last}`)).toEqual({
      spec: `${main}..${last}`,
      base: main,
      head: last,
      commits: [
        { id: one, parents: [base] },
        { id: two, parents: [one] },
        { id: merge, parents: [main, two] },
        { id: empty, parents: [merge] },
        { id: last, parents: [empty] },
      ],
    });
    const text = await patchesOf(folder, `${main}..`);
    expect([...text.matchAll(/^From (\w+) Mon/gm)].map(([, id]) => id)).toEqual([one, two, last]);
    expect(await repository.rangeOf('..main')).toEqual({ spec: '..main', base: last, head: last, commits: [] });
    expect(await repository.rangeOf(base)).toEqual({
      spec: base,
      base: null,
      head: base,
      commits: [{ id: base, parents: [] }],
    });
    expect(await patchesOf(folder, 'main~1')).toBe('');
    expect(await patchesOf(folder, merge)).toBe('');
    expect(await repository.mergesOf(good(await repository.rangeOf(merge)))).toEqual([]);
    expect(await repository.rangeOf(`${merge}^..${merge}`)).toMatchObject({ base: main, head: merge });
  });

  test('a merge: the files that are in no parent so, and the whole of what it merges', async () => {
    const folder = newRepository();
    const base = commit(folder, 'base', { 'a.rs': '0\n', 'same.rs': '0\n', '::odd\t.rs': '0\n' });
    git(folder, 'checkout', '--quiet', '-b', 'topic');
    commit(folder, 'topic', { 'same.rs': '1\n' });
    git(folder, 'checkout', '--quiet', 'main');
    commit(folder, 'on main', { 'new.rs': '1\n' });
    git(folder, 'merge', '--quiet', '--no-commit', '--no-ff', 'topic');
    rmSync(join(folder, 'a.rs'));
    const merge = commit(folder, 'merge\tand change', { 'made.rs': '2\n', '::odd\t.rs': '1\n' });
    const repository = await open(folder);
    const range = good(await repository.rangeOf(`${base}..`));
    const blob = (name: string) => git(folder, 'rev-parse', name);
    const [zero, one, two] = ['main^:a.rs', 'main:same.rs', 'main:made.rs'].map(blob);
    expect(await repository.mergesOf(range)).toEqual([
      {
        id: merge,
        subject: 'merge\tand change',
        files: [
          { path: '::odd\t.rs', before: [zero, zero], after: one },
          { path: 'a.rs', before: [zero, zero], after: null },
          { path: 'made.rs', before: [null, null], after: two },
        ],
      },
    ]);
    expect(range.base).toBe(base);
    const whole = Buffer.from(good(await repository.changeOf(range, []))).toString();
    expect([...whole.matchAll(/^diff --git (?:a\/|"a\/)(.*?)"? /gm)].map(([, path]) => path)).toEqual([
      '::odd\\t.rs',
      'a.rs',
      'made.rs',
      'new.rs',
      'same.rs',
    ]);
  });

  test('unrelated histories have no base, and their whole is all there is', async () => {
    const folder = newRepository();
    const base = commit(folder, 'base', { 'a.rs': '0\n' });
    git(folder, 'checkout', '--quiet', '--orphan', 'island');
    const root = commit(folder, 'island', { 'b.rs': '1\n' });
    git(folder, 'checkout', '--quiet', '-b', 'side');
    commit(folder, 'side', { 'c.rs': '1\n' });
    git(folder, 'checkout', '--quiet', 'island');
    commit(folder, 'more', { 'd.rs': '1\n' });
    git(folder, 'merge', '--quiet', '--no-edit', 'side');
    const repository = await open(folder);
    const range = good(await repository.rangeOf(`${base}..island`));
    expect([range.base, range.commits[0]]).toEqual([null, { id: root, parents: [] }]);
    expect(Buffer.from(good(await repository.changeOf(range, []))).toString()).toContain('new file mode');
  });

  test('a parent comes before its child even where the clock went backwards', async () => {
    const folder = newRepository();
    const tree = git(folder, 'write-tree');
    const at = (year: number, ...parents: readonly string[]) => {
      const person = `Ada <ada@example.org> ${(year - 1970) * 31_557_600} +0000`;
      const lines = [`tree ${tree}`, ...parents.map((id) => `parent ${id}`), `author ${person}`, `committer ${person}`];
      return gitWithInput(folder, `${lines.join('\n')}\n\n${year}\n`, 'hash-object', '-t', 'commit', '-w', '--stdin');
    };
    const base = at(1990);
    const parent = at(2030, base);
    const early = at(2000, parent);
    const later = at(2020, parent);
    const merge = at(2031, later, early);
    const range = good(await (await open(folder)).rangeOf(`${base}..${merge}`));
    const commits = range.commits.map(({ id }) => id);
    expect(commits[0]).toBe(parent);
    expect(new Set(commits)).toEqual(new Set([parent, early, later, merge]));
  });

  test('an annotated tag is its commit', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': '1\n' });
    git(folder, 'tag', '--annotate', '--message', 'x', 'v1');
    expect(await patchesOf(folder, 'v1')).toBe(await patchesOf(folder, 'main'));
  });

  test('ranges that make no sense', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': '1\n' });
    const repository = await open(folder);
    expect(await repository.rangeOf('main...HEAD')).toEqual({
      kind: 'failure',
      where: folder,
      what: '`main...HEAD` is a symmetric difference',
      remedy: 'write a range with two dots: `main..topic`',
    });
    expect(await repository.rangeOf('main..HEAD')).toMatchObject({ commits: [] });
    expect(await repository.rangeOf('no..HEAD')).toMatchObject({ what: 'there is no commit `no`' });
    expect(await repository.rangeOf('HEAD..no')).toMatchObject({ what: 'there is no commit `no`' });
    expect(await repository.rangeOf('HEAD..no..x')).toMatchObject({ what: 'there is no commit `no..x`' });
    expect(await repository.rangeOf('')).toMatchObject({ what: 'the revision is empty' });
  });

  test('a subject in another encoding and of odd characters stays on its line', async () => {
    const folder = newRepository();
    write(folder, { 'a.rs': '1\n' });
    git(folder, 'add', '.');
    const tree = git(folder, 'write-tree');
    git(folder, 'config', 'i18n.commitEncoding', 'ISO-8859-1');
    const id = gitWithInput(folder, 'two\nlines From: x\n\nbody\n', 'commit-tree', tree);
    expect(await patchesOf(folder, id)).toContain('\nSubject: [PATCH] two lines From: x\n\n---\n\ndiff --git');
    git(folder, 'config', 'i18n.logOutputEncoding', 'UTF-16');
    expect(await patchesOf(folder, id)).toContain('\nSubject: [PATCH] two lines From: x\n');
  });
});

describe('uncommitted changes', () => {
  test('against HEAD, or only the staged ones, from the top whatever the folder', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': '1\n', 'sub/b.rs': '1\n', 'old.rs': 'x\n'.repeat(9) });
    write(folder, { 'a.rs': '2\n', 'untracked.rs': 'x\n' });
    git(folder, 'add', 'a.rs');
    write(folder, { 'sub/b.rs': '2\n' });
    git(folder, 'mv', 'old.rs', 'new.rs');
    const names = (text: string) => [...text.matchAll(/^diff --git (.*)$/gm)].map(([, name]) => name);
    expect(names(await uncommitted(join(folder, 'sub'), false))).toEqual([
      'a/a.rs b/a.rs',
      'a/old.rs b/new.rs',
      'a/sub/b.rs b/sub/b.rs',
    ]);
    expect(names(await uncommitted(join(folder, 'sub'), true))).toEqual(['a/a.rs b/a.rs', 'a/old.rs b/new.rs']);
    expect(await uncommitted(folder, true)).toContain(
      'index d00491fd7e5bb6fa28c517a0bb32b8b506539d4d..0cfbf08886fca9a91cb753ec8734c84fcbe52c9f 100644\n--- a/a.rs\n+++ b/a.rs\n@@ -1 +1 @@\n-1\n+2\n',
    );
  });

  test('a file that was only touched is not changed', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': '1\n' });
    git(folder, 'update-index', '--force-remove', 'a.rs');
    git(folder, 'update-index', '--add', '--cacheinfo', `100644,${git(folder, 'rev-parse', 'HEAD:a.rs')},a.rs`);
    expect(await uncommitted(folder, false)).toBe('');
  });

  test('where there are none, or cannot be any', async () => {
    const folder = newRepository();
    expect(await (await open(folder)).uncommitted({ staged: false })).toMatchObject({
      remedy: 'commit something first, or use --staged',
    });
    write(folder, { 'a.rs': '1\n' });
    git(folder, 'add', '.');
    expect(await uncommitted(folder, true)).toContain('new file mode');
    commit(folder, 'first');
    expect(await uncommitted(folder, true)).toBe('');
    expect(await (await open(join(folder, '.git'))).uncommitted({ staged: false })).toMatchObject({
      what: 'a bare repository has no uncommitted changes',
    });
  });

  test('in the middle of a conflict', async () => {
    const folder = newRepository();
    commit(folder, 'base', { 'a.rs': '0\n' });
    git(folder, 'checkout', '--quiet', '-b', 'topic');
    commit(folder, 'topic', { 'a.rs': '1\n' });
    git(folder, 'checkout', '--quiet', 'main');
    commit(folder, 'main', { 'a.rs': '2\n' });
    expect(() => git(folder, 'merge', 'topic')).toThrow();
    expect(await (await open(folder)).uncommitted({ staged: false })).toMatchObject({
      what: 'there are unmerged files',
    });
  });

  test('the index of a commit in the making counts, an index elsewhere does not', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': '1\n' });
    // Of another length: a copied index is newer than the file, and git then trusts equal times and lengths.
    write(folder, { 'a.rs': '22\n' });
    const script = `cp .git/index "$1" && GIT_INDEX_FILE="$1" git add a.rs`;
    const elsewhere = join(scratchFolder(), 'index');
    const { execFileSync } = await import('node:child_process');
    for (const index of [join(folder, '.git/next-index-1'), elsewhere])
      execFileSync('sh', ['-c', script, 'sh', index], { cwd: folder });
    process.env['GIT_INDEX_FILE'] = elsewhere;
    expect(await uncommitted(folder, true)).toBe('');
    process.env['GIT_INDEX_FILE'] = join(folder, '.git/next-index-1');
    expect(await uncommitted(folder, true)).toContain('+22');
  });
});

describe('configuration that is meant for people, or meant badly', () => {
  const KEYS: Readonly<Record<string, string>> = {
    'color.ui': 'always',
    'core.abbrev': '4',
    'core.quotePath': 'false',
    'core.pager': 'SCRIPT',
    'core.fsmonitor': 'SCRIPT',
    'core.hooksPath': 'HOOKS',
    'core.attributesFile': 'ATTRIBUTES',
    'diff.algorithm': 'patience',
    'diff.colorMoved': 'zebra',
    'diff.context': '0',
    'diff.dirstat': 'lines',
    'diff.external': 'SCRIPT',
    'diff.indentHeuristic': 'false',
    'diff.interHunkContext': '99',
    'diff.mnemonicPrefix': 'true',
    'diff.noprefix': 'true',
    'diff.orderFile': 'ORDER',
    'diff.relative': 'true',
    'diff.renames': 'false',
    'diff.renameLimit': '1',
    'diff.srcPrefix': 'x/',
    'diff.statGraphWidth': '1',
    'diff.submodule': 'log',
    'diff.suppressBlankEmpty': 'true',
    'diff.wsErrorHighlight': 'all',
    'diff.evil.binary': 'true',
    'diff.evil.command': 'SCRIPT',
    'diff.evil.textconv': 'SCRIPT',
    'diff.evil.cachetextconv': 'true',
    'filter.evil.clean': 'SCRIPT',
    'filter.evil.smudge': 'SCRIPT',
    'filter.evil.required': 'true',
    'filter.evil two.process': 'SCRIPT',
    'filter.evil two.required': 'true',
    'format.attach': 'boundary',
    'format.coverLetter': 'true',
    'format.encodeEmailHeaders': 'false',
    'format.from': 'true',
    'format.headers': 'X-Evil: 1',
    'format.noprefix': 'true',
    'format.notes': 'true',
    'format.numbered': 'true',
    'format.outputDirectory': 'out',
    'format.pretty': 'oneline',
    'format.signature': 'diff --git a/x b/x',
    'format.subjectPrefix': 'EVIL',
    'format.thread': 'true',
    'gpg.program': 'SCRIPT',
    'i18n.logOutputEncoding': 'UTF-16',
    'log.date': 'raw',
    'log.decorate': 'full',
    'log.diffMerges': 'm',
    'log.mailmap': 'true',
    'log.showRoot': 'false',
    'log.showSignature': 'true',
    'notes.displayRef': '*',
    'pager.diff': 'SCRIPT',
    'status.renames': 'false',
  };

  test.each([
    ['the repository', 'local'],
    ['the user', 'user'],
    ['the environment', 'environment'],
  ])('of %s changes nothing and runs nothing', async (_, where) => {
    const folder = newRepository();
    const attributes = '*.rs diff=evil filter=evil\nother.rs filter="evil two" -diff\nbin.rs binary\n';
    const text = `\tclass A:\n${Array.from({ length: 30 }, (_unused, index) => `\tline ${index}\n\n`).join('')}end\n`;
    const another = text.replaceAll('line', 'another line');
    commit(folder, 'first', { 'a.rs': text, 'also.rs': another, 'other.rs': text, 'ü.rs': '1\n', 'bin.rs': '1\n' });
    git(folder, 'mv', 'a.rs', 'b.rs');
    git(folder, 'mv', 'also.rs', 'c.rs');
    write(folder, { 'c.rs': `${another}more\n` });
    const changed = text.replace('line 9', 'LINE 9').replace('line 20', 'LINE 20');
    commit(folder, 'zweite Größe', { 'b.rs': changed, 'other.rs': changed, 'ü.rs': '2\n', 'bin.rs': '2\n' });
    git(folder, 'notes', 'add', '--message', 'a note');
    write(folder, { 'b.rs': text, 'other.rs': text, 'bin.rs': '3\n', 'sub/x.rs': '1\n' });
    git(folder, 'add', 'other.rs', 'sub');
    const repository = await open(folder);
    const everything = async () => ({
      patch: await patchesOf(folder, 'HEAD'),
      range: await patchesOf(folder, 'HEAD~1..HEAD'),
      changes: await uncommitted(join(folder, 'sub'), false),
      staged: await uncommitted(join(folder, 'sub'), true),
      list: await repository.tree(good(await repository.resolve('HEAD'))).list('.rs'),
    });
    const before = await everything();

    const elsewhere = scratchFolder();
    const marker = join(elsewhere, 'executed');
    const script = join(elsewhere, 'script');
    write(elsewhere, {
      script: `#!/bin/sh\ntouch '${marker}'\ncat\n`,
      'hooks/post-index-change': `#!/bin/sh\ntouch '${marker}'\n`,
      attributes,
      order: 'ü.rs\nother.rs\n',
    });
    chmodSync(script, 0o755);
    chmodSync(join(elsewhere, 'hooks/post-index-change'), 0o755);
    const values = {
      SCRIPT: script,
      HOOKS: join(elsewhere, 'hooks'),
      ATTRIBUTES: join(elsewhere, 'attributes'),
      ORDER: join(elsewhere, 'order'),
    };
    const settings = Object.entries(KEYS).map(
      ([key, value]) => [key, values[value as keyof typeof values] ?? value] as const,
    );
    const file = where === 'local' ? join(folder, '.git/config') : join(elsewhere, '.gitconfig');
    for (const [key, value] of settings) git(folder, 'config', '--file', file, key, value);
    if (where === 'user') {
      write(elsewhere, { '.config/git/attributes': '*.rs diff=python\n' });
      // A file that is read at all stops git here.
      appendFileSync(file, '[broken\n');
      delete process.env['XDG_CONFIG_HOME'];
      process.env['HOME'] = elsewhere;
      process.env['GIT_CONFIG_GLOBAL'] = file;
      process.env['GIT_CONFIG_SYSTEM'] = file;
    } else {
      write(folder, { '.git/info/attributes': attributes });
    }
    if (where === 'environment') {
      process.env['GIT_CONFIG_COUNT'] = String(settings.length);
      for (const [index, [key, value]] of settings.entries()) {
        process.env[`GIT_CONFIG_KEY_${index}`] = key;
        process.env[`GIT_CONFIG_VALUE_${index}`] = value;
      }
      Object.assign(process.env, {
        GIT_CONFIG_PARAMETERS: "'diff.noprefix'='true'",
        GIT_DIFF_OPTS: '--unified=0',
        GIT_EXTERNAL_DIFF: script,
        GIT_LITERAL_PATHSPECS: '1',
        GIT_NAMESPACE: 'evil',
        GIT_OBJECT_DIRECTORY: elsewhere,
        GIT_PAGER: script,
        GIT_PAGER_IN_USE: 'true',
        GIT_PREFIX: 'sub/',
        GIT_TRACE: '2',
        GIT_WORK_TREE: elsewhere,
      });
    }

    // One that was only touched: git refreshes the index, for which there is a hook.
    utimesSync(join(folder, 'ü.rs'), 0, 0);
    expect(await everything()).toEqual(before);
    expect(existsSync(marker)).toBe(false);
  });
});
