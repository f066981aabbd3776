/** What holds for any change: its reverse, its parts, its order, its bytes. */
import fc from 'fast-check';
import { readPatches } from '../../src/patch/series.ts';
import { renderReviewJson } from '../../src/report/machine/json.ts';
import { renderReviewSarif } from '../../src/report/machine/sarif.ts';
import { renderReviewTerse } from '../../src/report/machine/terse.ts';
import { renderReviewMail } from '../../src/report/mail/mail-reply.ts';
import { renderReviewMarkdown } from '../../src/report/markdown/markdown-report.ts';
import { renderReviewText } from '../../src/report/terminal/review-text.ts';
import type { Delta, Review } from '../../src/review/review.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { isFailure } from '../../src/text/failure.ts';
import { holds } from '../support/holds.ts';
import type { Files } from '../support/memory-tree.ts';
import { type Change, changes, sideOf, writeRust } from '../support/random-rust.ts';
import { type Patches, reviewChange, reviewOf } from '../support/review-files.ts';
import { writePatch } from '../support/write-patch.ts';

const PATHS = ['drivers/net/ring.rs', 'drivers/ring/ring.rs', 'rust/kernel/ring.rs', 'scripts/ring.rs'];
const TOOL = { name: 'kernel-rust-audit', version: '0.0.0' };

/** Changes by path; not every file has one. */
type Tree = Readonly<Record<string, readonly Change[]>>;
const tree: fc.Arbitrary<Tree> = fc
  .uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 3 })
  .chain((paths) => fc.record(Object.fromEntries(paths.map((path) => [path, changes(3)]))));

/** The files of a tree, each item on the side that `sideAt` names; a file without items is not there. */
function filesOf(all: Tree, sideAt: (path: string, index: number) => 'before' | 'after'): Files {
  const files = Object.entries(all).map(([path, each]) => {
    const items = each.flatMap((change, index) => sideOf([change], sideAt(path, index)));
    return [path, writeRust(items)] as const;
  });
  return Object.fromEntries(files.filter(([, text]) => text !== ''));
}

const before = (all: Tree) => filesOf(all, () => 'before');
const after = (all: Tree) => filesOf(all, () => 'after');

test('a patch and its reverse have mirrored deltas', () =>
  holds(
    80,
    fc.asyncProperty(tree, async (all) => {
      const [there, back] = [before(all), after(all)];
      fc.pre(writePatch(there, back) !== '');
      const forth = await reviewChange(there, back);
      expect((await reviewChange(back, there)).delta).toEqual(mirrored(forth.delta));
    }),
  ));

function mirrored({ layers, cSurface }: Delta): Delta {
  const mirroredLayers = Object.entries(layers).map(([layer, kinds]) => [
    layer,
    Object.fromEntries(
      Object.entries(kinds).map(([kind, each]) => [kind, { ...each, added: each.removed, removed: each.added }]),
    ),
  ]);
  return { layers: Object.fromEntries(mirroredLayers), cSurface };
}

test('a patch that is split into a series has the same findings at its end', () =>
  holds(
    40,
    fc.asyncProperty(tree, fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }), async (all, stages) => {
      const stageOf = (path: string, index: number) =>
        stages[(PATHS.indexOf(path) * 3 + index) % stages.length] as number;
      const states = [-1, 0, 1, 2].map((now) =>
        filesOf(all, (path, index) => (stageOf(path, index) <= now ? 'after' : 'before')),
      );
      const patches = states.slice(1).map((state, index) => writePatch(states[index] as Files, state));
      const named = patches.map((text, index) => [`${index + 1}.patch`, text]).filter(([, text]) => text !== '');
      fc.pre(named.length > 1 && writePatch(before(all), after(all)) !== '');
      const whole = await reviewChange(before(all), after(all));
      const series = await reviewOf(Object.fromEntries(named) as Patches, before(all));
      expect(lasting(series)).toEqual(lasting(whole));
      expect(series.delta).toEqual(whole.delta);
    }),
  ));

const lasting = ({ findings }: Review) =>
  findings.map(({ rule, path, line, severity, standing, fingerprint }) => [
    path,
    line,
    rule,
    severity,
    standing,
    fingerprint,
  ]);

test('the same input gives the same bytes in each format, whatever the order of its files', () =>
  holds(
    40,
    fc.asyncProperty(tree, async (all) => {
      const diffs = Object.keys(all)
        .map((path) => writePatch(only(before(all), path), only(after(all), path)))
        .filter((diff) => diff !== '');
      fc.pre(diffs.length > 0);
      const render = (patch: string) => formatsOf({ 'change.patch': patch }, before(all));
      const formats = await render(diffs.join(''));
      expect(await render(diffs.join(''))).toEqual(formats);
      expect(await render(diffs.toReversed().join(''))).toEqual(formats);
    }),
  ));

function only(files: Files, path: string): Files {
  const text = files[path];
  return text === undefined ? {} : { [path]: text };
}

async function formatsOf(patches: Patches, files: Files) {
  const review = await reviewOf(patches, files);
  const inputs = Object.entries(patches).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }));
  const series = await readPatches(inputs);
  if (isFailure(series)) throw new Error(series.what);
  return {
    text: renderReviewText(review, { colour: false, full: true }),
    terse: renderReviewTerse(review),
    json: renderReviewJson(review, { tool: TOOL }),
    sarif: renderReviewSarif(review, { tool: TOOL, rules: RULES }),
    markdown: renderReviewMarkdown(review),
    mail: renderReviewMail(review, series),
  };
}
