/**
 * Rule fixtures: readable Rust with its expectations inside.
 *
 *     //@ path: rust/kernel/ring.rs    where the code stands (first lines only); without it in drivers/
 *     //@ without: new-unsafe ...      rules that the fixture is not about
 *     //@ with: RULE ...               rules that are off by default
 *     //@ tree: atomics wrappers       what the tree has around it: replacements of kernel/tree-facts.ts; `kernel::clk::Clk` around `clk_enable`;
 *                                      `bare` for none of it; without it nothing is known of the tree
 *     code //~ id                      a finding on this line; `//~^ id` on the line above, `//~^^ id` two above
 *     code //~ error id, warning id    its severity; `suppressed id` for one that an attribute takes back
 *     code //~? id: reason             a known miss: the rule says nothing today, and its page admits it
 *     code //-                         a line that only the code before the patch has
 *     code //+                         a line that only the code after it has
 *
 * A fixture without `//-` and `//+` is audited as it stands; one with them is reviewed as a patch.
 */
import type { Finding } from '../../src/finding/finding.ts';
import { evidenceOf } from '../../src/kernel/abstractions/evidence.ts';
import { makeIndex } from '../../src/kernel/abstractions/index.ts';
import { NO_FACTS, type Replacement } from '../../src/kernel/tree-facts.ts';
import { auditFile } from '../../src/review/audit.ts';
import { reviewSeries } from '../../src/review/compare-series.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { lex } from '../../src/rust/lexer.ts';
import { matters } from '../../src/rust/prefilter.ts';

export interface Expectation {
  /** The line of the fixture, counted from 1. */
  readonly line: number;
  readonly rule: string;
  /** Null where any will do. */
  readonly severity: string | null;
  readonly isMiss: boolean;
}

export interface Fixture {
  readonly path: string;
  readonly without: readonly string[];
  readonly with: readonly string[];
  readonly tree: readonly string[];
  /** The code before the patch; null where there is no patch. */
  readonly before: string | null;
  readonly code: string;
  /** For each line of `code` its line in the fixture. */
  readonly lines: readonly number[];
  readonly expected: readonly Expectation[];
}

export interface Outcome {
  /** Findings that nothing announces, one line each. */
  readonly noisy: readonly string[];
  /** Announced findings that are not there, and known misses that are found after all. */
  readonly missed: readonly string[];
}

const ANNOTATION = /\/\/~(\^*)(\??) *(.*)$/;
const SIDE = /\/\/([-+])\s*$/;

export function readFixture(text: string): Fixture {
  const directives = new Map<string, string>();
  const expected: Expectation[] = [];
  const before: string[] = [];
  const after: { readonly text: string; readonly line: number }[] = [];
  let isPatch = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const directive = /^\/\/@ (\w+): (.*)$/.exec(raw);
    if (directive !== null) directives.set(directive[1] as string, directive[2] as string);
    const annotation = ANNOTATION.exec(raw);
    if (annotation !== null) expected.push(...readAnnotation(annotation, index + 1));
    // blanks, as the rules read comments and every column has to stay
    const blanked = (directive === null ? raw : '').replace(ANNOTATION, (found) => ' '.repeat(found.length));
    const side = SIDE.exec(blanked)?.[1];
    const line = blanked.replace(SIDE, (found) => ' '.repeat(found.length));
    isPatch ||= side !== undefined;
    if (side !== '+') before.push(line);
    if (side !== '-') after.push({ text: line, line: index + 1 });
  }
  return {
    path: directives.get('path') ?? 'drivers/fixture.rs',
    tree: directives.get('tree')?.split(' ') ?? [],
    without: directives.get('without')?.split(' ') ?? [],
    with: directives.get('with')?.split(' ') ?? [],
    before: isPatch ? before.join('\n') : null,
    code: after.map((each) => each.text).join('\n'),
    lines: after.map(({ line }) => line),
    expected,
  };
}

