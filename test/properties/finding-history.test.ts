/** What later patches of a series resolve: looking at few files gives what comparing the whole tree after each patch gives. */
import fc from 'fast-check';
import { NO_FACTS } from '../../src/kernel/tree-facts.ts';
import { type PatchSteps, withMoves } from '../../src/review/compare-patch.ts';
import { reviewSeries } from '../../src/review/compare-series.ts';
import { withOrigins } from '../../src/review/exempt.ts';
import type { FileStep } from '../../src/review/patched-tree.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { Reader } from '../../src/review/read-views.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { holds } from '../support/holds.ts';
import { type Item, items, writeRust } from '../support/random-rust.ts';
import { resolversBySlowDefinition } from '../support/slow-history.ts';

const PATHS = ['drivers/net/ring.rs', 'drivers/ring/ring.rs', 'rust/kernel/other.rs', 'rust/kernel/ring.rs'];
const INPUT = { base: null, head: null, basis: 'tree', notes: [] } as const;

/** What one patch does to one file. */
type Deed =
  | { readonly kind: 'write'; readonly path: string; readonly items: readonly Item[] }
  | { readonly kind: 'restore' | 'delete'; readonly path: string }
  | { readonly kind: 'rename' | 'move item' | 'copy item'; readonly path: string; readonly to: string };

const path = fc.constantFrom(...PATHS);
const some = items();
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), path, items: some }),
  fc.record({ kind: fc.constantFrom('restore' as const, 'delete' as const), path }),
  fc.record({ kind: fc.constantFrom('rename' as const, 'move item' as const, 'copy item' as const), path, to: path }),
);
const series = fc.record({
  base: fc.record({ [PATHS[0] as string]: some, [PATHS[2] as string]: some }),
  patches: fc.array(fc.array(deed, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 7 }),
});

test('in generated series that move, rename, delete and bring back', () =>
  holds(
    240,
    fc.property(series, ({ base, patches }) => {
      const given = stepsOf(base, patches);
      fc.pre(given.length > 1);
      const prepared = withOrigins(
        given.map((patch) => ({ ...patch, steps: withMoves(patch.steps) })),
        NO_FACTS,
      );
      const slow = resolversBySlowDefinition(prepared, new Reader(DEFAULT_POLICY), RULES);
      const review = reviewSeries(given, INPUT, RULES, DEFAULT_POLICY);
      const fast = review.patches.map(({ findings }) =>
        findings.map((each) => [each.rule, each.path, each.resolvedBy]),
      );
      expect(fast).toEqual(slow);
    }),
  ));

type Files = ReadonlyMap<string, readonly Item[]>;

/** Patches that do these deeds one after the other; a patch without any effect is left out. */
function stepsOf(
  base: Readonly<Record<string, readonly Item[]>>,
  patches: readonly (readonly Deed[])[],
): readonly PatchSteps[] {
  const atBase: Files = new Map(Object.entries(base));
  let files = atBase;
  return patches.flatMap((deeds, index) => {
    const steps: FileStep[] = [];
    const busy = new Set<string>();
    for (const each of deeds) {
      const touched = 'to' in each ? [each.path, each.to] : [each.path];
      // one change of a file in a patch
      if (touched.some((one) => busy.has(one)) || new Set(touched).size !== touched.length) continue;
      const later = done(each, files, atBase);
      const made =
        each.kind === 'rename' ? renameStep(each.path, each.to, files, later) : editSteps(touched, files, later);
      if (made.length === 0) continue;
      for (const one of touched) busy.add(one);
      steps.push(...made);
      files = later;
    }
    return steps.length === 0
      ? []
      : [{ id: `${index + 1}`, subject: null, steps, rustFiles: steps.length, unread: [] }];
  });
}

function done(deed: Deed, files: Files, atBase: Files): Files {
  const later = new Map(files);
  const own = files.get(deed.path);
  switch (deed.kind) {
    case 'write':
      return later.set(deed.path, deed.items);
    case 'delete':
      later.delete(deed.path);
      return later;
    case 'restore': {
      const known = atBase.get(deed.path);
      if (known === undefined) later.delete(deed.path);
      else later.set(deed.path, known);
      return later;
    }
    case 'rename':
      if (own === undefined || files.has(deed.to)) return files;
      later.delete(deed.path);
      return later.set(deed.to, own);
    default: {
      const [first, ...others] = own ?? [];
      if (first === undefined) return files;
      if (deed.kind === 'move item') later.set(deed.path, others);
      return later.set(deed.to, [...(files.get(deed.to) ?? []), first]);
    }
  }
}

function renameStep(from: string, to: string, files: Files, later: Files): readonly FileStep[] {
  if (later === files) return [];
  const text = textOf(files, from);
  return [{ kind: 'whole', pathBefore: from, pathAfter: to, before: text, after: text, isCopy: false }];
}

function editSteps(paths: readonly string[], files: Files, later: Files): readonly FileStep[] {
  return paths.flatMap((each): FileStep[] => {
    const [before, after] = [textOf(files, each), textOf(later, each)];
    if (before === after) return [];
    const pathBefore = before === null ? null : each;
    return [{ kind: 'whole', pathBefore, pathAfter: after === null ? null : each, before, after, isCopy: false }];
  });
}

function textOf(files: Files, each: string): string | null {
  const found = files.get(each);
  return found === undefined ? null : writeRust(found);
}
