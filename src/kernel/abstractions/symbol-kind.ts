/** What a symbol of the bindings is, judged by how it is written and used: bindgen's output is not available. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';

export type SymbolKind = 'fn' | 'const' | 'type';

interface Told {
  readonly symbol: string;
  /** Token index of the symbol, or of the metavariable in its place behind `bindings::`. */
  readonly written: number;
  readonly place: { readonly isCode: boolean } | undefined;
}

/**
 * The kind of each symbol of a file: a call makes a function, a place for a type makes a type, capitals make a constant. Where no place
 * tells, a value in code is a function that is passed on.
 */
export function kindsOf(tokens: Tokens, places: readonly Told[]): ReadonlyMap<string, SymbolKind> {
  const kinds = new Map<string, SymbolKind>();
  const isValue = new Set<string>();
  for (const { symbol, written, place } of places) {
    const known = kinds.get(symbol);
    if (known === 'fn') continue;
    const kind = kindAt(tokens, written);
    if (kind === 'fn' || (kind !== undefined && known === undefined)) kinds.set(symbol, kind);
    if (kind === undefined && place?.isCode === true && !isMacroArgument(tokens, written)) isValue.add(symbol);
  }
  for (const { symbol } of places) {
    const known = kinds.get(symbol);
    if (known !== 'fn' && isConstantName(symbol)) kinds.set(symbol, 'const');
    else if (known === undefined) kinds.set(symbol, isValue.has(symbol) && !symbol.endsWith('_t') ? 'fn' : 'type');
  }
  return kinds;
}

/** `container_of!(pointer, bindings::X, field)` */
function isMacroArgument(tokens: Tokens, at: number): boolean {
  return tokens.is(tokens.previous(tokens.enclosing(at)), '!');
}

/** bindgen keeps the case of C: macros and enumerators are in capitals, these behind the name of their enum. */
function isConstantName(name: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:_|$)/.test(name) || /_[A-Z][A-Z0-9_]*$/.test(name);
}

/** The kind that one place shows; undefined where it could be several. */
function kindAt(tokens: Tokens, token: number): SymbolKind | undefined {
  const next = tokens.next(token);
  if (tokens.is(next, '(')) return 'fn';
  if (tokens.is(next, ':') || tokens.is(next, '{') || tokens.is(next, '>')) return 'type';
  const before = beforePath(tokens, token);
  if (['mut', 'const', 'as', '<', '>', '&'].some((mark) => tokens.is(before, mark))) return 'type';
  // `let x: X =` and `|x: X|`, and not the field of a struct literal
  if (tokens.is(before, ':') && (tokens.is(next, '=') || tokens.is(next, '|') || tokens.is(next, ')'))) return 'type';
  if (tokens.kind(before) === TokenKind.lifetime) return 'type';
  if (tokens.is(before, '(') && tokens.is(before - 1, 'Some')) return 'fn';
  return undefined;
}

/** The token before `$crate::bindings::X`. */
function beforePath(tokens: Tokens, token: number): number {
  let at = tokens.previous(token);
  while (tokens.is(at, ':') && tokens.is(at - 1, ':')) {
    at = tokens.previous(at - 1);
    if (tokens.kind(at) === TokenKind.word) at = tokens.previous(at);
    if (tokens.is(at, '$')) at = tokens.previous(at);
  }
  return at;
}
