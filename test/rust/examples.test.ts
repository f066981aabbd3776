import { readRust } from '../../src/rust/file.ts';

/** The lines on which the examples of a file have sites. */
const linesOfSites = (text: string): number[] =>
  readRust(text).examples.flatMap(({ sites, lines }) => sites.map(({ keyword }) => lines.lineOf(keyword.start)));

test.each<[string, string, number[]]>([
  ['a fence', '/// ```\n/// unsafe { a }\n/// ```\nfn f() {}', [2]],
  ['a hidden line', '/// ```\n/// # unsafe { a }\n/// ```\nfn f() {}', [2]],
  ['a block comment', '/**\n * ```rust,no_run\n * unsafe { a }\n * ```\n */\nfn f() {}', [3]],
  ['another language', '/// ```c\n/// unsafe { a }\n/// ```\nfn f() {}', []],
  ['one that is not compiled', '/// ```ignore\n/// unsafe { a }\n/// ```\nfn f() {}', []],
])('%s', (_, text, expected) => {
  expect(linesOfSites(text)).toEqual(expected);
});

test('an example keeps its columns', () => {
  const text = '/// ```\n///   unsafe { a }\n/// ```\nfn f() {}';
  expect(readRust(text).examples[0]?.sites[0]?.keyword.start).toBe(text.indexOf('unsafe'));
});
