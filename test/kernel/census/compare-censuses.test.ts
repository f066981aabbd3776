/** What two trees differ by. */
import { growthOf, moduleChanges } from '../../../src/kernel/census/compare-censuses.ts';
import type { ModuleFigures } from '../../../src/kernel/census/module-census.ts';
import { noSites } from '../../../src/kernel/census/sums.ts';

const module = (path: string, given: Partial<ModuleFigures> = {}): ModuleFigures => ({
  path,
  root: path,
  layer: 'leaf',
  files: 1,
  lines: 10,
  codeLines: 5,
  sites: noSites(),
  sitesInMacros: noSites(),
  unsafeWords: 0,
  filesWithUnsafe: 0,
  unsafeWordShare: 0,
  bindingsUses: 0,
  safeOnly: true,
  ...given,
});

test('numbers are subtracted at any depth, the rest is left out', () => {
  expect(growthOf({ a: 5, b: { c: 1, d: 'x' }, e: true }, { a: 7, b: { c: 0, d: 'y' }, e: false })).toEqual({
    before: { a: 7, b: { c: 0, d: 'y' }, e: false },
    difference: { a: -2, b: { c: 1 } },
  });
});

test('a module is the same one when it becomes a folder, or begins with the same file', () => {
  const before = [
    module('drivers/null.rs'),
    module('drivers/ring/main.rs'),
    module('drivers/gone.rs'),
    module('drivers/same.rs'),
  ];
  const now = [
    module('drivers/null', { root: 'drivers/null/null.rs', files: 2, safeOnly: false }),
    module('drivers/ring', { root: 'drivers/ring/main.rs' }),
    module('drivers/new.rs'),
    module('drivers/same.rs'),
  ];
  const changes = moduleChanges(now, before);
  expect({ ...changes, changed: changes.changed.map(({ path, difference }) => [path, difference.files]) }).toEqual({
    came: ['drivers/new.rs'],
    went: ['drivers/gone.rs'],
    becameSafe: [],
    ceasedSafe: ['drivers/null'],
    changed: [['drivers/null', 1]],
  });
});
