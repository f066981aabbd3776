/** The small parts: what is safe to print, tables, line breaks, what fits, what is quoted. */
import type { Patch } from '../../src/patch/patch.ts';
import { hunkAt, quotesOf } from '../../src/report/mail/hunk-quote.ts';
import { code, prose } from '../../src/report/markdown/markdown-escape.ts';
import { fitted } from '../../src/report/markdown/markdown-fit.ts';
import { deltaLine, deltaRows, isEmptyDelta } from '../../src/report/select/delta-rows.ts';
import { clipped, visible, visibleJson } from '../../src/report/select/escape-unprintable.ts';
import { counted, listed, sentence, withoutTags } from '../../src/report/select/phrases.ts';
import { alignedTable, markdownTable } from '../../src/report/select/table.ts';
import { widthOf, wrap, wrapMail } from '../../src/report/select/text-width.ts';
import { NO_DELTA, SERIES, SERIES_REVIEW } from './samples.ts';

test('what cannot be seen is shown by its number', () => {
  expect(visible('ring\u202e\u001b[2J\n\u{e0041}')).toBe('ring\\u{202e}\\u{1b}[2J\\u{a}\\u{e0041}');
  expect(visible('a\ufe0fb\u0600c\u2028')).toBe('a\\u{fe0f}b\\u{600}c\\u{2028}');
  expect(visible('環 ä é 🦀')).toBe('環 ä é 🦀');
  expect(visible('\ud800')).toBe('\\u{d800}');
  expect(clipped('ring'.repeat(10), 10)).toBe('ringringr…');
  expect(clipped('🦀🦀🦀', 4)).toBe('🦀\u{fffd}…');
});

test('JSON stays the same value', () => {
  const value = { ring: 'a\u202eb\u{e0041}\u2028\n"\\u202e"' };
  const json = visibleJson(JSON.stringify(value, null, 2));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toContain('a\\u202eb\\udb40\\udc41\\u2028\\n');
});

test('tables', () => {
  const rows = [
    ['layer', 'lines'],
    ['環', '1,200'],
    ['leaf', ''],
  ];
  expect(alignedTable(rows, ['left', 'right'])).toEqual(['layer  lines', '環     1,200', 'leaf']);
  expect(markdownTable(rows, ['left', 'right'])[1]).toBe('| --- | --: |');
  expect(alignedTable([])).toEqual([]);
  expect(markdownTable([])).toEqual([]);
});

test('lines are broken between words, in mail never before a label', () => {
  expect(widthOf('ring 環')).toBe(7);
  expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrap('one two three', 10, '  ')).toEqual(['  one two', '  three']);
  expect(wrap('and then SAFETY: a ring', 10)).toEqual(['and then', 'SAFETY: a', 'ring']);
  expect(wrapMail('and then SAFETY: a ring', 10)).toEqual(['and', 'then SAFETY:', 'a ring']);
  expect(wrap('say why: `// SAFETY: x`', 13)).toEqual(['say why:', '`// SAFETY:', 'x`']);
  expect(wrap('', 10)).toEqual([]);
});

test('words', () => {
  expect([counted(1, 'error'), counted(14_112, 'line'), counted(2, 'patch', 'patches')]).toEqual([
    '1 error',
    '14,112 lines',
    '2 patches',
  ]);
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect(sentence('say why')).toBe('Say why.');
  expect(sentence('unsafe block without a reason')).toBe('unsafe block without a reason.');
  expect(withoutTags('MY_ERROR: error: Acked-By : x')).toBe('MY_ERROR\\u{3a} error: Acked-By \\u{3a} x');
});

test('the delta in rows and in one line', () => {
  expect(deltaRows(SERIES_REVIEW.delta)).toEqual([
    ['unsafe', 'block', 'fn', 'impl'],
    ['abstraction', '', '~3', '+1'],
    ['leaf', '+2 -1', '', '>1'],
  ]);
  expect(deltaLine(SERIES_REVIEW.delta)).toBe('abstraction fn ~3, impl +1; leaf block +2 -1, impl >1');
  expect([deltaRows(NO_DELTA), deltaLine(NO_DELTA), isEmptyDelta(NO_DELTA)]).toEqual([[], '', true]);
  expect(isEmptyDelta({ ...NO_DELTA, cSurface: { headers: ['linux/ring.h'], helpers: [], unmarkedHelpers: [] } })).toBe(
    false,
  );
});

test('Markdown from a patch stands for itself', () => {
  expect(code('a``b')).toBe('```a``b```');
  expect(code('`')).toBe('`` ` ``');
  expect(code('')).toBe('` `');
  expect(code('@torvalds')).toBe('`@\u200btorvalds`');
  expect(prose('`Ring<u8>` is <b>not</b> [x](y), see #12')).toBe(
    '`Ring<u8>` is &lt;b&gt;not&lt;/b&gt; \\[x\\](y), see #\u200b12',
  );
  expect(prose('one ` alone')).toBe('one \\` alone');
  expect([prose('# ring'), prose('1. ring'), prose('- ring')]).toEqual(['\\# ring', '1\\. ring', '\\- ring']);
});

test('what does not fit is counted', () => {
  const part = { open: '\nrings\n', items: ['- a\n', '- b\n', '- c\n'], close: 'end\n' };
  const rest = (left: number) => `${left} more`;
  expect(fitted('head\n', [part], 100, rest)).toBe('head\n\nrings\n- a\n- b\n- c\nend\n');
  expect(fitted('head\n', [part], 31, rest)).toBe('head\n\nrings\n- a\n- b\nend\n1 more');
  expect(fitted('head\n', [part], 12, rest)).toBe('head\n3 more');
  expect(fitted('head\n', [{ ...part, items: [] }], 12, rest)).toBe('head\n');
});

test('a hunk is quoted around the lines that are spoken of, each line once', () => {
  const patch = SERIES.patches[1] as Patch;
  const at = (path: string, line: number) => hunkAt(patch, path, line, new Map()).quoted;
  const { file, hunk } = at('drivers/net/phy/ring.rs', 43) ?? {};
  if (file === undefined || hunk === undefined) throw new Error('the sample has no such hunk');
  const quotes = quotesOf(file, hunk, [43, 47]);
  expect(quotes.map(({ line }) => line)).toEqual([43, 47]);
  expect(quotes[0]?.lines.at(-1)).toBe('>      }');
  expect(quotes[1]?.lines).toEqual(['>', '>      fn flush(&self) {']);
  expect(at('drivers/net/phy/ring.rs', 48)).toBeUndefined();
  expect(at('drivers/net/phy/other.rs', 43)).toBeUndefined();
  const elsewhere = new Map([[file, file.hunks.map(({ oldStart }) => ({ oldStart, newStart: 143 }))]]);
  expect(hunkAt(patch, 'drivers/net/phy/ring.rs', 147, elsewhere)).toEqual({
    line: hunk.newStart + 4,
    quoted: { file, hunk },
  });
  expect(hunkAt(patch, 'drivers/net/phy/ring.rs', 47, elsewhere)).toEqual({ line: 47, quoted: undefined });
});