function readAnnotation([, carets = '', question = '', said = '']: RegExpExecArray, line: number): Expectation[] {
  const isMiss = question === '?';
  const place = { line: line - carets.length, isMiss };
  if (isMiss) {
    const miss = /^([\w-]+): \S/.exec(said);
    if (miss === null) throw new Error(`line ${line}: a known miss needs its reason: \`//~? id: reason\``);
    return [{ ...place, rule: miss[1] as string, severity: null }];
  }
  return said.split(',').map((each) => {
    const words = each.trim().split(' ');
    return { ...place, rule: words.at(-1) as string, severity: words.length > 1 ? (words[0] as string) : null };
  });
}

/** What the rules say of a fixture, against what it expects. */
export function runFixture(fixture: Fixture): Outcome {
  const findings = findingsOf(fixture)
    .filter(({ rule }) => !fixture.without.includes(rule))
    .flatMap(placesOf);
  const open = [...fixture.expected];
  const noisy: string[] = [];
  for (const finding of findings) {
    const line = fixture.lines[finding.line - 1] ?? 0;
    const wanted = open.findIndex((each) => each.line === line && each.rule === finding.rule && fits(each, finding));
    if (wanted === -1) noisy.push(`${line}: ${severityOf(finding)} ${finding.rule}: ${finding.message}`);
    else if (!(open[wanted] as Expectation).isMiss) open.splice(wanted, 1);
    else open[wanted] = { ...(open[wanted] as Expectation), severity: 'found' };
  }
  const missed = open
    .filter(({ isMiss, severity }) => !isMiss || severity === 'found')
    .map(({ line, rule, severity, isMiss }) =>
      isMiss ? `${line}: no miss any more: ${rule}` : `${line}: ${severity === null ? '' : `${severity} `}${rule}`,
    );
  return { noisy, missed };
}

/** What the rules say of a fixture, wherever it may stand. */
export function findingsOf({ path, before, code, tree, with: on }: Fixture): readonly Finding[] {
  const index = tree.includes('wrappers') ? makeIndex([evidenceOf('rust/kernel/clk.rs', lex(CLK))]) : undefined;
  const replacements = tree.length === 0 ? undefined : new Set(tree as readonly Replacement[]);
  const facts = { ...NO_FACTS, replacements, index };
  const policy: Policy = { ...DEFAULT_POLICY, severityOf: (rule) => (on.includes(rule) ? 'info' : undefined) };
  if (before === null) return auditFile(path, code, RULES, policy, facts).findings;
  const step = { kind: 'whole', pathBefore: path, pathAfter: path, before, after: code, isCopy: false } as const;
  const patch = { id: 'fixture', subject: null, steps: [step], rustFiles: 1, unread: [] };
  return reviewSeries([patch], { base: null, head: null, basis: 'tree', notes: [] }, RULES, policy, facts).findings;
}

/** A finding of several places announces itself at each. */
function placesOf(finding: Finding): readonly Finding[] {
  const isGrouped = /\(here and in \d+ more places?\)$/.test(finding.message);
  return [finding, ...(isGrouped ? finding.related.map(({ line }) => ({ ...finding, line })) : [])];
}

const CLK = `
/// A clock.
///
/// # Invariants
///
/// The pointer is valid.
pub struct Clk(*mut bindings::clk);

impl Clk {
    /// Enables it.
    pub fn enable(&self) -> Result {
        // SAFETY: By the type invariants the pointer is valid.
        to_result(unsafe { bindings::clk_enable(self.0) })
    }
}
`;

function fits({ severity, isMiss }: Expectation, finding: Finding): boolean {
  // a suppressed finding has to be announced as one
  const isAnnounced = finding.suppressed === null || severity === 'suppressed';
  return isMiss || (isAnnounced && (severity === null || severity === severityOf(finding)));
}

function severityOf({ severity, suppressed }: Finding): string {
  return suppressed === null ? severity : 'suppressed';
}

/** Why no rule speaks of code, where it is not even read; else empty. */
export function passedOverHint(code: string): string {
  if (matters(code)) return '';
  return '\nThe program reads no file without one of the words in src/rust/prefilter.ts, and this code has none. Add there the word that the rule is about.';
}

/** For people: empty where all is as expected. */
export function outcomeText({ noisy, missed }: Outcome): string {
  return [...noisy.map((each) => `noisy  ${each}`), ...missed.map((each) => `missed ${each}`)].join('\n');
}
