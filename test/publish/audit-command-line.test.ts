/** Which line of a comment is a command, and which is only text. */
import fc from 'fast-check';
import { commandOf, MOST_MARKS, marksIn, partToRead } from '../../src/publish/audit-command-line.ts';
import { holds } from '../support/holds.ts';

test.each([
  ['/audit', { kind: 'audit' }],
  ['/audit full', { kind: 'full' }],
  ['/audit status', { kind: 'status' }],
  ['/audit pause', { kind: 'pause' }],
  ['/audit resume', { kind: 'resume' }],
  ['/audit help', { kind: 'help' }],
  ['/audit\tfull', { kind: 'full' }],
  ['/audit   full  ', { kind: 'full' }],
  ['/audit explain transmute', { kind: 'explain', rule: 'transmute' }],
  ['/audit accept 0123 it is  fine', { kind: 'accept', fingerprint: '0123', reason: 'it is fine' }],
  [
    '/audit accept 0123 `ring` is *locked* <here>',
    { kind: 'accept', fingerprint: '0123', reason: '`ring` is *locked* <here>' },
  ],
  ['/audit accept 0123', { kind: 'accept', fingerprint: '0123', reason: '' }],
  ['/audit explain', { kind: 'unknown', words: 'explain' }],
  ['/audit pause now', { kind: 'unknown', words: 'pause now' }],
  ['/audit Full', { kind: 'unknown', words: 'Full' }],
  ['/audit __proto__', { kind: 'unknown', words: '__proto__' }],
])('%j', (body, command) => {
  expect(commandOf(body)).toEqual(command);
});

test.each([
  ['on the last line of a paragraph', 'Thanks.\n/audit full'],
  ['between paragraphs', 'Thanks.\n\n/audit full\n\nBye.'],
  ['with line ends of Windows', 'Thanks.\r\n/audit full\r\nBye.'],
  ['behind a quote', '> said\n\n/audit full'],
  ['behind code', '```\ncode\n```\n/audit full'],
  ['behind a list', '- one\n\n/audit full'],
  ['in a paragraph with code in it', 'See `x`.\n/audit full'],
  ['with up to three spaces before it', '   /audit full'],
  ['before another command', '/audit full\n/audit pause'],
])('a command %s is found', (_, body) => {
  expect(commandOf(body)).toEqual({ kind: 'full' });
});

test.each([
  ['within a sentence', 'Please say /audit full'],
  ['that is the start of another word', '/auditor full'],
  ['in capitals', '/AUDIT full'],
  ['in a quote', '> /audit full'],
  ['that goes on a quote', '> said\n/audit full'],
  ['in a code span', '`/audit full`'],
  ['in a code span of several lines', '`a\n/audit full\nb`'],
  ['in a fence', '```\n/audit full\n```'],
  ['in a fence that never ends', '~~~\n/audit full'],
  ['in indented code', 'See:\n\n    /audit full'],
  ['in an HTML comment', '<!--\n/audit full\n-->'],
  ['in an HTML comment within a paragraph', 'See <!--\n/audit full\n-->'],
  ['in an HTML block', '<details>\n/audit full\n</details>'],
  ['in a list', '- /audit full'],
  ['in a numbered list', '1. /audit full'],
  ['that goes on a list', '- one\n/audit full'],
  ['in a heading', '# /audit full'],
  ['that is underlined as a heading', '/audit full\n==='],
  ['in emphasis', '*so\n/audit full\nit is*'],
  ['in the text of a link', '[so\n/audit full\nit is](https://example.org)'],
  ['behind a character that cannot be seen', '\u200b/audit full'],
])('a command %s is none', (_, body) => {
  expect(commandOf(body)).toBeNull();
});

/** Pieces of which people, and those who mean harm, make comments. */
const pieces = fc.constantFrom(
  '/audit',
  '/audit full',
  'a',
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '`',
  '```',
  '~~~',
  '> ',
  '- ',
  '#',
  '<!--',
  '-->',
  '<b>',
  '</b>',
  '[',
  '](x)',
  '*',
  '\\',
  '|',
  '\t',
  '\u2028',
  '\u202e',
  '\0',
);
const texts = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));

test('any text: a command, where there is one, stands on a line of its own', async () => {
  await holds(
    1000,
    fc.property(fc.oneof(texts, fc.string({ unit: 'binary' })), (body) => {
      const command = commandOf(body);
      const isLine = body.split(/\r\n?|\n/).some((line) => /^\/audit(?:\s|$)/.test(line.trim()));
      return command === null || isLine;
    }),
  );
});

test('any text in a fence, or quoted line by line, holds no command', async () => {
  await holds(
    500,
    fc.property(texts, (text) => {
      const quoted = text.split(/\r\n?|\n/).map((line) => `> ${line}`);
      return commandOf(`${'~'.repeat(99)}\n${text}`) === null && commandOf(quoted.join('\n')) === null;
    }),
  );
});

test('a plain command is found behind any words without markup', async () => {
  const words = fc.array(fc.stringMatching(/^[A-Za-z]{1,8}[.,]?$/), { minLength: 1, maxLength: 12 });
  await holds(
    100,
    fc.property(words, fc.constantFrom('\n', '\n\n', '\r\n'), (all, between) => {
      expect(commandOf(`${all.join(' ')}${between}/audit status`)).toEqual({ kind: 'status' });
    }),
  );
});

test('what is said back of an unknown command is short', async () => {
  await holds(
    100,
    fc.property(fc.stringMatching(/^[a-z ]{1,300}$/), (words) => {
      const command = commandOf(`/audit x${words}`);
      return command?.kind === 'unknown' && command.words.length <= 100;
    }),
  );
});

test('a comment that is too long holds no command', () => {
  expect(commandOf(`/audit\n${'a'.repeat(65_536)}`)).toBeNull();
});

test.each(['*a_ ', 'a**b', '>', '- ', '[', '`', '<!--', '\n', '\\', '  ', '&', '~~~\n'])(
  'of a comment full of %j no more is read than a limited count of marks',
  (piece) => {
    const hostile = `${piece.repeat(30_000 / piece.length)}\n\n/audit`;
    expect(partToRead(hostile)).toBe('');
    expect(commandOf(hostile)).toBeNull();
  },
);

test('what is read of any text ends before a blank line, within the limit, and leaves no command out that comes in time', async () => {
  const pages = fc.array(fc.oneof(texts, fc.constant('*'.repeat(MOST_MARKS / 4))), { maxLength: 8 });
  await holds(
    500,
    fc.property(pages, (all) => {
      const body = all.join('\n\n');
      const part = partToRead(body);
      const rest = body.slice(part.length);
      expect(body.startsWith(part)).toBe(true);
      expect(marksIn(part)).toBeLessThanOrEqual(MOST_MARKS);
      if (part !== '') expect(rest).toMatch(/^(?:$|[ \t]*\r?\n)/);
      if (marksIn(body) <= MOST_MARKS) expect(rest).not.toContain('/audit');
    }),
  );
});

test.each([
  ['behind a long text', `${'Some words, and then some more of them. '.repeat(200)}\n\n/audit full`],
  ['before any amount of markup', `/audit full\n\n${'*a_ '.repeat(15_000)}`],
  ['behind a blank line of a few spaces', 'Thanks.\n  \n/audit full'],
])('a command %s is found', (_, body) => {
  expect(commandOf(body)).toEqual({ kind: 'full' });
});

test('a fence that is open where the reading ends is open', () => {
  expect(commandOf(`~~~\n\n/audit\n\n${'*'.repeat(2 * MOST_MARKS)}\n~~~`)).toBeNull();
});
