/** Pieces of files as hunks show them, and what a review says of them alone. */
import type { Finding } from '../../src/finding/finding.ts';
import { compareFiles } from '../../src/review/compare.ts';
import { viewsOfStep } from '../../src/review/compare-patch.ts';
import type { HunkStep } from '../../src/review/patched-tree.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { Reader, type Views } from '../../src/review/read-views.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { linesOf } from './write-patch.ts';

/** As git shows it. */
const CONTEXT = 3;

/** A run of lines, counted from 0; `end` is the first one behind it. */
export interface Run {
  readonly from: number;
  readonly end: number;
}

/** Errors and warnings, suppressed ones among them. */
export function grave(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity !== 'info');
}

/** What the rules say of a file, or of a piece of one, as if all of it were new. */
export function allOf(reader: Reader, after: Views): Finding[] {
  return grave(compareFiles([{ before: undefined, after }], [], RULES, reader).findings);
}

/** What the rules say of a piece alone. */
export function allOfPiece(path: string, lines: readonly string[], { from, end }: Run): Finding[] {
  const reader = new Reader(DEFAULT_POLICY);
  return allOf(reader, reader.readExcerpt(path, lines.slice(from, end).join(''), from + 1));
}

/** Runs of lines with the context that git shows around them. */
export function withContext({ from, end }: Run, count: number): Run {
  return { from: Math.max(0, from - CONTEXT), end: Math.min(count, end + CONTEXT) };
}

/** The hunks of a change that takes some lines of a file away; those that touch are one, as in git. */
export function hunksWithout(path: string, text: string, gone: readonly Run[]): HunkStep {
  const lines = linesOf(text);
  const isGone = new Uint8Array(lines.length);
  for (const { from, end } of gone) isGone.fill(1, from, end);
  const runs: { from: number; end: number }[] = [];
  for (const [index, flag] of isGone.entries()) {
    if (flag === 0) continue;
    const last = runs.at(-1);
    if (last !== undefined && index - last.end <= 2 * CONTEXT) last.end = index + 1;
    else runs.push({ from: index, end: index + 1 });
  }
  let counted = 0;
  let left = 0;
  const pieces = runs.map((run) => {
    const { from, end } = withContext(run, lines.length);
    for (; counted < from; counted += 1) if (isGone[counted] === 0) left += 1;
    const kept = lines.slice(from, end).filter((_, index) => isGone[from + index] === 0);
    return {
      before: { firstLine: from + 1, text: lines.slice(from, end).join('') },
      after: { firstLine: left + 1, text: kept.join('') },
    };
  });
  return { kind: 'hunks', pathBefore: path, pathAfter: path, pieces };
}

/** A text without some of its lines. */
export function textWithout(text: string, gone: readonly Run[]): string {
  const isGone = (line: number) => gone.some(({ from, end }) => from <= line && line < end);
  return linesOf(text)
    .filter((_, index) => !isGone(index))
    .join('');
}

/** The same change the other way round. */
export function reversed({ pieces, ...step }: HunkStep): HunkStep {
  return { ...step, pieces: pieces.map(({ before, after }) => ({ before: after, after: before })) };
}

/** What a review of hunks alone says. */
export function reviewOfHunks(step: HunkStep): Finding[] {
  const reader = new Reader(DEFAULT_POLICY);
  return grave(compareFiles(viewsOfStep(step, reader), [], RULES, reader).findings);
}

/** What a review of the whole file says. */
export function reviewOfTexts(path: string, before: string, after: string): Finding[] {
  const reader = new Reader(DEFAULT_POLICY);
  const change = { before: reader.read(path, before), after: reader.read(path, after) };
  return grave(compareFiles([change], [], RULES, reader).findings);
}

/**
 * Findings that a piece has and the whole has not. Of new unsafe code each piece says its own first place, the whole file one
 * for all; of equal faults without a site either one can be taken for the new one.
 */
export function inventedIn(piece: readonly Finding[], whole: readonly Finding[]): string[] {
  const places = new Set(
    whole.flatMap(({ rule, line, related }) =>
      [line, ...related.map((each) => each.line)].map((at) => `${rule}:${at}`),
    ),
  );
  const rules = new Set(whole.map(({ rule }) => rule));
  return piece
    .filter(({ rule, line }) => !places.has(`${rule}:${line}`))
    .filter(({ rule }) => SITED.has(rule) || !rules.has(rule))
    .map(({ rule, path, line, message }) => `${path}:${line}: ${rule}: ${message}`);
}

/** Rules about one site or item: they say the same of the same line. */
const SITED = new Set(['undocumented-unsafe', 'missing-safety-doc', 'unnecessary-safety-doc', 'stale-safety-comment']);
