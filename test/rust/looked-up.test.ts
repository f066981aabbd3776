/** What is looked up, and not walked to again, is what the walk gives: each answer against the same question to a text that was asked nothing before. */
import fc from 'fast-check';
import { countAccounts } from '../../src/rust/count.ts';
import { innermostOf } from '../../src/rust/innermost.ts';
import { lex } from '../../src/rust/lexer.ts';
import { itemsAround, macroAround, statementStart } from '../../src/rust/macros.ts';
import { markAbove } from '../../src/rust/safety-marks.ts';
import { isInCall } from '../../src/rust/token-sites.ts';
import { LineTable } from '../../src/text/lines.ts';
import { holds } from '../support/holds.ts';

const span = fc.tuple(fc.nat(20), fc.nat(8)).map(([start, length]) => ({ start, end: start + length }));

test('the innermost stretch is the one that a look at all of them gives', async () => {
  await holds(
    500,
    fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
      const ask = innermostOf(spans, (each) => each);
      for (let offset = 0; offset < 32; offset += 1) {
        let found: (typeof spans)[number] | undefined;
        for (const each of spans)
          if (each.start <= offset && offset < each.end && each.start >= (found?.start ?? 0)) found = each;
        expect(ask(offset)).toBe(found);
      }
    }),
  );
});

const PIECES = [
  'a',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ';',
  ',',
  '<',
  '>',
  '=>',
  '->',
  'm!',
  '$',
  '#',
  'fn f',
  'unsafe',
  '.',
];
const code = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(' '));

test('the ways out of brackets and statements', async () => {
  await holds(
    300,
    fc.property(code, fc.infiniteStream(fc.nat(100)), (text, order) => {
      const tokens = lex(text);
      for (let turn = 0; turn < 2 * tokens.count; turn += 1) {
        const at = (order.next().value as number) % tokens.count;
        const fresh = lex(text);
        expect(statementStart(tokens, at)).toBe(statementStart(fresh, at));
        expect(macroAround(tokens, at)).toEqual(macroAround(lex(text), at));
        expect(isInCall(tokens, at, -1)).toBe(isInCall(lex(text), at, -1));
        const paths = itemsAround(tokens, at, -1, undefined).map(({ path }) => path);
        expect(paths).toEqual(itemsAround(lex(text), at, -1, undefined).map(({ path }) => path));
      }
    }),
  );
});

const LINES = [
  '',
  '#[a]',
  '// SAFETY: a',
  '// a',
  '/* SAFETY: a */',
  '/* a',
  'SAFETY: b */',
  'a; // SAFETY: c',
  'unsafe { a }',
  '/* /* */',
];
const lines = fc.array(fc.constantFrom(...LINES), { maxLength: 12 }).map((all) => all.join('\n'));

test('the mark above a line', async () => {
  await holds(
    500,
    fc.property(lines, fc.infiniteStream(fc.nat(30)), (text, order) => {
      const asked = new LineTable(text);
      for (let turn = 0; turn < 30; turn += 1) {
        const [from, below] = [order.next().value as number, 1 + ((order.next().value as number) % asked.last)];
        expect(markAbove(asked, from, below)).toEqual(markAbove(new LineTable(text), from, below));
      }
    }),
  );
});

test('the accounts of tokens do not depend on what was asked before', async () => {
  await holds(
    300,
    fc.property(code, (text) => {
      const tokens = lex(text);
      for (let at = tokens.count - 1; at >= 0; at -= 1) statementStart(tokens, at);
      expect(countAccounts(tokens, new LineTable(text))).toEqual(countAccounts(lex(text), new LineTable(text)));
    }),
  );
});
