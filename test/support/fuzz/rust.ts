/** Spoilt Rust: every `unsafe` keeps one account, in a file and in a piece of one, and no reader or rule throws. */
import { auditFile } from '../../../src/review/audit.ts';
import { reviewSeries } from '../../../src/review/compare-series.ts';
import type { Step } from '../../../src/review/patched-tree.ts';
import { DEFAULT_POLICY } from '../../../src/review/policy.ts';
import { RULES } from '../../../src/rules/catalogue.ts';
import { readExcerpt } from '../../../src/rust/excerpt.ts';
import { type RustFile, readRust } from '../../../src/rust/file.ts';
import { troubleInAccounts } from '../accounts.ts';
import { brokenRule, firstOf, type Kind } from './kind.ts';
import { mutated } from './mutate.ts';
import { someRust } from './seeds.ts';

interface RustInput {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** What is asked besides the law; asking all of each input would take four times as long. */
  readonly asks: 'audit' | 'pieces' | 'review';
}

const PATHS = ['drivers/ring.rs', 'rust/kernel/ring.rs', 'rust/helpers/ring.rs', 'samples/rust/ring.rs'];

/** Words that the readers look at. */
export const RUST_WORDS = [
  ...[
    'unsafe ',
    'unsafe {',
    'unsafe fn f() {',
    'unsafe impl',
    'unsafe extern "C" {',
    '#[unsafe(no_mangle)]',
    'r#unsafe',
  ],
  ...[
    '// SAFETY: a\n',
    '/// # Safety\n',
    '/* ',
    ' */',
    '/// ```\n',
    '//',
    '#[allow(clippy::undocumented_unsafe_blocks)]',
  ],
  ...[
    'macro_rules! m { ($a:expr) => { unsafe { $a } }; }',
    'm!(',
    'stringify!(',
    '$',
    '$a',
    '=>',
    '#![',
    '#[cfg(',
    ']',
  ],
  ...['{', '}', '(', ')', '<', '>', ';', ',', '|', '"', "'a", 'r#"', '"#', "b'", 'impl ', 'trait ', 'fn ', 'mod a {'],
  ...['extern "C" ', 'static mut A: u8 = 0;', 'union ', 'raw', '&raw const ', 'match a {', '_ => ', '|a,| ', 'async '],
];

/** @param corpus texts of other Rust files, which are mutated as well */
export function rustKind(corpus: readonly string[]): Kind<RustInput> {
  return {
    make(chance) {
      const text = someRust(chance, corpus);
      return {
        path: chance.of(PATHS),
        before: chance.oneIn(2) ? text : mutated(text, RUST_WORDS, chance),
        after: mutated(text, RUST_WORDS, chance),
        asks: chance.of(['audit', 'audit', 'audit', 'pieces', 'pieces', 'pieces', 'pieces', 'review']),
      };
    },
    troubleIn(input) {
      const law = troubleInFile(readRust(input.after));
      return law ?? { audit: troubleInAudit, pieces: troubleInPieces, review: troubleInReview }[input.asks](input);
    },
  };
}

function troubleInFile(file: RustFile): string | null {
  const length = file.text.length;
  const outside = file.sites.find(({ span: { start, end } }) => start < 0 || start >= end || end > length);
  const spans = outside === undefined ? null : `a site from ${outside.span.start} to ${outside.span.end} of ${length}`;
  return firstOf([troubleInAccounts(file), spans, ...file.examples.map(troubleInAccounts)]);
}

function troubleInAudit({ path, after }: RustInput): string | null {
  const { accounts, unsafeKeywords, findings, unread, exempt } = auditFile(path, after, RULES, DEFAULT_POLICY);
  const last = after.split('\n').length;
  const named = unread.flatMap(({ reason }) => /^lines? (\d+)/.exec(reason)?.[1] ?? []).map(Number);
  const lines = [...named, ...[...findings, ...exempt].map(({ line }) => line)];
  const wrong = lines.find((line) => !(line >= 1 && line <= last));
  const sum = Object.values(accounts.exempt).reduce((all, count) => all + count, accounts.sites + accounts.lost);
  return firstOf([
    brokenRule(unread),
    wrong === undefined ? null : `line ${wrong} of ${last}`,
    sum === unsafeKeywords ? null : `the audit has accounts of ${sum} of ${unsafeKeywords} keywords`,
  ]);
}

function troubleInPieces({ before, after }: RustInput): string | null {
  const old = readExcerpt(before, 7);
  return firstOf([troubleInFile(old), troubleInFile(readExcerpt(after, 7, old))]);
}

function troubleInReview({ path, before, after }: RustInput): string | null {
  const whole: Step = { kind: 'whole', pathBefore: path, pathAfter: path, before, after, isCopy: false };
  const pieces = [{ before: { firstLine: 7, text: before }, after: { firstLine: 7, text: after } }];
  const hunks: Step = { kind: 'hunks', pathBefore: path, pathAfter: path, pieces };
  const reviews = [whole, hunks].map((step) => {
    const patches = [{ id: 'fuzz', subject: null, steps: [step], rustFiles: 1, unread: [] }];
    return () => reviewSeries(patches, { base: null, head: null, basis: 'tree', notes: [] }, RULES, DEFAULT_POLICY);
  });
  return firstOf(
    reviews.map((review) => {
      const once = review();
      const isSame = JSON.stringify(once) === JSON.stringify(review());
      return firstOf([brokenRule(once.unread), isSame ? null : 'two reviews of one change differ']);
    }),
  );
}
