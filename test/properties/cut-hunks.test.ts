/** What a review says of a piece of a file, cut out anywhere, it says of the whole file as well. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { Reader } from '../../src/review/read-views.ts';
import {
  allOf,
  allOfPiece,
  hunksWithout,
  inventedIn,
  reversed,
  reviewOfHunks,
  reviewOfTexts,
  textWithout,
} from '../support/cut-hunks.ts';
import { readFixture } from '../support/fixtures.ts';
import { holds } from '../support/holds.ts';
import { items, writeRust } from '../support/random-rust.ts';
import { linesOf } from '../support/write-patch.ts';

const TEST = fileURLToPath(new URL('..', import.meta.url));
const NAMES = ['rules', 'fixtures/clippy'].flatMap((folder) =>
  readdirSync(`${TEST}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.rs'))
    .map((name) => `${folder}/${name}`),
);
const FILES = NAMES.toSorted().map((name) => {
  const { path, code } = readFixture(readFileSync(TEST + name, 'utf8'));
  const reader = new Reader(DEFAULT_POLICY);
  const macros = Array.from(code.matchAll(/macro_rules!\s*(\w+)/g), ([, macro]) => `${macro}!`);
  const views = reader.read(path, code);
  const { lines, items: all } = views.main.file;
  const bodies = all
    .filter(({ kind }) => kind === 'macro')
    .map(({ span }) => ({ from: lines.lineOf(span.start), end: lines.lineOf(span.end) }));
  return { name, path, lines: linesOf(code), macros, bodies, whole: allOf(reader, views) };
});

const file = fc.constantFrom(...FILES);
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('a piece of a fixture, cut out anywhere', () =>
  holds(
    600,
    fc.property(file, share, fc.oneof(fc.constant(7), fc.integer({ min: 1, max: 60 })), (each, where, height) => {
      const from = Math.floor(where * each.lines.length);
      const run = { from, end: Math.min(each.lines.length, from + height) };
      // what a call becomes is decided where its macro is defined, and that a piece may not show
      const text = each.lines.slice(run.from, run.end).join('');
      fc.pre(!each.macros.some((macro) => text.includes(macro)));
      fc.pre(!each.bodies.some((body) => body.from <= from && from < body.end));
      const piece = allOfPiece(each.path, each.lines, run);
      expect([each.name, from + 1, inventedIn(piece, each.whole)]).toEqual([each.name, from + 1, []]);
    }),
  ));

test('items that come and go, in hunks and in whole files', () =>
  holds(
    60,
    fc.property(items(6), fc.nat(5), fc.nat(2), fc.boolean(), (all, at, more, comes) => {
      const [head, change] = [writeRust(all.slice(0, at)), writeRust(all.slice(at, at + more + 1))];
      const text = writeRust(all);
      fc.pre(change !== '' && text.startsWith(head + change));
      const from = linesOf(head).length;
      const gone = [{ from, end: from + linesOf(change).length }];
      const step = hunksWithout('drivers/ring/ring.rs', text, gone);
      const less = textWithout(text, gone);
      const [before, after] = comes ? [less, text] : [text, less];
      const whole = reviewOfTexts('drivers/ring/ring.rs', before, after);
      expect(inventedIn(reviewOfHunks(comes ? reversed(step) : step), whole)).toEqual([]);
    }),
  ));
