import { READ_LIMITS, readRust } from '../../src/rust/file.ts';

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

test('many small examples share a look at the limit of time, which one alone does not get', () => {
  const looks = (count: number): number => {
    let found = 0;
    const run = <T>(work: () => T): T => {
      found += 1;
      return work();
    };
    const text = `${'/// ```\n/// unsafe { a }\n/// ```\n'.repeat(count)}pub fn f() {}\n`;
    expect(readRust(text, { ...READ_LIMITS, run }).examples).toHaveLength(count);
    return found;
  };
  const one = looks(1);
  expect(looks(1000)).toBeGreaterThan(one);
  expect(looks(1000)).toBeLessThan(one + 50);
});
