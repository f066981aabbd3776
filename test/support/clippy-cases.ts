/**
 * Agreement with Clippy: its verdicts on a folder of files against ours. What Clippy cannot see, as nothing compiles it, is
 * left out of our findings; of Clippy's verdicts nothing ever is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Finding } from '../../src/finding/finding.ts';
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { macroMetavarsInUnsafe } from '../../src/rules/macro-metavars-in-unsafe.ts';
import { missingSafetyDoc } from '../../src/rules/missing-safety-doc.ts';
import { notUnsafePtrArgDeref } from '../../src/rules/not-unsafe-ptr-arg-deref.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { undocumentedUnsafe } from '../../src/rules/undocumented-unsafe.ts';
import { unnecessarySafetyComment } from '../../src/rules/unnecessary-safety-comment.ts';
import { unnecessarySafetyDoc } from '../../src/rules/unnecessary-safety-doc.ts';
import { attributesIn } from '../../src/rust/attributes.ts';
import { certain, cfgHolds, type Setting } from '../../src/rust/cfg.ts';
import { type RustFile, readRust } from '../../src/rust/file.ts';
import type { Span } from '../../src/text/lines.ts';

/** Our rule for each lint that is scored. */
export const RULE_OF: Readonly<Record<string, string>> = {
  undocumented_unsafe_blocks: 'undocumented-unsafe',
  unnecessary_safety_comment: 'unnecessary-safety-comment',
  missing_safety_doc: 'missing-safety-doc',
  unnecessary_safety_doc: 'unnecessary-safety-doc',
  macro_metavars_in_unsafe: 'macro-metavars-in-unsafe',
  not_unsafe_ptr_arg_deref: 'not-unsafe-ptr-arg-deref',
};

const RULES = [
  undocumentedUnsafe,
  unnecessarySafetyComment,
  missingSafetyDoc,
  unnecessarySafetyDoc,
  macroMetavarsInUnsafe,
  atEachPlace(notUnsafePtrArgDeref),
];

/** A rule that names all places of a function in one finding, as one that has a finding for each, as Clippy has. */
function atEachPlace(rule: Rule): Rule {
  return {
    ...rule,
    *check(view) {
      for (const hit of rule.check?.(view) ?? []) {
        const places = (hit.related ?? []).flatMap((each) => ('offset' in each ? [each.offset] : []));
        for (const start of [hit.at.start, ...places]) yield { ...hit, at: { start, end: start + 1 }, related: [] };
      }
    },
  };
}

export interface Verdict {
  readonly file: string;
  readonly lint: string;
  readonly line: number;
  readonly col: number;
}

/** A finding that only one of the two is meant to have, and why that is so. */
export interface Difference {
  /** `file:line rule` */
  readonly finding: string;
  readonly side: 'clippy' | 'ours';
  readonly reason: string;
}

/** A folder of Rust files with Clippy's verdicts on them in `verdicts.jsonl`; where we differ on purpose, in `differences.json`. */
export interface Cases {
  readonly files: ReadonlyMap<string, string>;
  readonly verdicts: readonly Verdict[];
  readonly differences: readonly Difference[];
}

export function readCases(folder: string): Cases {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.rs'));
  const files = names.sort().map((name): [string, string] => {
    return [relative('.', name).split(sep).join('/'), readFileSync(join(folder, name), 'utf8')];
  });
  const lines = readFileSync(join(folder, 'verdicts.jsonl'), 'utf8').split('\n');
  const verdicts = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
  const differences = JSON.parse(readFileSync(join(folder, 'differences.json'), 'utf8'));
  return { files: new Map(files), verdicts, differences };
}

export interface Agreement {
  readonly hits: number;
  /** What Clippy says and we do not, and the other way round, differences on purpose left out: `file:line rule`. */
  readonly misses: readonly string[];
  readonly extras: readonly string[];
  readonly onPurpose: readonly Difference[];
  /** Hits among all that either says, differences on purpose left out; from 0 to 1. */
  readonly share: number;
}

