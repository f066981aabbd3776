/** Lint levels set in source: `#[allow(...)]` and its kin, and what each covers. */
import type { Span } from '../text/lines.ts';
import { cfgHolds } from './cfg.ts';
import { innermostOf } from './innermost.ts';
import type { Tokens } from './lexer.ts';

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
  /** `#![...]`: covers the item around it; otherwise what follows it. */
  readonly inner: boolean;
  /** Inside `cfg_attr`: holds for some configurations only. */
  readonly conditional: boolean;
}

/** All lint attributes of a file, in order. */
export function lintAttributes(tokens: Tokens): LintAttribute[] {
  const found: LintAttribute[] = [];
  let behind = 0;
  for (const at of tokens.allOf('#')) {
    if (at < behind) continue;
    const inner = tokens.is(at + 1, '!');
    const opening = inner ? at + 2 : at + 1;
    const closing = tokens.is(opening, '[') ? tokens.partner(opening) : -1;
    if (closing === -1) continue;
    const span = { start: tokens.start(at), end: tokens.end(closing) };
    const conditional = tokens.is(opening + 1, 'cfg_attr');
    for (const name of attributesIn(tokens, opening)) {
      const level = tokens.at(name);
      if (!LEVELS.has(level) || !tokens.is(name + 1, '(')) continue;
      const { lints, reason } = readLints(tokens, name + 1);
      found.push({ level: level as LintLevel, lints, reason, span, token: at, inner, conditional });
    }
    behind = closing;
  }
  return found;
}

/** The first token of each attribute that brackets hold: one, or those of a `cfg_attr` whose predicate may hold. */
export function attributesIn(tokens: Tokens, opening: number, depth = 0): number[] {
  const first = tokens.next(opening);
  if (!tokens.is(first, 'cfg_attr') || depth > 8) return [first];
  const list = tokens.next(first);
  const closing = tokens.is(list, '(') ? tokens.partner(list) : -1;
  const { holds, behind } = cfgHolds(tokens, tokens.next(list));
  if (closing === -1 || holds === false) return [];
  const found: number[] = [];
  for (let at = behind; at < closing; at = tokens.next(Math.max(at, tokens.partner(at)))) {
    // each follows a comma; `at` itself is the bracket or comma in front of it
    if (tokens.is(at, ',') && tokens.next(at) < closing) found.push(...attributesIn(tokens, at, depth + 1));
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
  'clippy::all': ['clippy::missing_safety_doc', 'clippy::macro_metavars_in_unsafe', 'clippy::not_unsafe_ptr_arg_deref'],
  'clippy::correctness': ['clippy::not_unsafe_ptr_arg_deref'],
  'clippy::suspicious': ['clippy::macro_metavars_in_unsafe'],
  rust_2024_compatibility: ['unsafe_op_in_unsafe_fn'],
  'clippy::style': ['clippy::missing_safety_doc'],
  'clippy::restriction': [
    'clippy::undocumented_unsafe_blocks',
    'clippy::unnecessary_safety_comment',
    'clippy::unnecessary_safety_doc',
  ],
};

/** Whether the attribute names `lint`, by name or by group. */
export function names(attribute: LintAttribute, lint: string): boolean {
  return attribute.lints.some(
    (name) => name === lint || GROUPS[name]?.some((member) => member === lint || member === '*') === true,
  );
}

/** An attribute with the stretch of text that it covers; `inMacro` where it is among a macro's tokens. */
interface Scoped extends LintAttribute {
  readonly scope: Span;
  readonly inMacro: boolean;
}

/**
 * Whether code that a macro's body becomes is silenced by the levels at the calls: at every one of them, and no attribute in
 * the body says otherwise.
 */
export function isSilencedAtCalls(
  attributes: readonly Scoped[],
  lints: readonly string[],
  offset: number,
  calls: readonly number[],
): boolean {
  if (calls.length === 0 || innermostAttribute(inMacros(attributes), lints, offset) !== undefined) return false;
  return calls.every((call) => /^(?:allow|expect)$/.test(innermostAttribute(attributes, lints, call)?.level ?? ''));
}

const IN_MACROS = new WeakMap<readonly Scoped[], readonly Scoped[]>();

function inMacros(attributes: readonly Scoped[]): readonly Scoped[] {
  const known = IN_MACROS.get(attributes);
  if (known !== undefined) return known;
  const made = attributes.filter(({ inMacro }) => inMacro);
  IN_MACROS.set(attributes, made);
  return made;
}

/** By the wanted lints, a lookup in each file's attributes that name them. */
const INDICES = new WeakMap<readonly Scoped[], Map<string, (offset: number) => Scoped | undefined>>();

/** The innermost of the attributes around an offset that sets the level of one of `lints`, the later one of two that begin alike. */
export function innermostAttribute<T extends Scoped>(
  attributes: readonly T[],
  lints: readonly string[],
  offset: number,
): T | undefined {
  const key = lints.join();
  const known = INDICES.get(attributes) ?? new Map<string, (offset: number) => Scoped | undefined>();
  if (known.size === 0) INDICES.set(attributes, known);
  let ask = known.get(key);
  if (ask === undefined) {
    const speaking = attributes.filter((attribute) => lints.some((lint) => names(attribute, lint)));
    ask = innermostOf(speaking, ({ scope }) => scope);
    known.set(key, ask);
  }
  return ask(offset) as T | undefined;
}
