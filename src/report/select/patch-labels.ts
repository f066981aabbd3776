/** How reports name the patches of a series. */
import type { Review } from '../../review/review.ts';
import { clipped } from './escape-unprintable.ts';

/** From a patch's id to `2/5`; an id from outside this series is printed as it is, a commit's abbreviated. */
export function numbering(review: Review): (id: string) => string {
  const numbers = new Map(review.patches.map((patch, at) => [patch.id, `${at + 1}/${review.patches.length}`]));
  return (id) => numbers.get(id) ?? shortId(id);
}

/** From a patch's id to `patch 2/5`; a commit from outside this series has its short id. */
export function patchNames(review: Review): (id: string) => string {
  const own = new Set(review.patches.map(({ id }) => id));
  const numberOf = numbering(review);
  return (id) => (own.has(id) ? `patch ${numberOf(id)}` : numberOf(id));
}

/** From a patch's id to `commit 0123456789ab`, or `patch 2/5` where it is of no commit. */
export function commitNames(review: Review): (id: string) => string {
  const nameOf = patchNames(review);
  return (id) => (isCommit(id) ? `commit ${shortId(id)}` : nameOf(id));
}

/** Twelve digits of a commit id, as the kernel abbreviates it (Documentation/process/submitting-patches). */
export function shortId(id: string): string {
  return isCommit(id) ? id.slice(0, 12) : clipped(id, 80);
}

function isCommit(id: string): boolean {
  return /^[0-9a-f]{40,64}$/.test(id);
}
