/** Lint levels set in source: `#[allow(...)]` and its kin, and what each covers. */
import type { Span } from '../text/lines.ts';
import type { Tokens } from './lexer.ts';
import { TokenKind } from './lexer.ts';

export type LintLevel = 'allow' | 'expect' | 'warn' | 'deny' | 'forbid';
const LEVELS: ReadonlySet<string> = new Set<LintLevel>(['allow', 'expect', 'warn', 'deny', 'forbid']);

export interface LintAttribute {
  readonly level: LintLevel;
  /** As written: `clippy::undocumented_unsafe_blocks`, `warnings`. */
  readonly lints: readonly string[];
  readonly reason: string | null;
  /** From `#` to behind `]`. */
  readonly span: Span;
  /** The token index of `#`. */
  readonly token: number;
  /** `#![...]`: covers what it stands in; otherwise what follows it. */
  readonly inner: boolean;
  /** Inside `cfg_attr`: holds for some configurations only. */
  readonly conditional: boolean;
}

/** All lint attributes of a file, in order. */
export function lintAttributes(tokens: Tokens): LintAttribute[] {
  const found: LintAttribute[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (!tokens.is(at, '#')) continue;
    const inner = tokens.is(at + 1, '!');
    const opening = inner ? at + 2 : at + 1;
    const closing = tokens.is(opening, '[') ? tokens.partner(opening) : -1;
    if (closing === -1) continue;
    const conditional = tokens.is(opening + 1, 'cfg_attr');
    const span = { start: tokens.start(at), end: tokens.end(closing) };
    for (let word = opening + 1; word < closing; word += 1) {
      if (tokens.kind(word) !== TokenKind.word || !tokens.is(word + 1, '(')) continue;
      const level = tokens.at(word);
      if (LEVELS.has(level)) {
        const { lints, reason } = readLints(tokens, word + 1);
        found.push({ level: level as LintLevel, lints, reason, span, token: at, inner, conditional });
      }
      if (!conditional) break;
    }
    at = closing;
  }
  return found;
}

function readLints(tokens: Tokens, opening: number): { lints: string[]; reason: string | null } {
  const closing = tokens.partner(opening);
  const lints: string[] = [];
  let reason: string | null = null;
  let name = '';
  for (let at = opening + 1; at <= closing; at += 1) {
    if (tokens.is(at, ',') || at === closing) {
      if (name !== '') lints.push(name);
      name = '';
    } else if (tokens.is(at, '=') && name === 'reason') {
      reason = literalText(tokens.at(tokens.next(at)));
      at = tokens.next(at);
      name = '';
    } else if (!tokens.isComment(at)) name += tokens.at(at);
  }
  return { lints, reason };
}

function literalText(literal: string): string {
  return literal.slice(literal.indexOf('"') + 1, literal.lastIndexOf('"'));
}

/** Lint groups that hold our lints (Clippy's documentation, "Lints": groups). */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  warnings: ['*'],
  'clippy::all': ['clippy::missing_safety_doc'],
  'clippy::style': ['clippy::missing_safety_doc'],
  'clippy::restriction': [
    'clippy::undocumented_unsafe_blocks',
    'clippy::unnecessary_safety_comment',
    'clippy::unnecessary_safety_doc',
  ],
};

/** Whether the attribute speaks of `lint`, by name or by group. */
export function names(attribute: LintAttribute, lint: string): boolean {
  return attribute.lints.some(
    (name) => name === lint || GROUPS[name]?.some((member) => member === lint || member === '*') === true,
  );
}
