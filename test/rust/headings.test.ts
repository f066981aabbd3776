/** What each heading is to Clippy was measured with clippy-driver 1.95. */
import { headingsOf } from '../../src/rust/headings.ts';

const saysSafety = (markdown: string): boolean =>
  headingsOf(markdown.split('\n')).some(({ texts }) => texts.includes('Safety'));

test.each([
  '# Safety',
  '###### Safety ##',
  '# *The* Safety',
  '# `p` Safety',
  '# ~~Safety~~',
  '# [Safety](x)',
  '# [Safety]',
  '# Safety <a></a>',
  '# Safety &amp; x',
  '# Safety \\* x',
  '# _Safety',
  'a\n# Safety',
  'Safety\n===',
  'a\nSafety\n---',
  '> - # Safety',
  '* a\n\n  # Safety',
  '- ```\n# Safety',
  '<div>\n\n# Safety',
  '[^1]: # Safety',
])('%j is one', (markdown) => {
  expect(saysSafety(markdown)).toBe(true);
});

test.each([
  '#Safety',
  '####### Safety',
  '# Safety:',
  '# `Safety`',
  '# Safety & more',
  '# Saf**ety**',
  '# Saf_et_y',
  '# Safety {#a}',
  '# \\Safety',
  '# Saf&#101;ty',
  '\\# Safety',
  '**Safety**',
  'a\n\n    # Safety',
  'a\n    # Safety',
  '-     # Safety',
  '```\n# Safety\n```',
  '````\n```\n# Safety\n````',
  '<!--\n# Safety\n-->',
  '<div>\n# Safety',
  '<pre>\n\n# Safety\n</pre>',
  '> Safety\n===',
  'Safety\n- x',
])('%j is none', (markdown) => {
  expect(saysSafety(markdown)).toBe(false);
});

test('a heading has its rank, its first line and its height', () => {
  expect(headingsOf(['## A', 'b', 'c', '---'])).toEqual([
    { texts: ['A'], rank: 2, line: 0, height: 1 },
    { texts: ['b', 'c'], rank: 2, line: 1, height: 3 },
  ]);
});
