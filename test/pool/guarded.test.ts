/** A crash, a hang or a hunger for memory costs the file that was being read, and is said. */

import { NO_CACHE, type SourceFile } from '../../src/app/ports/source-tree.ts';
import type { Analyst } from '../../src/app/review/analyst-port.ts';
import type { Change } from '../../src/app/review/review-commits.ts';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { makeAnalyst } from '../../src/pool/guarded.ts';
import { UNSHIELDED } from '../../src/pool/start.ts';
import { HOSTILE, OWNER } from '../support/hostile.ts';
import { memoryTree } from '../support/memory-tree.ts';

const UNSAFE = 'fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
const NEVER = new AbortController().signal;

let analyst: Analyst;

/** @param perFile in ms; it begins before the process has read its own program, which takes long on a busy machine */
function guarded(perFile: number): Analyst {
  return makeAnalyst({
    program: HOSTILE,
    start: UNSHIELDED,
    perFile,
    memory: 500 * 1024 * 1024,
  });
}

beforeEach(() => {
  analyst = guarded(40_000);
});
afterEach(() => analyst.close());

function reviewOf(paths: readonly string[], signal = NEVER) {
  const files = paths.map((path) => ({ path, previousPath: null, change: 'add' as const }));
  const commit: Change = { id: 'c1', subject: 'Add', before: 'b', after: 'h', files: { all: files, cut: null } };
  const commits = { base: 'b', head: 'h', commits: [commit], whole: null, notes: [] };
  const sources = {
    tree: memoryTree({}),
    readAt: async (wanted: readonly unknown[]): Promise<readonly SourceFile[]> =>
      wanted.map(() => ({ kind: 'text', text: UNSAFE })),
  };
  return analyst.review(OWNER, commits, DEFAULT_SETTINGS, sources, NO_CACHE, signal);
}

function foundIn({ findings }: { readonly findings: readonly { readonly path: string; readonly rule: string }[] }) {
  return findings.filter(({ rule }) => rule === 'undocumented-unsafe').map(({ path }) => path);
}

test.each([
  ['drivers/a/crash.rs', 'the process crashed', 40_000],
  ['drivers/a/hang.rs', 'it took longer than 8 s', 8_000],
  ['drivers/a/hoard.rs', 'of memory', 40_000],
])('%s is named as not read, the others are reviewed', async (hostile, words, perFile) => {
  analyst = guarded(perFile);
  const review = await reviewOf(['drivers/a/first.rs', hostile, 'drivers/a/last.rs']);
  expect(foundIn(review)).toEqual(['drivers/a/first.rs', 'drivers/a/last.rs']);
  expect(review.complete).toBe(false);
  expect(review.unread).toEqual([{ path: hostile, partial: false, reason: expect.stringContaining(words) }]);
});

test('two hostile files cost two files, and the next review has a process again', async () => {
  const review = await reviewOf(['drivers/a/crash.rs', 'drivers/a/good.rs', 'drivers/a/crash2.rs']);
  expect(foundIn(review)).toEqual(['drivers/a/good.rs']);
  expect(review.unread.map(({ path }) => path)).toEqual(['drivers/a/crash.rs', 'drivers/a/crash2.rs']);
  expect((await reviewOf(['drivers/a/good.rs'])).complete).toBe(true);
});

test('a review with more hostile files than it may stop ends with all files named as not read', async () => {
  const hostile = Array.from({ length: 8 }, (_, index) => `drivers/a/crash${index}.rs`);
  const review = await reviewOf([...hostile, 'drivers/a/good.rs']);
  expect(review.complete).toBe(false);
  expect(review.unread.map(({ path }) => path).sort()).toEqual([...hostile, 'drivers/a/good.rs'].sort());
  expect(review.unread.at(-1)?.reason).toContain('it was skipped: other files');
});

test('an abort ends the review at once with its reason', async () => {
  const controller = new AbortController();
  const reviewing = reviewOf(['drivers/a/hang.rs'], controller.signal);
  setImmediate(() => controller.abort(new Error('a newer head came')));
  await expect(reviewing).rejects.toThrow('a newer head came');
});

test('trouble with fetching is the caller’s, not the file’s', async () => {
  const commit: Change = {
    id: 'c1',
    subject: null,
    before: 'b',
    after: 'h',
    files: { all: [{ path: 'a.rs', previousPath: null, change: 'add' }], cut: null },
  };
  const sources = { tree: memoryTree({}), readAt: () => Promise.reject(new Error('no quota')) };
  const commits = { base: 'b', head: 'h', commits: [commit], whole: null, notes: [] };
  await expect(analyst.review(OWNER, commits, DEFAULT_SETTINGS, sources, NO_CACHE, NEVER)).rejects.toThrow('no quota');
});

test('the process knows nothing of the server’s environment', async () => {
  // jest's own `process.env` is a copy: what a child would inherit is the real one, of which the child itself reports
  const reported = await reviewOf(['drivers/a/environment.rs']).catch((error: Error) => error.message);
  expect(reported).toContain('its environment is {"NODE_OPTIONS":"--max-old-space-size=512"};');
});

test('the process has the heap of JavaScript that is set for it, whatever the machine would give', async () => {
  const reported = await reviewOf(['drivers/a/heap.rs']).catch((error: Error) => error.message);
  const megabytes = Number(/its heap is (\d+) bytes;/.exec(reported as string)?.[1]) / 2 ** 20;
  // the old space, and what V8 adds for young objects
  expect(megabytes).toBeGreaterThanOrEqual(512);
  expect(megabytes).toBeLessThan(700);
});