/** Compares our findings with the verdicts, by file, line and rule. */
export function agreementOn({ files, verdicts, differences }: Cases): Agreement {
  const wanted = new Set(verdictsAsFindings(verdicts));
  const found = new Set([...files].flatMap(([name, text]) => findingsIn(name, text)));
  const hits = [...wanted].filter((each) => found.has(each)).length;
  const onPurpose = differences.filter(({ finding, side }) =>
    side === 'clippy' ? wanted.has(finding) && !found.has(finding) : found.has(finding) && !wanted.has(finding),
  );
  const explained = new Set(onPurpose.map(({ finding }) => finding));
  const misses = [...wanted].filter((each) => !found.has(each) && !explained.has(each)).sort();
  const extras = [...found].filter((each) => !wanted.has(each) && !explained.has(each)).sort();
  return { hits, misses, extras, onPurpose, share: hits / (hits + misses.length + extras.length) };
}

export function verdictsAsFindings(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ file, line, lint }) => {
    const rule = RULE_OF[lint];
    return rule === undefined ? [] : [`${file}:${line} ${rule}`];
  });
}

function findingsIn(name: string, text: string): string[] {
  return compiledFindings(readRust(text), name).map(({ line, rule }) => `${name}:${line} ${rule}`);
}

/** What the scored rules say of a file, as far as it is compiled. */
export function compiledFindings(file: RustFile, name: string): Finding[] {
  const { findings } = auditFile(`drivers/${name}`, file.text, RULES, DEFAULT_POLICY);
  const off = offScopes(file);
  return findings.filter(({ line, column, suppressed, inDocExample }) => {
    const offset = file.lines.startOf(line) + column - 1;
    const isOff = off.some(({ start, end }) => start <= offset && offset < end);
    return suppressed === null && !inDocExample && !isOff && !isUnexpanded(file, offset);
  });
}

/** Whether a place is in the body of a `macro_rules!` from which no call in the file takes it into code. */
function isUnexpanded(file: RustFile, offset: number): boolean {
  const isInBody = file.items.some(({ kind, span }) => kind === 'macro' && span.start <= offset && offset < span.end);
  const site = file.sites.find(({ kind, keyword, span }) => (kind === 'block' ? keyword : span).start === offset);
  return isInBody && site?.inMacro === 'definition' && site.calls.length === 0;
}

const ARCHITECTURE: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** The settings under which clippy-driver was asked: no kernel configuration, and the machine that this runs on. */
const asked: Setting = (name, value) =>
  certain(name, value) ?? (name === 'target_arch' && value === ARCHITECTURE[process.arch]);

/** The stretches of a file that a `cfg` takes out. */
function offScopes({ tokens, text }: RustFile): Span[] {
  const scopes: Span[] = [];
  for (let hash = 0; hash < tokens.count; hash += 1) {
    if (!tokens.is(hash, '#')) continue;
    const isInner = tokens.is(hash + 1, '!');
    const opening = isInner ? hash + 2 : hash + 1;
    if (!tokens.is(opening, '[')) continue;
    const isOff = attributesIn(tokens, opening).some(
      (name) => tokens.is(name, 'cfg') && cfgHolds(tokens, name + 2, asked).holds === false,
    );
    if (!isOff) continue;
    const around = tokens.enclosing(hash);
    const whole = around === -1 ? text.length : tokens.end(tokens.partner(around));
    const end = isInner ? whole : endOfOwner(tokens, tokens.partner(opening) + 1);
    scopes.push({ start: isInner && around === -1 ? 0 : tokens.start(isInner ? around : hash), end });
  }
  return scopes;
}

/** The end of the item, statement, arm or field behind an attribute: its `;` or `,`, or its braces where they end it. */
function endOfOwner(tokens: RustFile['tokens'], from: number): number {
  let at = tokens.next(from - 1);
  while (tokens.is(at, '#')) at = tokens.next(Math.max(at + 1, tokens.partner(at + 1)));
  const endsWithSemicolon = /^(?:let|use|type|return)$/.test(tokens.at(at));
  for (; at < tokens.count; at = tokens.next(Math.max(at, tokens.partner(at)))) {
    const closing = tokens.partner(at);
    if (closing !== -1 && closing < at) return tokens.start(at);
    if (tokens.is(at, ';') || tokens.is(at, ',')) return tokens.end(at);
    if (tokens.is(at, '{') && !endsWithSemicolon) return tokens.end(closing === -1 ? at : closing);
  }
  return tokens.text.length;
}
