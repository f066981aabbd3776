import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { openRepository } from '../../src/git/repository.ts';
import { commit, git, gitWithInput, good, newRepository, removeScratch, scratchFolder, write } from './scratch.ts';

afterEach(removeScratch);

const open = async (folder: string) => good(await openRepository(folder));

describe('finding the repository', () => {
  test('from a folder within, around a work tree or bare', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a/b/c.rs': '' });
    expect(await open(join(folder, 'a/b'))).toMatchObject({ workTree: folder });
    expect(await open(join(folder, '.git'))).toMatchObject({ workTree: null });
    // the repository of a work tree elsewhere has none of its own
    const apart = newRepository();
    git(apart, 'config', 'core.worktree', folder);
    expect(await open(join(apart, '.git'))).toMatchObject({ workTree: null });
    const bare = join(scratchFolder(), 'b\nare.git');
    git(folder, 'clone', '--quiet', '--bare', '.', bare);
    expect(await open(bare)).toMatchObject({ workTree: null });
    const linked = join(scratchFolder(), 'lin ked\n');
    git(folder, 'worktree', 'add', '--quiet', '--detach', linked);
    expect(await open(linked)).toMatchObject({ workTree: linked });
  });

  test('where there is none', async () => {
    const folder = scratchFolder();
    expect(await openRepository(folder)).toEqual({
      kind: 'failure',
      where: folder,
      what: 'not a git repository (or any of the parent directories): .git',
      remedy: 'pass a git repository with --repo',
    });
    expect(await openRepository(join(folder, 'no'))).toMatchObject({ what: 'no such folder' });
    expect(await openRepository('a\0b')).toMatchObject({ what: 'no such folder' });
  });

  const asRoot = process.getuid?.() === 0;
  test(`one that belongs to somebody else${asRoot ? '' : ' (only root can give a folder away)'}`, async () => {
    const folder = newRepository();
    const id = commit(folder, 'first', { 'a.rs': '' });
    if (asRoot) for (const path of ['', '.git', '.git/config']) chownSync(join(folder, path), 12345, 12345);
    expect(await (await open(folder)).resolve('HEAD')).toBe(id);
  });

  test('GIT_DIR does not lead elsewhere', async () => {
    const [here, there] = [newRepository(), newRepository()];
    process.env['GIT_DIR'] = join(there, '.git');
    try {
      expect(await open(here)).toMatchObject({ workTree: here });
    } finally {
      delete process.env['GIT_DIR'];
    }
  });

  test('without git', async () => {
    const folder = newRepository();
    const repository = await open(folder);
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      const missing = { kind: 'failure', where: 'git', what: '`git` was not found' };
      expect(await openRepository(folder)).toMatchObject(missing);
      expect(await repository.resolve('HEAD')).toMatchObject(missing);
      expect(await repository.rangeOf('HEAD')).toMatchObject(missing);
      expect(await repository.uncommitted({ staged: true })).toMatchObject(missing);
      expect(await repository.tree('0'.repeat(40)).list('')).toMatchObject(missing);
      const unreadable = { kind: 'unreadable', reason: missing.what };
      expect(await repository.readBlobs(['abcdef0'])).toEqual(new Map([['abcdef0', unreadable]]));
      expect(await repository.tree('0'.repeat(40)).read(['a'])).toEqual(new Map([['a', unreadable]]));
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('one of the SHA-256 kind', async () => {
    const folder = scratchFolder();
    git(folder, 'init', '--quiet', '--object-format=sha256');
    const id = commit(folder, 'first', { 'a.rs': 'text\n' });
    const repository = await open(folder);
    expect(id).toHaveLength(64);
    expect(await repository.resolve('HEAD')).toBe(id);
    expect(await repository.tree(id).read(['a.rs'])).toEqual(new Map([['a.rs', { kind: 'text', text: 'text\n' }]]));
    expect(Buffer.from(good(await repository.patchesOf(good(await repository.rangeOf('HEAD'))))).toString()).toContain(
      `From ${id} Mon Sep 17`,
    );
  });
});

describe('revisions', () => {
  test('of every kind, to full ids', async () => {
    const folder = newRepository();
    const first = commit(folder, 'first', { 'a.rs': '1' });
    git(folder, 'tag', '--annotate', '--message', 'x', 'v1');
    git(folder, 'tag', '--annotate', '--message', 'x', 'of-tag', 'v1');
    const second = commit(folder, 'second', { 'a.rs': '2' });
    git(folder, 'branch', 'größe');
    const repository = await open(folder);
    const revisions = ['v1', 'of-tag', 'HEAD~1', first, first.slice(0, 8), 'main', 'größe', 'HEAD^{/second}'];
    expect(await Promise.all(revisions.map((revision) => repository.resolve(revision)))).toEqual([
      ...Array.from({ length: 5 }, () => first),
      ...Array.from({ length: 3 }, () => second),
    ]);
  });

  test('that are none, or more than one, are refused and never taken for options', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': '1' });
    git(folder, 'tag', 'tree-tag', 'HEAD^{tree}');
    const output = join(folder, 'output');
    const hostile = [
      '',
      'no',
      'tree-tag',
      'HEAD:a.rs',
      '^HEAD',
      'HEAD HEAD',
      '-',
      '--',
      '--all',
      '-1',
      `--output=${output}`,
      '--help',
      '--end-of-options',
      'HEAD\nHEAD',
      'HEAD\0',
      'a'.repeat(100_000),
      '..',
      'HEAD^@',
      '$(touch output)',
      '; touch output',
      'f'.repeat(40),
      '@{-1}',
      'HEAD@{upstream}',
    ];
    const repository = await open(folder);
    for (const revision of hostile) {
      expect([revision, await repository.resolve(revision)]).toEqual([
        revision,
        expect.objectContaining({ kind: 'failure' }),
      ]);
      if (revision !== '..' && revision !== 'HEAD^@')
        expect([revision, await repository.rangeOf(`HEAD..${revision || 'no'}`)]).toEqual([
          revision,
          expect.objectContaining({ kind: 'failure' }),
        ]);
    }
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(await repository.resolve('no')).toMatchObject({ where: folder, what: 'there is no commit `no`' });
    expect(await repository.resolve('--all\u202e')).toMatchObject({ what: '`--all` is not a valid revision' });
  });

  test('a tree is asked for by its full id', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': '1' });
    const repository = await open(folder);
    expect(() => repository.tree('--output=x')).toThrow(TypeError);
    expect(() => repository.tree('HEAD')).toThrow(TypeError);
    expect(await repository.tree('f'.repeat(40)).list('.rs')).toMatchObject({ kind: 'failure' });
    expect((await repository.tree('f'.repeat(40)).read(['a.rs'])).get('a.rs')).toMatchObject({ kind: 'unreadable' });
  });

  test('a file that the work tree no longer has is read from the revision', async () => {
    const folder = newRepository();
    const first = commit(folder, 'first', { 'a.rs': '1', 'b.rs': '1' });
    rmSync(join(folder, 'a.rs'));
    commit(folder, 'second', { 'b.rs': '2' });
    const tree = (await open(folder)).tree(first);
    expect(tree.revision).toBe(first);
    expect(await tree.read(['a.rs', 'b.rs'])).toEqual(
      new Map([
        ['a.rs', { kind: 'text', text: '1' }],
        ['b.rs', { kind: 'text', text: '1' }],
      ]),
    );
  });
});

