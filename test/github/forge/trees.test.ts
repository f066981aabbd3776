/** Trees and texts from GitHub are what a git repository gives, byte for byte, whatever GitHub cuts and decodes. */

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Forge } from '../../../src/app/ports/forge.ts';
import { type Cache, LARGEST_FILE, NO_CACHE, type SourceTree } from '../../../src/app/ports/source-tree.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { makeForge } from '../../../src/github/forge/github-forge.ts';
import { commit, git, good, newRepository, removeScratch, write } from '../../git/scratch.ts';
import { talk } from '../client-support.ts';
import { GITHUBS_OWN, type Limits, objectsOverGit } from '../objects-over-git.ts';

afterAll(removeScratch);

const REPOSITORY = { owner: 'o', name: 'r', id: 12, installation: 3 };

const LINES = 'fn main() {}\n'.repeat(400);
const FILES: Readonly<Record<string, string | Buffer>> = {
  'rust/kernel/lib.rs': '//! Kernel\n',
  'rust/kernel/sync/lock.rs': LINES,
  'rust/kernel/empty.rs': '',
  'rust/kernel/no-end.rs': 'fn f() {}',
  'rust/helpers/helpers.c': '#include "a.c"\n',
  'rust/bom.rs': Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('fn bom() {}\n')]),
  'rust/invalid.rs': Buffer.from([0x66, 0xff, 0xfe, 0x0a]),
  // one replacement character has just as many bytes as what it replaces
  'rust/surrogate.rs': Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x0a]),
  'rust/binary.rs': Buffer.from('fn f() {}\0\n'),
  'rust/crlf.rs': 'fn f() {}\r\n',
  'rust/unicode-ä-€-😀.rs': '// ä € 😀\n',
  'rust/a\nb.rs': '// a line break\n',
  'rust/%2e%2e/"x".rs': '// odd\n',
  'drivers/char/one.rs': '// one\n',
  'drivers/char/one.h': '#define ONE 1\n',
  'drivers/net/phy/two.rs': '// two\n',
  'drivers/net/folder.rs/inside.rs': '// inside\n',
  'drivers/net/folder.rs/inside.c': 'int inside;\n',
  'top.rs': '// top\n',
  'Z.rs': '// Z\n',
  README: 'read me\n',
};

interface Both {
  readonly head: string;
  readonly forge: Forge;
  readonly theirs: SourceTree;
  readonly ours: SourceTree;
  readonly lines: () => readonly string[];
}

async function both(limits: Limits = GITHUBS_OWN, cache: Cache = NO_CACHE, folder = scene()): Promise<Both> {
  const head = git(folder, 'rev-parse', 'HEAD');
  const answering = objectsOverGit(folder, limits);
  const { client, seen } = talk(async (call) => (await answering(call)) ?? new Response(null, { status: 500 }));
  const forge = makeForge(client, REPOSITORY, { id: 5 }, { cache });
  const ours = good(await openRepository(folder)).tree(head);
  return { head, forge, theirs: forge.tree(head), ours, lines: () => seen.map(({ line }) => line) };
}

let theScene: string | undefined;

/** Made once; nobody changes it. */
function scene(): string {
  theScene ??= makeScene();
  return theScene;
}

function makeScene(): string {
  const folder = newRepository();
  write(folder, FILES);
  symlinkSync('kernel/lib.rs', join(folder, 'rust/link.rs'));
  symlinkSync('nowhere', join(folder, 'drivers/char/link.h'));
  const submodule = newRepository();
  const inside = commit(submodule, 'inside', { 'a.rs': '' });
  git(folder, 'update-index', '--add', '--cacheinfo', `160000,${inside},vendor.rs`);
  write(folder, FILES);
  git(folder, 'add', '--all', '--', 'rust', 'drivers', 'top.rs', 'Z.rs', 'README');
  git(folder, 'commit', '--quiet', '--message', 'scene');
  return folder;
}

const LISTS: readonly (readonly [suffix: string, folder?: string])[] = [
  ['.rs'],
  ['.rs', 'rust'],
  ['.rs', 'rust/kernel'],
  ['.rs', 'drivers/net'],
  ['.h', 'drivers/char'],
  ['.c', 'drivers'],
  ['.h'],
  ['lib.rs', 'rust'],
  ['', 'rust/kernel'],
  ['.rs', 'nowhere'],
  ['.rs', 'top.rs'],
  ['.rs', 'rust/link.rs'],
  ['.rs', 'rust/kern'],
];

