/**
 * Hunks alone against whole files, on 7.3.4: what a piece shows is judged as in the whole file, and nothing is invented. The
 * file of bindings that bindgen wrote is left out: its pieces do not tell, so they go by its name (test/review/hunks.test.ts).
 */
import { isGenerated, isNamedAsGenerated } from '../../src/kernel/generated.ts';
import { isWithoutRules } from '../../src/kernel/layers.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { Reader, type Views } from '../../src/review/read-views.ts';
import {
  allOf,
  allOfPiece,
  grave,
  hunksWithout,
  inventedIn,
  type Run,
  reversed,
  reviewOfHunks,
  reviewOfTexts,
  textWithout,
  withContext,
} from '../support/cut-hunks.ts';
import { linesOf } from '../support/write-patch.ts';
import { type Mutant, withoutComments, withoutSections } from './mutants.ts';
import { rustFiles } from './trees.ts';

const FILES = [...rustFiles('v7.3.4')].filter(
  ([path, text]) => !isWithoutRules(path, DEFAULT_POLICY.layerOf(path)) && /unsafe|safety/i.test(text),
);

/** The parser's trees are given back between turns of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function functionsOf({ main }: Views): Run[] {
  const { items, lines } = main.file;
  return items
    .filter(({ kind }) => kind === 'fn')
    .map(({ span }) => ({ from: lines.lineOf(span.start) - 1, end: lines.lineOf(span.end - 1) }));
}

test('each line and each function, cut out with three lines of context: nothing that the whole file does not have', async () => {
  const invented: string[] = [];
  let pieces = 0;
  for (const [path, text] of FILES) {
    const reader = new Reader(DEFAULT_POLICY);
    const views = reader.read(path, text);
    if (isGenerated(views.main.file.tokens)) continue;
    const lines = linesOf(text);
    const whole = allOf(reader, views);
    const runs = [...lines.map((_, from) => ({ from, end: from + 1 })), ...functionsOf(views)];
    for (const run of runs.map((each) => withContext(each, lines.length))) {
      if (!/unsafe|safety/i.test(lines.slice(run.from, run.end).join(''))) continue;
      pieces += 1;
      invented.push(...inventedIn(allOfPiece(path, lines, run), whole));
    }
    await turn();
  }
  expect(invented).toEqual([]);
  expect(pieces).toBeGreaterThan(25_000);
});

test('functions that come and go: the hunks say nothing that the review of the whole files does not say', async () => {
  const invented: string[] = [];
  for (const [path, text] of FILES) {
    const views = new Reader(DEFAULT_POLICY).read(path, text);
    if (isGenerated(views.main.file.tokens)) continue;
    for (const odd of [0, 1]) {
      const gone = functionsOf(views).filter((_, index) => index % 2 === odd);
      if (gone.length === 0) continue;
      const step = hunksWithout(path, text, gone);
      const less = textWithout(text, gone);
      invented.push(...inventedIn(reviewOfHunks(step), reviewOfTexts(path, text, less)));
      invented.push(...inventedIn(reviewOfHunks(reversed(step)), reviewOfTexts(path, less, text)));
    }
    await turn();
  }
  expect(invented).toEqual([]);
});

/** Of each mutant the hunk that makes it: how many places it reports, and what else it says. */
async function scoreOfHunks(rule: string, mutantsOf: (views: Views) => Iterable<Mutant>) {
  const score = { places: 0, found: 0, noisy: [] as string[] };
  for (const [path, text] of FILES) {
    for (const { text: mutated, lines, origin } of mutantsOf(new Reader(DEFAULT_POLICY).read(path, text))) {
      const [old, fresh] = [linesOf(text), linesOf(mutated)];
      const from = old.findIndex((line, index) => line !== fresh[index]);
      let kept = 0;
      while (kept < fresh.length - from && old.at(-1 - kept) === fresh.at(-1 - kept)) kept += 1;
      const [was, is] = [old.length, fresh.length].map((count) => withContext({ from, end: count - kept }, count));
      const piece = (all: readonly string[], run: Run | undefined) => ({
        firstLine: (run?.from ?? 0) + 1,
        text: all.slice(run?.from, run?.end).join(''),
      });
      const pieces = [{ before: piece(old, was), after: piece(fresh, is) }];
      const found = grave(reviewOfHunks({ kind: 'hunks', pathBefore: path, pathAfter: path, pieces }));
      const isMeant = (each: (typeof found)[number]) => each.rule === rule && lines.includes(each.line);
      score.places += lines.length;
      score.found += found.filter(isMeant).length;
      if (found.some((each) => !isMeant(each) && each.suppressed === null)) score.noisy.push(origin);
    }
    await turn();
  }
  return score;
}

test('a SAFETY comment that a hunk takes away is missed', async () => {
  const { places, found, noisy } = await scoreOfHunks('undocumented-unsafe', withoutComments);
  expect(noisy).toEqual([]);
  // of 2490; what is not found has its `unsafe` below the hunk, or two equal lines
  expect({ places, share: Math.floor((found / places) * 1000) }).toEqual({ places: 2490, share: 995 });
});

test('a section that a hunk takes away is missed, where the hunk shows whose it was', async () => {
  const { places, found, noisy } = await scoreOfHunks('missing-safety-doc', withoutSections);
  expect(noisy).toEqual([]);
  // of 383; most others have their function below the hunk, or are in an impl that it does not show
  expect({ places, share: Math.floor((found / places) * 1000) }).toEqual({ places: 383, share: 514 });
});

test('what the tree keeps of bindgen’s is known by its name', () => {
  const generated = FILES.filter(([path, text]) =>
    isGenerated(new Reader(DEFAULT_POLICY).read(path, text).main.file.tokens),
  );
  expect(generated.map(([path]) => [path, isNamedAsGenerated(path)])).toEqual([
    ['drivers/gpu/nova-core/gsp/fw/r570_144/bindings.rs', true],
  ]);
  expect(FILES.filter(([path]) => isNamedAsGenerated(path))).toHaveLength(generated.length);
});
