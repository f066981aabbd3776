/** Any text is read: a review of nonsense is a value, never an exception. */
import fc from 'fast-check';
import { auditFile } from '../../src/review/audit.ts';
import { reviewSeries } from '../../src/review/compare-series.ts';
import type { Step } from '../../src/review/patched-tree.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { holds } from '../support/holds.ts';
import { items, writeRust } from '../support/random-rust.ts';

const PATH = 'drivers/ring/ring.rs';

/** Pieces that the reader has to look at, in any order. */
const pieces = fc.constantFrom(
  ...[
    'unsafe ',
    'unsafe{',
    'fn f(',
    '{',
    '}',
    '(',
    ')',
    '<',
    '>',
    ';',
    ',',
    '"',
    "'",
    "'a",
    'r#"',
    '#',
    '#[',
    ']',
    '!',
    '$',
  ],
  ...[
    'impl ',
    'trait T',
    'extern "C" ',
    'macro_rules! m {',
    '/*',
    '*/',
    '// SAFETY:',
    '///',
    '/// # Safety\n',
    '/// ```\n',
  ],
  ...['allow(warnings)', 'cfg_attr(', 'as *mut ', '::<', '\n', '\r\n', '\0', '\u2028', '\ud800', 'é', '=>', '`x`'],
);
const nonsense = fc.array(pieces, { maxLength: 40 }).map((all) => all.join(''));
const bytes = fc.uint8Array({ maxLength: 200 }).map((all) => new TextDecoder().decode(all));
/** Rust with something in the middle of it. */
const spoilt = fc.tuple(items(), nonsense, fc.double({ min: 0, max: 1, noNaN: true })).map(([all, what, where]) => {
  const text = writeRust(all);
  const at = Math.floor(text.length * where);
  return text.slice(0, at) + what + text.slice(at);
});
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), bytes, nonsense, spoilt);

function review(...steps: readonly Step[]) {
  const patches = steps.map((step, index) => ({
    id: `${index}`,
    subject: null,
    steps: [step],
    rustFiles: 1,
    unread: [],
  }));
  return reviewSeries(patches, { base: null, head: null, basis: 'tree', notes: [] }, RULES, DEFAULT_POLICY);
}

const whole = (before: string | null, after: string | null): Step => ({
  kind: 'whole',
  pathBefore: before === null ? null : PATH,
  pathAfter: after === null ? null : PATH,
  before,
  after,
  isCopy: false,
});

/** A rule that throws is a note, and a bug all the same. */
const broken = (unread: readonly { readonly reason: string }[]) =>
  unread.filter(({ reason }) => /^the rule/.test(reason));

test('as whole files', () =>
  holds(
    120,
    fc.property(fc.option(text), fc.option(text), (before, after) => {
      const { unread } = review(whole(before, after), whole(after, before));
      expect(broken(unread)).toEqual([]);
    }),
  ));

test('as hunks', () =>
  holds(
    120,
    fc.property(text, text, fc.nat(50), (before, after, firstLine) => {
      const piece = (each: string) => ({ firstLine, text: each });
      const step: Step = {
        kind: 'hunks',
        pathBefore: PATH,
        pathAfter: PATH,
        pieces: [{ before: piece(before), after: piece(after) }],
      };
      expect(broken(review(step).unread)).toEqual([]);
    }),
  ));

test('as a file of a tree', () =>
  holds(
    120,
    fc.property(text, (each) => {
      const { unread, findings } = auditFile(PATH, each, RULES, DEFAULT_POLICY);
      expect(broken(unread)).toEqual([]);
      for (const { line, column, endLine, endColumn } of findings) {
        expect(Math.min(line, column)).toBeGreaterThan(0);
        expect(endLine).toBeGreaterThanOrEqual(line);
        expect(endColumn).toBeGreaterThan(endLine === line ? column : 0);
      }
    }),
  ));

test('unchanged nonsense has no finding', () =>
  holds(
    120,
    fc.property(text, (each) => {
      const { findings, delta } = review(whole(each, each));
      expect(findings).toEqual([]);
      expect(delta.layers).toEqual({});
    }),
  ));

test('a visibility whose parenthesis nothing closes ends in a value', () => {
  const text = 'pub( fn read(p: *const u8) -> u8 {\n    // SAFETY: `p` is valid for reads.\n    unsafe { *p }\n}\n';
  expect(auditFile(PATH, text, RULES, DEFAULT_POLICY).accounts).toMatchObject({ sites: 1, lost: 0 });
});