const PATHS = [
  ...Object.keys(FILES),
  'rust/link.rs',
  'rust',
  'rust/nothing.rs',
  '',
  'drivers/net/folder.rs',
  '../etc/passwd',
  'rust/kernel/lib.rs/x',
];

describe.each<[string, Limits]>([
  ['as GitHub is', GITHUBS_OWN],
  ['trees that are cut', { ...GITHUBS_OWN, treeEntries: 3 }],
  ['texts that are cut', { ...GITHUBS_OWN, text: 8 }],
  ['answers that take too long', { ...GITHUBS_OWN, textsInTime: 2 }],
])('the same as from git: %s', (_, limits) => {
  test('lists', async () => {
    const folder = scene();
    const { ours } = await both(limits, NO_CACHE, folder);
    for (const [suffix, below] of LISTS) {
      const { theirs } = await both(limits, NO_CACHE, folder);
      const found = await theirs.find(suffix, below);
      expect([suffix, below, found]).toEqual([suffix, below, await ours.find(suffix, below)]);
      expect(await theirs.list(suffix, below)).toEqual((found as { files: unknown }).files);
    }
  });

  test('texts, asked for before and after the files were listed', async () => {
    const { theirs, ours } = await both(limits);
    const expected = await ours.read(PATHS);
    expect(await theirs.read(PATHS)).toEqual(expected);
    await theirs.list('.rs', 'rust');
    expect(await theirs.read(PATHS)).toEqual(expected);
    await theirs.list('.rs');
    expect(await theirs.read([...PATHS, 'vendor.rs'])).toEqual(await ours.read([...PATHS, 'vendor.rs']));
    expect([...expected.values()].filter(({ kind }) => kind === 'text').length).toBe(Object.keys(FILES).length);
  });
});

test('what a kernel-sized listing holds is asked for folder by folder, and not twice', async () => {
  const { theirs, ours, lines } = await both({ ...GITHUBS_OWN, treeEntries: 4 });
  const [files, expected] = [await theirs.list('.rs'), await ours.list('.rs')];
  expect(files).toEqual(expected);
  const asked = lines().filter((line) => line.includes('/git/trees/'));
  expect(new Set(asked).size).toBe(asked.length);
  await theirs.list('.rs', 'drivers/net');
  expect(lines().filter((line) => line.includes('/git/trees/'))).toEqual(asked);
});

test('what is known of a small folder answers all that is asked of it', async () => {
  const { theirs, ours, lines } = await both();
  await theirs.list('.rs', 'rust');
  const before = lines().length;
  expect(await theirs.find('.c', 'rust/helpers')).toEqual(await ours.find('.c', 'rust/helpers'));
  expect(lines().length).toBe(before);
  expect(await theirs.list('.rs', 'drivers')).toEqual(await ours.list('.rs', 'drivers'));
});

test('a second run costs one question for ids', async () => {
  const folder = scene();
  const cache = memoryCache();
  const first = await both(GITHUBS_OWN, cache, folder);
  const files = good(await first.theirs.list('.rs', 'rust'));
  const texts = await first.theirs.read(files);
  const second = await both(GITHUBS_OWN, cache, folder);
  expect(await second.theirs.list('.rs', 'rust')).toEqual(files);
  expect(await second.theirs.read(files)).toEqual(texts);
  expect(second.lines()).toEqual(['POST /graphql']);
});

test('a cache that fails costs time, never a result', async () => {
  const cache: Cache = {
    keyOf: () => 'same',
    get: () => Promise.reject(new Error('disk')),
    put: () => Promise.reject(new Error('disk')),
  };
  const { theirs, ours } = await both(GITHUBS_OWN, cache);
  const files = good(await theirs.list('.rs', 'rust'));
  expect(await theirs.read(files)).toEqual(await ours.read(files));
});