describe('blobs', () => {
  const hashOf = (text: string) =>
    createHash('sha1')
      .update(`blob ${Buffer.byteLength(text)}\0${text}`)
      .digest('hex');

  test('by full and abbreviated ids, in any case; what is not here is absent', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': 'one\n', 'b.rs': 'two\n' });
    const [one, two] = [hashOf('one\n'), hashOf('two\n')];
    const ids = [one, two.slice(0, 7), one.slice(0, 12).toUpperCase(), 'f'.repeat(40), 'f'.repeat(64), '0000000'];
    expect(await (await open(folder)).readBlobs(ids)).toEqual(
      new Map<string, unknown>([
        [one, { kind: 'text', text: 'one\n' }],
        [two.slice(0, 7), { kind: 'text', text: 'two\n' }],
        [one.slice(0, 12).toUpperCase(), { kind: 'text', text: 'one\n' }],
        ['f'.repeat(40), { kind: 'absent' }],
        ['f'.repeat(64), { kind: 'absent' }],
        ['0000000', { kind: 'absent' }],
      ]),
    );
  });

  test('what is no id is never passed on', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': 'one\n' });
    const noIds = [
      '',
      'HEAD',
      'HEAD:a.rs',
      'abcdef',
      `${hashOf('one\n')}\n${hashOf('one\n')}`,
      'a'.repeat(65),
      '--all',
      ' abcdef0',
    ];
    const files = await (await open(folder)).readBlobs(noIds);
    for (const id of noIds)
      expect([id, files.get(id)]).toEqual([
        id,
        { kind: 'unreadable', reason: 'a blob id has 7 to 64 hexadecimal digits' },
      ]);
  });

  test('an ambiguous id is not guessed', async () => {
    const seen = new Map<string, string>();
    let pair: readonly [string, string] | null = null;
    for (let count = 0; pair === null; count += 1) {
      const text = `${count}\n`;
      const start = hashOf(text).slice(0, 7);
      const other = seen.get(start);
      if (other !== undefined) pair = [other, text];
      seen.set(start, text);
    }
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': pair[0], 'b.rs': pair[1] });
    const short = hashOf(pair[0]).slice(0, 7);
    expect(await (await open(folder)).readBlobs([short, hashOf(pair[1])])).toEqual(
      new Map<string, unknown>([
        [short, { kind: 'unreadable', reason: 'more than one blob begins with this id' }],
        [hashOf(pair[1]), { kind: 'text', text: pair[1] }],
      ]),
    );
  });

  test('a commit does not make the id of a blob ambiguous', async () => {
    const folder = newRepository();
    const tree = git(folder, 'write-tree');
    const commitText = (count: number) =>
      `tree ${tree}\nauthor A <a@b> ${count} +0000\ncommitter A <a@b> 1 +0000\n\nx\n`;
    const commitHash = (text: string) => createHash('sha1').update(`commit ${text.length}\0${text}`).digest('hex');
    const blobs = new Map<string, string>();
    const commits = new Map<string, string>();
    let short: string | null = null;
    for (let count = 0; short === null; count += 1) {
      const [blob, object] = [`${count}\n`, commitText(count)];
      const [blobStart, commitStart] = [hashOf(blob).slice(0, 7), commitHash(object).slice(0, 7)];
      blobs.set(blobStart, blob);
      commits.set(commitStart, object);
      short = [blobStart, commitStart].find((start) => blobs.has(start) && commits.has(start)) ?? null;
    }
    const blob = blobs.get(short) ?? '';
    gitWithInput(folder, blob, 'hash-object', '-w', '--stdin');
    gitWithInput(folder, commits.get(short) ?? '', 'hash-object', '-t', 'commit', '-w', '--stdin');
    expect(() => git(folder, 'rev-parse', '--verify', short)).toThrow('ambiguous');
    expect(await (await open(folder)).readBlobs([short])).toEqual(new Map([[short, { kind: 'text', text: blob }]]));
  });

  test('a commit is no blob, and a tag or branch that looks like an id is not one', async () => {
    const folder = newRepository();
    const first = commit(folder, 'first', { 'a.rs': 'one\n', 'b.rs': 'two\n' });
    git(folder, 'tag', hashOf('one\n').slice(0, 10), hashOf('two\n'));
    git(folder, 'branch', hashOf('two\n').slice(0, 10));
    const ids = [
      first,
      first.slice(0, 10),
      hashOf('one\n').slice(0, 10),
      hashOf('two\n').slice(0, 10),
      hashOf('two\n'),
    ];
    expect([...(await (await open(folder)).readBlobs(ids)).values()].map((file) => file.kind)).toEqual([
      'absent',
      'absent',
      'unreadable',
      'unreadable',
      'text',
    ]);
  });

  test('a blob that a tree names and that is lost is unreadable, not absent', async () => {
    const folder = newRepository();
    const id = commit(folder, 'first', { 'a.rs': 'one\n', 'b.rs': 'two\n' });
    const object = join(folder, '.git/objects', hashOf('one\n').replace(/^../, '$&/'));
    const paths = ['a.rs', 'b.rs'];
    const expected = new Map<string, unknown>([
      ['a.rs', { kind: 'unreadable', reason: 'its blob is missing from the repository (partial clone?)' }],
      ['b.rs', { kind: 'text', text: 'two\n' }],
    ]);
    rmSync(object);
    expect(await (await open(folder)).tree(id).read(paths)).toEqual(expected);
    writeFileSync(object, 'garbage');
    expect(await (await open(folder)).tree(id).read(paths)).toEqual(expected);
  });

  test('a tree that is lost makes what is below it unreadable, and a listing of it a failure', async () => {
    const folder = newRepository();
    const id = commit(folder, 'first', { 'a/b/c.rs': 'one\n', 'd/e.rs': 'two\n' });
    const lost = git(folder, 'rev-parse', `${id}:a/b`);
    rmSync(join(folder, '.git/objects', lost.replace(/^../, '$&/')));
    const tree = (await open(folder)).tree(id);
    const what = `a tree of ${id} is missing (partial clone?)`;
    expect(await tree.read(['a/b/c.rs', 'a/b', 'd/e.rs', 'd/e.rs/f', 'no/e.rs'])).toEqual(
      new Map<string, unknown>([
        ['a/b/c.rs', { kind: 'unreadable', reason: what }],
        ['a/b', { kind: 'absent' }],
        ['d/e.rs', { kind: 'text', text: 'two\n' }],
        ['d/e.rs/f', { kind: 'absent' }],
        ['no/e.rs', { kind: 'absent' }],
      ]),
    );
    const failed = { kind: 'failure', where: folder, what, remedy: 'check it with `git fsck`' };
    expect(await tree.list('.rs')).toEqual(failed);
    expect(await tree.list('.rs', 'a')).toEqual(failed);
    expect(await tree.list('.rs', 'd')).toEqual(['d/e.rs']);
  });

  test('a tree that is malformed is never a shorter one', async () => {
    const folder = newRepository();
    commit(folder, 'first', { 'a.rs': 'one\n' });
    const entry = Buffer.concat([Buffer.from('100644 a.rs\0'), Buffer.from(hashOf('one\n'), 'hex')]);
    for (const rest of ['100644 b.rs', '100644 b.rs\0', `100644 b.rs\0${'x'.repeat(19)}`]) {
      const bytes = Buffer.concat([entry, Buffer.from(rest)]).toString('latin1');
      const malformed = treeOf(folder, bytes);
      const id = gitWithInput(folder, 'malformed', 'commit-tree', malformed);
      const tree = (await open(folder)).tree(id);
      const what = `a tree of ${id} is malformed`;
      expect(await tree.list('.rs')).toMatchObject({ kind: 'failure', what });
      expect((await tree.read(['a.rs'])).get('a.rs')).toEqual({ kind: 'unreadable', reason: what });
    }
  });

  test('one git reads all objects, and one finds the repository', async () => {
    const folder = newRepository();
    const id = commit(folder, 'first', { 'a/b.rs': 'one\n' });
    const [bin, log] = [scratchFolder(), join(scratchFolder(), 'log')];
    const path = process.env['PATH'];
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    writeFileSync(join(bin, 'git'), `#!/bin/sh\necho git >> '${log}'\nexec '${real}' "$@"\n`, { mode: 0o755 });
    process.env['PATH'] = `${bin}:${path}`;
    try {
      const repository = await open(folder);
      expect(await repository.resolve('HEAD')).toBe(id);
      expect(await repository.tree(id).list('.rs')).toEqual(['a/b.rs']);
      await repository.tree(id).read(['a/b.rs']);
      await Promise.all([repository.readBlobs([hashOf('one\n')]), repository.resolve('HEAD')]);
    } finally {
      process.env['PATH'] = path;
    }
    expect(readFileSync(log, 'utf8')).toBe('git\n'.repeat(2));
  });

  test('a damaged blob ends the reading, and whatever was not read is unreadable', async () => {
    const folder = newRepository();
    const noise = Array.from({ length: 5000 }, (_, index) => hashOf(String(index))).join('\n');
    commit(folder, 'first', { 'a.rs': 'one\n', 'b.rs': noise, 'c.rs': 'two\n' });
    const object = join(folder, '.git/objects', hashOf(noise).replace(/^../, '$&/'));
    const bytes = readFileSync(object);
    rmSync(object);
    writeFileSync(object, bytes.subarray(0, bytes.length / 2));
    const repository = await open(folder);
    const files = await repository.readBlobs([hashOf('one\n'), hashOf(noise), hashOf('two\n')]);
    const stopped = { kind: 'unreadable', reason: expect.stringMatching(/^git stopped: unable to stream/) };
    expect([...files.values()]).toEqual([{ kind: 'text', text: 'one\n' }, stopped, stopped]);
    // and the next one begins anew
    const [after] = (await repository.readBlobs([hashOf('two\n')])).values();
    expect(after).toEqual({ kind: 'text', text: 'two\n' });
  });
});

