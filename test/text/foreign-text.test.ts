/** Text from outside within a message. */
import { onOneLine, shortenedTo } from '../../src/text/foreign-text.ts';

test.each([
  ['a\nb', 'a b'],
  ['\u001b[31m a \r\n\t\u202e\u200b b \0', '[31m a   b'],
  ['', ''],
])('%j is on one line', (text, line) => expect(onOneLine(text)).toBe(line));

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc...'],
])('%j in %i units', (text, most, short) => expect(shortenedTo(text, most)).toBe(short));