test("folders are known by git's ids", async () => {
  const folder = scene();
  const { theirs, head } = await both(GITHUBS_OWN, NO_CACHE, folder);
  const idOf = (path: string) => git(folder, 'rev-parse', `${head}:${path}`);
  expect(await theirs.identityOf?.('rust/kernel')).toBe(idOf('rust/kernel'));
  expect(await theirs.identityOf?.('')).toBe(idOf(''));
  expect(await theirs.identityOf?.('top.rs')).toBeUndefined();
  expect(await theirs.identityOf?.('nowhere')).toBeUndefined();
  await theirs.list('.rs', 'rust');
  expect(await theirs.identityOf?.('rust/kernel')).toBe(idOf('rust/kernel'));
});

test('a commit that GitHub does not have is a failure in words', async () => {
  const { forge } = await both();
  expect(await forge.tree('1'.repeat(40)).list('.rs', 'rust')).toMatchObject({
    kind: 'failure',
    what: 'GitHub has no such commit in this repository',
  });
  expect(() => forge.tree('main')).toThrow(TypeError);
});

test('files of several commits come in one question, each once, and large ones not at all', async () => {
  const folder = newRepository();
  const first = commit(folder, 'one', { 'a.rs': '// a\n', 'large.rs': 'x'.repeat(2 * 1024 * 1024 + 1) });
  const second = commit(folder, 'two', { 'a.rs': '// b\n' });
  const { forge, lines } = await both(GITHUBS_OWN, NO_CACHE, folder);
  const wanted = [
    { revision: second, path: 'a.rs' },
    { revision: first, path: 'a.rs' },
    { revision: second, path: 'b.rs' },
    { revision: second, path: 'a.rs' },
    { revision: first, path: 'large.rs' },
  ];
  expect(await forge.readAt(wanted)).toEqual([
    { kind: 'text', text: '// b\n' },
    { kind: 'text', text: '// a\n' },
    { kind: 'absent' },
    { kind: 'text', text: '// b\n' },
    { kind: 'unreadable', reason: 'it is larger than 2 MB' },
  ]);
  expect(lines()).toEqual(['POST /graphql']);
  expect(LARGEST_FILE).toBeGreaterThan(2 * 1024 * 1024);
});

test('a file that the list tells to be too large is not asked for', async () => {
  const folder = newRepository();
  commit(folder, 'one', { 'src/large.rs': 'x'.repeat(2 * 1024 * 1024 + 1) });
  const { theirs, lines } = await both(GITHUBS_OWN, NO_CACHE, folder);
  await theirs.list('.rs', 'src');
  const before = lines().length;
  expect((await theirs.read(['src/large.rs'])).get('src/large.rs')).toMatchObject({ kind: 'unreadable' });
  expect(lines().length).toBe(before);
});

test('many files: ids first, then the texts that are not known, in queries of at most 25 and 2 MB', async () => {
  const folder = newRepository();
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}.rs`, `// ${index % 50}\n`]));
  const large = Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((index) => [`large${index}.rs`, `// ${index}\n`.repeat(80_000)]),
  );
  const head = commit(folder, 'many', { ...files, ...large });
  const answering = objectsOverGit(folder);
  const { client, seen } = talk(async (call) => (await answering(call)) ?? new Response(null, { status: 500 }));
  const forge = makeForge(client, REPOSITORY, { id: 5 });
  const wanted = Object.keys({ ...files, ...large }).map((path) => ({ revision: head, path }));
  const found = await forge.readAt(wanted);
  expect(found).toEqual(Object.values({ ...files, ...large }).map((text) => ({ kind: 'text', text })));
  const queries = seen.map(({ body }) => body as { query: string; variables: object });
  const counts = queries.map(({ query, variables }) => [/\btext\b/.test(query), Object.keys(variables).length - 2]);
  expect(counts[0]).toEqual([false, 66]);
  expect(counts.slice(1).map(([, count]) => count)).toEqual([25, 25, 5, 1]);
  expect(queries.every(({ query }) => !query.includes('.rs'))).toBe(true);
});

function memoryCache(): Cache {
  const kept = new Map<string, string>();
  return {
    keyOf: (parts) => JSON.stringify(parts),
    get: async (key) => {
      const value = kept.get(key);
      return value === undefined ? undefined : JSON.parse(value);
    },
    put: async (key, value) => {
      kept.set(key, JSON.stringify(value));
    },
  };
}
