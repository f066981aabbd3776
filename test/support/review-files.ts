/** Short ways from trees to reviews. */
import { reviewPatches } from '../../src/app/review/review-series.ts';
import { readPatches } from '../../src/patch/series.ts';
import type { Policy } from '../../src/review/policy.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import type { Review } from '../../src/review/review.ts';
import { type Failure, failureText, isFailure } from '../../src/text/failure.ts';
import { type Files, memoryTree } from './memory-tree.ts';
import { type Descent, writePatch } from './write-patch.ts';

/** Patches by their file names. */
export type Patches = Readonly<Record<string, string>>;

/** Reviews patches over a tree; without one only what their hunks show. */
export async function reviewOf(patches: Patches, tree: Files | null, policy: Policy = DEFAULT_POLICY): Promise<Review> {
  const inputs = Object.entries(patches).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }));
  const series = succeeded(await readPatches(inputs));
  const sources =
    tree === null ? null : ({ tree: memoryTree(tree), blobs: null, basis: 'tree', isBinding: true } as const);
  return succeeded(await reviewPatches(series, sources, { base: null, head: null }, policy));
}

/** Reviews the one patch that leads from one tree to another. */
export async function reviewChange(before: Files, after: Files, descents: readonly Descent[] = []): Promise<Review> {
  const patch = writePatch(before, after, descents);
  return reviewOf({ 'change.patch': patch }, before);
}

function succeeded<Value>(value: Value | Failure): Value {
  if (isFailure(value)) throw new Error(failureText(value));
  return value;
}
