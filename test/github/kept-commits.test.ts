/** What is kept of commits between looks, and what is read of long lists of comments. */
import type { Cache } from '../../src/app/ports/source-tree.ts';
import { makeForge } from '../../src/github/forge/github-forge.ts';
import { json, type Talk, talk } from './client-support.ts';

const APP = { id: 5, slug: 'kernel-rust-audit' };
const COMMIT = 'a'.repeat(40);
const FILE = { path: 'rust/a.rs', previousPath: null, change: 'modify' };

function memory(): Cache & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  const put = async (key: string, value: unknown): Promise<void> => {
    values.set(key, value);
  };
  return { values, keyOf: (parts) => JSON.stringify(parts), get: async (key) => values.get(key), put };
}

function commits(): Talk {
  return talk(() =>
    json({ sha: COMMIT, parents: [{ sha: 'b'.repeat(40) }], files: [{ filename: 'rust/a.rs', status: 'modified' }] }),
  );
}

function forgeOf({ client }: Talk, cache: Cache, id: number) {
  return makeForge(client, { owner: 'o', name: 'r', id, installation: 3 }, APP, { cache });
}

test('the files of a commit are asked for once for a repository, and never taken from another one', async () => {
  const over = commits();
  const cache = memory();
  const first = await forgeOf(over, cache, 12).filesOfCommit(COMMIT);
  expect(first).toEqual({ all: [FILE], cut: null });
  expect(await forgeOf(over, cache, 12).filesOfCommit(COMMIT)).toEqual(first);
  expect(over.seen.length).toBe(1);
  await forgeOf(over, cache, 13).filesOfCommit(COMMIT);
  expect(over.seen.length).toBe(2);
});

test.each([[[null]], [[{ ...FILE, change: 'unheard of' }]], [[{ ...FILE, path: 7 }]], ['text']])(
  'what is kept in another form is asked for again: %j',
  async (value) => {
    const over = commits();
    const cache = memory();
    await forgeOf(over, cache, 12).filesOfCommit(COMMIT);
    for (const key of cache.values.keys()) cache.values.set(key, value);
    expect((await forgeOf(over, cache, 12).filesOfCommit(COMMIT)).all).toEqual([FILE]);
    expect(over.seen.length).toBe(2);
  },
);

test.each([
  [1, [1]],
  [250, [1, 2, 3]],
  [600, [1, 2, 3, 4, 5, 6]],
  [4_900, [1, 2, 3, 47, 48, 49]],
])('of %i comments these pages are read: %j', async (count, pages) => {
  const marker = '<!-- m -->';
  const comment = (index: number) => ({
    id: index + 1,
    body: index === 0 || index === count - 1 ? marker : 'words',
    performed_via_github_app: { id: APP.id },
  });
  const over = talk((seen) => {
    const page = Number(new URLSearchParams(seen.line.split('?')[1]).get('page'));
    const last = Math.ceil(count / 100);
    const list = Array.from({ length: Math.min(100, count - 100 * (page - 1)) }, (_, at) =>
      comment(100 * (page - 1) + at),
    );
    const link = `<https://x.example/?per_page=100&page=${page + 1}>; rel="next", <https://x.example/?per_page=100&page=${last}>; rel="last"`;
    return json(list, 200, { link: page < last ? link : '<https://x.example/?page=1>; rel="first"' });
  });
  const found = await forgeOf(over, memory(), 12).commentsOf(7, marker);
  expect(found.map(({ id }) => id)).toEqual([...new Set([1, count])]);
  const asked = over.seen.map(({ line }) => Number(new URLSearchParams(line.split('?')[1]).get('page')));
  expect(asked).toEqual(pages);
});