describe('a history that is not all here', () => {
  test('the first commit of a shallow clone has no patch', async () => {
    const origin = newRepository();
    for (const count of [1, 2, 3, 4]) commit(origin, `commit ${count}`, { 'a.rs': `${count}\n` });
    const folder = join(scratchFolder(), 'clone');
    git(origin, 'clone', '--quiet', '--depth=2', `file://${origin}`, folder);
    const repository = await open(folder);
    const cut = git(folder, 'rev-parse', 'HEAD~1');
    const failure = {
      kind: 'failure',
      where: folder,
      what: `the parent of commit ${cut} is missing from this shallow repository`,
      remedy: 'fetch more history, for instance `git fetch --deepen=50` (in GitHub Actions: `fetch-depth: 0`)',
    };
    expect(await repository.rangeOf('HEAD~1')).toEqual(failure);
    git(folder, 'checkout', '--quiet', '--orphan', 'other');
    commit(folder, 'elsewhere');
    expect(await repository.rangeOf('other..main')).toEqual(failure);
    expect(
      Buffer.from(good(await repository.patchesOf(good(await repository.rangeOf('main~1..main'))))).toString(),
    ).toContain('-3\n+4\n');
    expect(await repository.resolve('main~2')).toMatchObject({ what: 'there is no commit `main~2`' });
  });

  test('nothing is fetched for a partial clone', async () => {
    const origin = newRepository();
    const first = commit(origin, 'first', { 'a.rs': '1\n' });
    commit(origin, 'second', { 'a.rs': '2\n' });
    git(origin, 'config', 'uploadpack.allowFilter', 'true');
    git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    const folder = join(scratchFolder(), 'clone');
    git(origin, 'clone', '--quiet', '--filter=blob:none', `file://${origin}`, folder);
    const repository = await open(folder);
    expect((await repository.tree(first).read(['a.rs'])).get('a.rs')?.kind).toBe('unreadable');
    const range = good(await repository.rangeOf('HEAD'));
    expect(await repository.patchesOf(range)).toMatchObject({ kind: 'failure', where: folder });
    git(folder, 'config', 'remote.origin.url', '/nowhere');
    expect(gitWithInput(folder, '', 'rev-list', '--objects', '--missing=print', '--all')).toContain('\n?');
  });
});

test('a link in the place of a file does not lead the listing astray', async () => {
  const folder = newRepository();
  write(folder, { 'a.rs': 'x' });
  symlinkSync('a.rs', join(folder, 'b.rs'));
  const id = commit(folder, 'first');
  const tree = (await open(folder)).tree(id);
  expect(await tree.list('.rs')).toEqual(['a.rs']);
  expect((await tree.read(['b.rs'])).get('b.rs')).toEqual({
    kind: 'unreadable',
    reason: 'it is a symbolic link or a submodule',
  });
});

/** Writes a tree object whatever is in it, as git itself would not. */
function treeOf(folder: string, latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  const object = Buffer.concat([Buffer.from(`tree ${bytes.length}\0`), bytes]);
  const id = createHash('sha1').update(object).digest('hex');
  const path = join(folder, '.git/objects', id.replace(/^../, '$&/'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, deflateSync(object));
  return id;
}
