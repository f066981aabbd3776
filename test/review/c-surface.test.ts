import { expect, test } from '@jest/globals';
import { cSurfaceOf } from '../../src/review/c-surface.ts';
import { reviewChange } from '../support/review-files.ts';

const MARKED = `
__rust_helper void rust_helper_ring_lock(struct ring *ring)
{
	ring_lock(ring);
}

__rust_helper unsigned long
rust_helper_ring_head(struct ring *ring)
{
	return ring->head;
}
`;
const UNMARKED = `
#define RING_SLOTS 16
void rust_helper_ring_unlock(struct ring *ring)
{
	ring_unlock(ring);
}
`;
const path = 'rust/helpers/ring.c';
const surface = (before: string | undefined, after: string | undefined, marksHelpers = false) =>
  cSurfaceOf([{ path, before, after }], marksHelpers);

test('new helpers are named, and those of them without the mark that the others have', () => {
  expect(surface(MARKED, MARKED + UNMARKED)).toEqual({
    headers: [],
    helpers: ['ring_unlock'],
    unmarkedHelpers: ['ring_unlock'],
  });
  expect(surface(undefined, MARKED)).toMatchObject({ helpers: ['ring_head', 'ring_lock'], unmarkedHelpers: [] });
});

test('a tree without the mark asks for none; one with it asks even where the file shows none', () => {
  expect(surface(undefined, UNMARKED)).toMatchObject({ helpers: ['ring_unlock'], unmarkedHelpers: [] });
  expect(surface(undefined, UNMARKED, true)).toMatchObject({ unmarkedHelpers: ['ring_unlock'] });
});

test('a mark that is taken away is told, one that was never there is not', () => {
  const without = MARKED.replace('__rust_helper unsigned', 'unsigned');
  expect(surface(MARKED, without)).toMatchObject({ helpers: [], unmarkedHelpers: ['ring_head'] });
  expect(surface(without, `${without}\n/* locked */\n`).unmarkedHelpers).toEqual([]);
});

test('text without an end of a declaration takes no longer than its length', () => {
  const many = 'rust_helper_a('.repeat(200_000);
  expect(surface(undefined, many, true).helpers).toEqual(['a']);
});

test('a review looks up whether the tree marks its helpers', async () => {
  const before = { 'rust/helpers/helpers.c': '#define __rust_helper __always_inline\n' };
  const review = await reviewChange(before, { ...before, [path]: UNMARKED });
  expect(review.delta.cSurface).toEqual({ headers: [], helpers: ['ring_unlock'], unmarkedHelpers: ['ring_unlock'] });
});
