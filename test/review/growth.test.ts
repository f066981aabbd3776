/**
 * What a file costs grows as its size does, whatever is in it: counted in steps (tokens looked at, things put into lists,
 * lines asked for), so that no clock has a say.
 */
import { HOSTILE_KINDS } from '../../bench/hostile-kinds.js';
import { auditFile } from '../../src/review/audit.ts';
import { compareFiles } from '../../src/review/compare.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { Reader } from '../../src/review/read-views.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { Tokens } from '../../src/rust/lexer.ts';
import { LineTable } from '../../src/text/lines.ts';

/** The methods that all walks over a file are made of. */
const STEPS: readonly (readonly [object, readonly string[]])[] = [
  [Tokens.prototype, ['kind', 'start', 'end', 'partner', 'enclosing']],
  [LineTable.prototype, ['lineOf', 'startOf']],
  [Array.prototype, ['push']],
];

/** How many steps `work` takes. */
function stepsOf(work: () => void): number {
  let steps = 0;
  const spied = STEPS.flatMap(([owner, names]) =>
    names.map((name) => {
      const known = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor;
      const counted = function (this: unknown, ...args: unknown[]): unknown {
        steps += 1;
        return Reflect.apply(known.value, this, args);
      };
      Object.defineProperty(owner, name, { ...known, value: counted });
      return () => Object.defineProperty(owner, name, known);
    }),
  );
  try {
    work();
  } finally {
    for (const restore of spied) restore();
  }
  return steps;
}

const SIZE = 4_000;

/** Below this the count says nothing: a small file costs what all files cost. */
const NOTHING = 50_000;

const KINDS = Object.keys(HOSTILE_KINDS);
const textOf = (kind: string, size: number): string => (HOSTILE_KINDS[kind] as (size: number) => string)(size);

function expectToGrowAsSize(steps: (size: number) => number): void {
  const [once, fourTimes] = [steps(SIZE), steps(4 * SIZE)];
  expect(fourTimes / Math.max(once, NOTHING)).toBeLessThan(7);
}

/** `drivers/` is read whole; of `scripts/` the tokens are counted. */
test.each(KINDS.flatMap((kind) => ['drivers/a.rs', 'scripts/a.rs'].map((path) => [kind, path] as const)))(
  'audit: %s, %s',
  (kind, path) =>
    expectToGrowAsSize((size) => {
      const text = textOf(kind, size);
      return stepsOf(() => auditFile(path, text, RULES, DEFAULT_POLICY));
    }),
);

const PATH = 'drivers/a.rs';

test.each(KINDS)('review of the whole file: %s', (kind) =>
  expectToGrowAsSize((size) => {
    const text = textOf(kind, size);
    const changed = text.replaceAll('a', 'b').replaceAll('*p', '*q');
    return stepsOf(() => {
      const reader = new Reader(DEFAULT_POLICY);
      compareFiles([{ before: reader.read(PATH, text), after: reader.read(PATH, changed) }], [], RULES, reader);
    });
  }),
);

test.each(KINDS)('review of hunks: %s', (kind) =>
  expectToGrowAsSize((size) => {
    const text = textOf(kind, size);
    return stepsOf(() => {
      const reader = new Reader(DEFAULT_POLICY);
      const before = reader.readExcerpt(PATH, text.replaceAll('a', 'b'), 10);
      compareFiles([{ before, after: reader.readExcerpt(PATH, text, 10, before) }], [], RULES, reader);
    });
  }),
);
