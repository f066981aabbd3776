import { globMatcher, globProblem, matchesGlob } from '../../src/config/glob.ts';

test.each([
  [
    'drivers/gpu/**',
    ['drivers/gpu/a.rs', 'drivers/gpu/nova/b.rs'],
    ['drivers/gpu', 'drivers/gpux/a.rs', 'x/drivers/gpu/a.rs'],
  ],
  ['**/tests.rs', ['tests.rs', 'a/tests.rs', 'a/b/tests.rs'], ['a/mytests.rs', 'tests.rs/a']],
  ['rust/**/mod.rs', ['rust/mod.rs', 'rust/a/mod.rs', 'rust/a/b/mod.rs'], ['rust/amod.rs', 'rustmod.rs']],
  ['**', ['a', 'a/b.rs'], ['']],
  ['*', ['a', '.a'], ['a/b', 'a/']],
  ['rust/*.rs', ['rust/a.rs', 'rust/.rs'], ['rust/a/b.rs', 'rust/a.rsx']],
  ['a*b*c', ['abc', 'axxbxxc', 'abbc'], ['ab', 'ab/c']],
  ['rust/a**', ['rust/a', 'rust/ab'], ['rust/a/b']],
  ['a?.rs', ['ab.rs', 'aä.rs', 'a😀.rs'], ['a.rs', 'a/.rs', 'abc.rs']],
  [
    '{drivers,samples}/rust/**',
    ['drivers/rust/a.rs', 'samples/rust/a/b.rs'],
    ['rust/a.rs', 'drivers,samples/rust/a.rs'],
  ],
  ['a{,b,c{d,e*}}.rs', ['a.rs', 'ab.rs', 'acd.rs', 'ace.rs', 'acexx.rs'], ['ac.rs', 'abb.rs', 'a{}.rs']],
  ['{a,b/**}', ['a', 'b/c/d'], ['b', 'a/c']],
  ['a,b.rs', ['a,b.rs'], ['a', 'b.rs']],
  ['a.rs', ['a.rs'], ['axrs', 'A.rs']],
  ['a+(b)|c$^.rs', ['a+(b)|c$^.rs'], ['ab']],
])('%s', (pattern, matching, others) => {
  expect(globProblem(pattern)).toBeNull();
  expect(matching.filter((path) => !matchesGlob(path, pattern))).toEqual([]);
  expect(others.filter((path) => matchesGlob(path, pattern))).toEqual([]);
});

test.each([
  ['', 'has no value'],
  ['!a', 'begins with `!`'],
  ['a[bc]', 'has a bracket or a backslash'],
  ['a\\b', 'has a bracket or a backslash'],
  ['/a', 'begins with `/`'],
  ['drivers/', 'ends with `/`'],
  ['../a', 'has an empty, `.` or `..` segment'],
  ['./a', 'has an empty, `.` or `..` segment'],
  ['a//b', 'has an empty, `.` or `..` segment'],
  ['a/..', 'has an empty, `.` or `..` segment'],
  ['a{b', 'has braces that do not pair'],
  ['a}b{', 'has braces that do not pair'],
  ['a'.repeat(257), 'is longer than 256 characters'],
])('%s is refused and matches nothing', (pattern, what) => {
  expect(globProblem(pattern)?.what).toBe(what);
  expect(matchesGlob(pattern, pattern)).toBe(false);
});

test('names that begin with dots are names', () => {
  expect(globProblem('.github/..a/...')).toBeNull();
  expect(matchesGlob('.github/..a/...', '.github/..a/...')).toBe(true);
});

test('any of several patterns', () => {
  const matches = globMatcher(['a/**', '[', '**/b.rs']);
  expect(['a/x', 'c/b.rs', 'b.rs', 'c/x'].map(matches)).toEqual([true, true, true, false]);
});

test.each(['*a'.repeat(128), '**/'.repeat(85), '{a,aa,'.repeat(36) + '}'.repeat(36), `${'*'.repeat(255)}b`])(
  'a pattern that would blow up a backtracking matcher ends, with an answer: %s',
  (pattern) => {
    const path = `${'a/'.repeat(100)}${'a'.repeat(3000)}`;
    expect(typeof matchesGlob(path, pattern)).toBe('boolean');
  },
);
