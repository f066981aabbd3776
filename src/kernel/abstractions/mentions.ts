/** Where a file of rust/kernel names symbols of the C bindings: by a path with `bindings::`, or by a name that an import brought. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';

/** One place that names a symbol. */
export interface Mention {
  readonly symbol: string;
  /** Token index of the symbol. */
  readonly token: number;
  /** An import is told only where it makes the symbol known to other crates: `pub use bindings::X`. */
  readonly isReexport: boolean;
}

/** A name that stands for the bindings, or for one symbol. */
interface Imported {
  readonly name: string;
  readonly symbol: string | undefined;
}

/** All mentions of the bindings in a file; imports that only bring a name for later are left out. */
export function mentionsIn(tokens: Tokens): readonly Mention[] {
  const mentions: Mention[] = [];
  const imported: Imported[] = [];
  for (const word of tokens.allOf('bindings')) {
    const use = useAround(tokens, word);
    if (use === undefined) addPath(tokens, word, mentions);
    else readImport(tokens, word, use === 'pub', mentions, imported);
  }
  for (const { name, symbol } of imported) addImported(tokens, name, symbol, mentions);
  return mentions.sort((a, b) => a.token - b.token);
}

/** `bindings::X` */
function addPath(tokens: Tokens, word: number, mentions: Mention[]): void {
  const token = behindColons(tokens, word);
  if (tokens.kind(token) === TokenKind.word) mentions.push({ symbol: tokens.at(token), token, isReexport: false });
}

/** The token behind `::`; -1 where there is none. */
function behindColons(tokens: Tokens, word: number): number {
  return tokens.is(word + 1, ':') && tokens.is(word + 2, ':') ? tokens.next(word + 2) : -1;
}

function isBehindColons(tokens: Tokens, at: number): boolean {
  return tokens.is(at - 1, ':') && tokens.is(at - 2, ':');
}

/** How deep use trees are looked through. */
const DEEPEST = 8;

/** Whether a word stands in a `use`, and in which kind of one. */
function useAround(tokens: Tokens, word: number): 'pub' | 'own' | undefined {
  let at = word;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    // to the start of the path, then to the path before the group
    while (isBehindColons(tokens, at) && tokens.kind(at - 3) === TokenKind.word) at -= 3;
    const before = tokens.previous(isBehindColons(tokens, at) ? at - 2 : at);
    if (tokens.is(before, 'use')) return tokens.is(tokens.previous(before), 'pub') ? 'pub' : 'own';
    const opening = tokens.enclosing(at);
    if (!tokens.is(opening, '{') || !tokens.is(opening - 1, ':')) return undefined;
    at = opening - 3;
  }
  return undefined;
}

/** `use bindings as c`, `use bindings::X`, `use bindings::{X, Y as Z}` */
function readImport(tokens: Tokens, word: number, isPublic: boolean, mentions: Mention[], imported: Imported[]): void {
  const token = behindColons(tokens, word);
  if (token === -1) {
    if (tokens.is(tokens.next(word), 'as'))
      imported.push({ name: tokens.at(tokens.next(tokens.next(word))), symbol: undefined });
    return;
  }
  const closing = tokens.is(token, '{') ? tokens.partner(token) : token;
  for (let at = token; at <= closing; at = tokens.next(at)) {
    if (tokens.kind(at) !== TokenKind.word || tokens.is(at, 'self')) continue;
    const symbol = tokens.at(at);
    if (isPublic) mentions.push({ symbol, token: at, isReexport: true });
    const isRenamed = tokens.is(tokens.next(at), 'as');
    if (isRenamed) at = tokens.next(tokens.next(at));
    imported.push({ name: tokens.at(at), symbol });
  }
}

function addImported(tokens: Tokens, name: string, symbol: string | undefined, mentions: Mention[]): void {
  if (name === '' || name === '_') return;
  for (const token of tokens.allOf(name)) {
    const isPart = tokens.is(token - 1, '.') || isBehindColons(tokens, token);
    if (isPart || useAround(tokens, token) !== undefined) continue;
    if (symbol === undefined) addPath(tokens, token, mentions);
    else if (!tokens.is(tokens.previous(token), 'as')) mentions.push({ symbol, token, isReexport: false });
  }
}
