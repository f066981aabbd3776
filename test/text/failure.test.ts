/** What is wrong, on one line that does nothing to a terminal. */
import { failure, failureText, isFailure } from '../../src/text/failure.ts';

test('place, what, remedy', () => {
  const text = failureText(failure('a.patch:3', 'is cut off', 'get it again'));
  expect(text).toBe('a.patch:3: is cut off; get it again');
});

test.each([
  ['a\nb', 'a b'],
  ['a  \n  b', 'a b'],
  ['\u001b[2J', '\\u{1b}[2J'],
  ['\u0007\u0000', '\\u{7}\\u{0}'],
  ['a\rb', 'a\\u{d}b'],
  ['\u202e\u200b', '\\u{202e}\\u{200b}'],
  ['\u2028\u2029', '\\u{2028}\\u{2029}'],
])('%j in it is %j', (what, shown) => {
  expect(failureText(failure('x', what, 'y'))).toBe(`x: ${shown}; y`);
});

test.each([null, undefined, 'failure', {}, { kind: 'other' }])('%j is none', (value) => {
  expect(isFailure(value)).toBe(false);
});
