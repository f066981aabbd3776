/** Spoilt patches: a review or a failure with its remedy, with a tree and without; an unspoilt one gives the text it was made of. */
import { prepareSeries, type Sources } from '../../../src/app/review/prepare-series.ts';
import { reviewPatches } from '../../../src/app/review/review-series.ts';
import type { Series } from '../../../src/patch/patch.ts';
import { readPatches } from '../../../src/patch/series.ts';
import { DEFAULT_POLICY } from '../../../src/review/policy.ts';
import { failureText, isFailure } from '../../../src/text/failure.ts';
import { type Files, memoryTree } from '../memory-tree.ts';
import { writePatch } from '../write-patch.ts';
import type { Chance } from './chance.ts';
import { brokenRule, firstOf, type Kind, troubleInFailure } from './kind.ts';
import { mutated, mutatedLines } from './mutate.ts';
import { RUST_WORDS } from './rust.ts';
import { EXAMPLE_PATCHES, EXAMPLE_TREE, someRust } from './seeds.ts';

interface DiffInput {
  readonly patch: string;
  readonly before: Files;
  /** What the patch leads to; null where it was spoilt. */
  readonly after: Files | null;
  readonly isBinding: boolean;
}

/** Each a line, whatever it says. */
const RUST_LINES = RUST_WORDS.map((text) => text.split('\n', 1)[0] ?? '');
const PATHS = ['drivers/ring.rs', 'rust/kernel/ring.rs', 'a b/ring.rs', 'MAINTAINERS'];
const WORDS = [
  ...[
    '--- a/drivers/ring.rs',
    '+++ b/drivers/ring.rs',
    '+++ /dev/null',
    '@@ -1 +1 @@',
    '@@ -0,0 +1,2 @@',
    '@@ -7,3 +9',
  ],
  ...[
    'diff --git a/drivers/ring.rs b/rust/kernel/ring.rs',
    'index 1111111..2222222 100644',
    'index 0000000..0',
    '-',
    '+',
  ],
  ...['rename from drivers/ring.rs', 'copy to rust/kernel/ring.rs', 'new file mode 100644', 'deleted file mode 120000'],
  ...[
    'GIT binary patch',
    'literal 1',
    'Binary files a/x and b/x differ',
    '\\ No newline at end of file',
    '-- ',
    '2.50.0',
  ],
  ...[
    'similarity index 100%',
    'old mode 100644',
    'diff --cc drivers/ring.rs',
    '@@@ -1,2 -1,2 +1,2 @@@',
    '99999999999',
    ' ',
  ],
  ...[
    '+unsafe { a }',
    '-// SAFETY: a',
    '+// SAFETY: a',
    '"a/\\303',
    'commit 0',
    'Subject: x',
    '---',
    'Index: x',
    '\u001b[31m',
  ],
];

export const diffKind: Kind<DiffInput> = {
  make(chance) {
    const isBinding = chance.oneIn(2);
    if (chance.oneIn(20))
      return {
        patch: mutated(chance.of(EXAMPLE_PATCHES), WORDS, chance),
        before: EXAMPLE_TREE,
        after: null,
        isBinding,
      };
    const [before, after] = twoTrees(chance);
    const patch = writePatch(before, after);
    return chance.oneIn(5)
      ? { patch, before, after, isBinding: true }
      : { patch: mutated(patch, WORDS, chance), before, after: null, isBinding };
  },
  async troubleIn({ patch, before, after, isBinding }) {
    const series = await readPatches([{ name: 'x.patch', bytes: new TextEncoder().encode(patch) }]);
    if (isFailure(series)) {
      const isRight = after === null || patch === '';
      return isRight ? troubleInFailure(series) : `an unspoilt patch is refused: ${failureText(series)}`;
    }
    const sources: Sources = { tree: memoryTree(before), blobs: null, basis: 'tree', isBinding };
    return firstOf([
      after === null ? null : await troubleInResult(series, sources, before, after),
      await troubleInReview(series, sources),
      after === null ? await troubleInReview(series, null) : null,
    ]);
  },
};

/** One to three files; some stay, come, go or change. */
function twoTrees(chance: Chance): readonly [before: Files, after: Files] {
  const [before, after]: [Record<string, string>, Record<string, string>] = [{}, {}];
  for (const path of PATHS.slice(0, 1 + chance.below(PATHS.length))) {
    const text = someRust(chance);
    if (!chance.oneIn(5)) before[path] = text;
    if (!chance.oneIn(5)) after[path] = mutatedLines(text, RUST_LINES, chance);
  }
  return [before, after];
}

async function troubleInResult(series: Series, sources: Sources, before: Files, after: Files): Promise<string | null> {
  const prepared = await prepareSeries(series, sources);
  if (isFailure(prepared)) return `an unspoilt patch does not apply: ${failureText(prepared)}`;
  const texts = new Map<string | null, string | null>();
  for (const step of prepared.patches.flatMap(({ steps }) => steps))
    texts.set(step.pathAfter ?? step.pathBefore, step.kind === 'whole' ? step.after : 'hunks alone');
  const rust = PATHS.filter((path) => path.endsWith('.rs') && before[path] !== after[path]);
  const wrong = rust.find((path) => texts.get(path) !== (after[path] ?? null));
  return wrong === undefined ? null : `${wrong} is another text than the patch says`;
}

async function troubleInReview(series: Series, sources: Sources | null): Promise<string | null> {
  const review = await reviewPatches(series, sources, { base: null, head: null }, DEFAULT_POLICY);
  return isFailure(review) ? troubleInFailure(review) : brokenRule(review.unread);
}
