/** What a merge itself brings: new, gone or changed against each of its parents, and nothing that one of them had. */
import { compareMerge } from '../../src/review/merge.ts';
import type { Step } from '../../src/review/patched-tree.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { Reader } from '../../src/review/read-views.ts';
import { RULES } from '../../src/rules/catalogue.ts';

const RING = 'drivers/ring/ring.rs';
const COMMENT = '    // SAFETY: `ring` is live.\n';
const fn = (name: string, body: string) => `fn ${name}(ring: *const Ring) -> u32 {\n${body}}\n`;
const block = (name: string, comment = '') => fn(name, `${comment}    unsafe { (*ring).${name} }\n`);
const safe = (name: string) => fn(name, '    0\n');

const step = (before: string | null, after: string): Step => ({
  kind: 'whole',
  pathBefore: before === null ? null : RING,
  pathAfter: RING,
  before,
  after,
  isCopy: false,
});

function merged(after: string, ...parents: readonly (string | null)[]) {
  const steps = parents.map((before) => [step(before, after)]);
  const { findings, delta } = compareMerge(steps, new Reader(DEFAULT_POLICY), RULES);
  const said = findings.filter(({ rule }) => rule !== 'new-unsafe').map(({ rule, line }) => `${line} ${rule}`);
  return { said, leaf: delta.layers.leaf?.block };
}

test('what both sides brought is of neither merge nor delta', () => {
  const both = block('head') + block('tail');
  expect(merged(both, block('head') + safe('tail'), safe('head') + block('tail'))).toEqual({
    said: [],
    leaf: undefined,
  });
});

test('what no parent had is the merge’s own', () => {
  const after = block('head') + block('tail');
  const parent = block('head') + safe('tail');
  expect(merged(after, parent, parent)).toEqual({
    said: ['5 undocumented-unsafe'],
    leaf: { added: 1, removed: 0, changed: 0, moved: 0 },
  });
  expect(merged(after, parent, parent, after)).toEqual({ said: [], leaf: undefined });
});

test('a comment that one parent had, and a block that only that one had', () => {
  expect(merged(block('head'), block('head', COMMENT), safe('head')).said).toEqual(['2 undocumented-unsafe']);
  expect(merged(block('head'), block('head', COMMENT), null).said).toEqual(['2 undocumented-unsafe']);
});

test('what is gone from all parents is removed, and from one alone is not', () => {
  const [with_, without] = [block('head', COMMENT) + safe('tail'), safe('head') + safe('tail')];
  expect(merged(without.replace('    0', '    1'), with_, with_).leaf).toMatchObject({ removed: 1 });
  expect(merged(without.replace('    0', '    1'), with_, without).leaf).toBeUndefined();
});
