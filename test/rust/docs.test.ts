import type { Documentation } from '../../src/rust/docs.ts';
import { readRust } from '../../src/rust/file.ts';
import { documentationOf, type Item } from '../../src/rust/items.ts';

const docsOf = (text: string): Documentation => {
  const { tokens, items } = readRust(text);
  return documentationOf(tokens, items.find(({ kind }) => kind === 'fn') as Item);
};

test.each([
  '/// # Safety\nunsafe fn f() {}',
  '/** # Safety */\nunsafe fn f() {}',
  '/**\n * a\n *\n * # Safety\n */\nunsafe fn f() {}',
  '#[doc = "# Safety"]\nunsafe fn f() {}',
  '#[doc = "\\x23 Saf\\\n    ety"]\nunsafe fn f() {}',
  '#[doc = concat!("# ", "Safety")]\nunsafe fn f() {}',
  '#[cfg_attr(all(), doc = "# Safety")]\nunsafe fn f() {}',
  'unsafe fn f() {\n    //! # Safety\n}',
  'unsafe fn f() {\n    #![doc = "# Safety"]\n}',
  '/// # Safety\n#[inline]\n// plain\n/// more\npub(crate) unsafe fn f() {}',
])('%j has the section', (text) => {
  expect(docsOf(text).safety).toBeDefined();
});

test.each([
  '// # Safety\nunsafe fn f() {}',
  '//// # Safety\nunsafe fn f() {}',
  '#[cfg_attr(any(), doc = "# Safety")]\nunsafe fn f() {}',
  '#[doc(alias = "# Safety")]\nunsafe fn f() {}',
  '#[doc = concat!("a", "b")]\nunsafe fn f() {}',
])('%j has not', (text) => {
  expect(docsOf(text)).toMatchObject({ safety: undefined, opaque: false });
});

test('what is not seen may hold it', () => {
  expect(docsOf('#[doc = include_str!("a.md")]\nunsafe fn f() {}').opaque).toBe(true);
});

test('the section is told without its heading, up to the next one of its rank', () => {
  const { safety } = docsOf(
    '/// # Safety\n///\n/// `p` is\n/// live.\n/// ## More\n/// a\n/// # Examples\nunsafe fn f() {}',
  );
  expect(safety?.text).toBe('`p` is live. ## More a');
});

test('hidden and suspicious documentation', () => {
  expect(docsOf('#[doc(hidden)]\nfn f() {}').hidden).toBe(true);
  expect(docsOf('#[cfg_attr(all(), doc(hidden))]\nfn f() {}').hidden).toBe(true);
  expect(docsOf('///! # Safety\nfn f() {}').suspicious).toBe(true);
});
