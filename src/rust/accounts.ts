/**
 * The law of accounts: every `unsafe` keyword of a file is a site, has a name in the table below, or was not read. What is
 * not read is said in the review, and makes it incomplete where a patch brought it.
 */

import { TokenKind, type Tokens } from './lexer.ts';
import { fewSteps, isDefinition, isFunctionType, isInMatcher, itemFrom } from './macros.ts';
import type { Site } from './site.ts';

/** What an `unsafe` can be that makes nothing unsafe where it is written, and the words for it in reports. */
export const EXEMPTIONS = {
  matcher: "in a macro's matcher",
  metavariable: 'the name of a metavariable',
  type: 'in a type',
  field: 'of a field: only its uses are unsafe',
  static: 'of a static in an extern block: only its uses are unsafe',
  syntax: 'part of the syntax of a known macro',
  quoted: 'of a function that a procedural macro names',
} as const;
export type Exemption = keyof typeof EXEMPTIONS;
export const EXEMPTION_NAMES = Object.keys(EXEMPTIONS) as readonly Exemption[];

/** A keyword that is not a site. */
export interface Exempt {
  readonly kind: 'exempt';
  /** Of the keyword. */
  readonly offset: number;
  readonly why: Exemption;
}

/** A keyword of which nothing can be said. */
export interface Lost {
  readonly kind: 'lost';
  /** Of the keyword. */
  readonly offset: number;
  /** Behind the line, in words: `the macro ...`. */
  readonly reason: string;
}

/** What a keyword is. */
export type Account = { readonly kind: 'site'; readonly site: Site } | Exempt | Lost;

/** What an `unsafe` in plain code is, if it is not a site; undefined where its tokens do not show it. */
export function exemptionInCode(tokens: Tokens, keyword: number): Exemption | undefined {
  if (isFunctionType(tokens, keyword)) return 'type';
  const next = tokens.next(keyword);
  // `unsafe<'a> &'a T`, an unsafe binder
  if (tokens.is(next, '<')) return 'type';
  const opening = tokens.enclosing(keyword);
  if (tokens.is(next, 'static')) return opensExternBlock(tokens, opening) ? 'static' : undefined;
  const holder = opening === -1 ? undefined : itemFrom(tokens, opening, undefined, fewSteps())?.kind;
  return holder === 'struct' || holder === 'enum' || holder === 'union' ? 'field' : undefined;
}

/** Whether a brace opens `extern "C" { ... }`. */
function opensExternBlock(tokens: Tokens, opening: number): boolean {
  if (!tokens.is(opening, '{')) return false;
  const abi = tokens.previous(opening);
  return tokens.is(tokens.kind(abi) === TokenKind.literal ? tokens.previous(abi) : abi, 'extern');
}

/** Macros that take the word as their own syntax, by the first and the last word of their path. */
const KNOWN_MACROS: readonly { readonly root: string; readonly name: string; readonly next: string }[] = [
  // `unsafe(uninit) static NAME`: rust/kernel/sync/lock/global.rs
  { root: 'kernel', name: 'global_lock', next: '(' },
  // `Token![unsafe]` is a type
  { root: 'syn', name: 'Token', next: ']' },
];

/** Crates that only the crate of a procedural macro can name. */
const PROC_MACROS = ['quote', 'syn', 'proc_macro', 'proc_macro2'];

/**
 * What an `unsafe` among the tokens of a macro call is, if it is not a site; undefined where only the macro knows.
 * @param opening the bracket of the call, behind the macro's name and `!`
 */
export function exemptionInCall(tokens: Tokens, keyword: number, opening: number): Exemption | undefined {
  const name = tokens.previous(tokens.previous(opening));
  const known = KNOWN_MACROS.find((each) => tokens.is(name, each.name) && tokens.is(tokens.next(keyword), each.next));
  if (known !== undefined && (hasRoot(tokens, name, known.root) || imports(tokens, known.root, known.name)))
    return 'syntax';
  if (!PROC_MACROS.some((root) => imports(tokens, root))) return undefined;
  if (isQuotedFunction(tokens, keyword)) return 'quoted';
  return isFunctionType(tokens, keyword) ? 'type' : undefined;
}

/** Whether the path that ends with the word `last` begins with `root`. */
function hasRoot(tokens: Tokens, last: number, root: string): boolean {
  let first = last;
  for (;;) {
    const colon = tokens.previous(first);
    if (!tokens.is(colon, ':') || !tokens.is(tokens.previous(colon), ':')) break;
    const word = tokens.previous(tokens.previous(colon));
    if (tokens.kind(word) !== TokenKind.word) break;
    first = word;
  }
  return first !== last && tokens.is(first, root) && !isOwnName(tokens, root);
}

/** Whether a file gives the name of a crate to something of its own: `mod kernel`, `use a as syn`. */
function isOwnName(tokens: Tokens, root: string): boolean {
  return tokens.allOf(root).some((at) => {
    const before = tokens.previous(at);
    return tokens.is(before, 'mod') || tokens.is(before, 'as') || tokens.is(before, 'crate');
  });
}

/** Whether a file imports from a crate: `use root::...`; with `name`, up to whose `;` the name comes. */
function imports(tokens: Tokens, root: string, name?: string): boolean {
  if (isOwnName(tokens, root)) return false;
  return tokens.allOf(root).some((at) => {
    let use = tokens.previous(at);
    // `use ::syn::...`
    while (tokens.is(use, ':')) use = tokens.previous(use);
    if (!tokens.is(use, 'use')) return false;
    if (name === undefined) return true;
    for (let each = at; each < tokens.count && !tokens.is(each, ';'); each = tokens.next(each)) {
      if (tokens.is(each, name)) return true;
    }
    return false;
  });
}

/** `unsafe fn #name` and `unsafe extern "C" fn #name`, as `quote!` takes them. */
function isQuotedFunction(tokens: Tokens, keyword: number): boolean {
  let at = tokens.next(keyword);
  if (tokens.is(at, 'extern')) at = tokens.next(at);
  if (tokens.kind(at) === TokenKind.literal) at = tokens.next(at);
  return tokens.is(at, 'fn') && tokens.is(tokens.next(at), '#');
}

/** What an `unsafe` in a `macro_rules!` is, if it is not a site. */
export function exemptionInDefinition(tokens: Tokens, keyword: number): Exemption | undefined {
  if (isInMatcher(tokens, keyword)) return 'matcher';
  if (isMetavariable(tokens, keyword)) return 'metavariable';
  return isFunctionType(tokens, keyword) ? 'type' : undefined;
}

/** `$unsafe`, where the definition declares such a metavariable; any other `$` may come from elsewhere. */
function isMetavariable(tokens: Tokens, keyword: number): boolean {
  if (!tokens.is(keyword - 1, '$')) return false;
  const definition = outermostDefinition(tokens, keyword);
  const end = tokens.partner(definition);
  return tokens
    .allOf('unsafe')
    .some((at) => definition < at && at < end && tokens.is(at - 1, '$') && tokens.is(tokens.next(at), ':'));
}

/** The bracket of the outermost `macro_rules! name { ... }` around a token; -1 outside of all. */
function outermostDefinition(tokens: Tokens, index: number): number {
  let outer = -1;
  for (let at = tokens.enclosing(index); at !== -1; at = tokens.enclosing(at)) {
    if (isDefinition(tokens, at)) outer = at;
  }
  return outer;
}
