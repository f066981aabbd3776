import { expect, test } from '@jest/globals';
import { includedUnderAllow } from '../../src/kernel/generated.ts';
import { reviewChange } from '../support/review-files.ts';

test('a file that is included under an allow is generated: nothing is said of it', async () => {
  const before = {
    'drivers/ring/regs.rs': '#![allow(dead_code, missing_docs)]\n\ninclude!("regs/table.rs");\n',
    'drivers/ring/regs/table.rs': '',
  };
  const table = 'pub fn head() -> u32 {\n    unsafe { HEAD }\n}\n';
  const review = await reviewChange(before, { ...before, 'drivers/ring/regs/table.rs': table });
  expect(review.findings).toEqual([]);
  expect(review.delta.layers.leaf?.block?.added).toBe(1);
});

test('without an allow it is code as any other', async () => {
  const before = { 'drivers/ring/regs.rs': 'include!("table.rs");\n', 'drivers/ring/table.rs': '' };
  const review = await reviewChange(before, { ...before, 'drivers/ring/table.rs': 'fn f() { unsafe { g() } }\n' });
  expect(review.findings.map(({ rule }) => rule)).toContain('undocumented-unsafe');
});

test('paths are read from the including file', () => {
  const text =
    '#[allow(warnings)]\nmod a { include!("../b/./c.rs"); include!{ "d.rs" } include!(concat!("e", ".rs")); }';
  expect(includedUnderAllow('drivers/ring/a.rs', text)).toEqual(['drivers/b/c.rs', 'drivers/ring/d.rs']);
});
