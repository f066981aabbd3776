/** Where a file of rust/kernel names symbols of the C bindings: by a path with `bindings::`, or by a name that an import brought. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';

/** One place that names a symbol. */
export interface Mention {
  readonly symbol: string;
  /** Token index of the symbol. */
  readonly token: number;
  /** An import is listed only where it makes the symbol known to other crates: `pub use bindings::X`. */
  readonly isReexport: boolean;
}

/** All mentions of the bindings in a file; imports that only bring a name for later are left out. */
export function mentionsIn(tokens: Tokens): readonly Mention[] {
  const mentions: Mention[] = [];
  /** By the name that an import brought: the symbol; undefined for the bindings themselves. */
  const imported = new Map<string, string | undefined>();
  for (const word of tokens.allOf('bindings')) {
    const use = useAround(tokens, word);
    if (use === undefined) addPath(tokens, word, mentions);
    else readImport(tokens, word, use === 'pub', mentions, imported);
  }
  if (imported.size > 0) addImported(tokens, imported, mentions);
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

/** How deep use trees, and how far paths, are searched. */
const DEEPEST = 8;
const LONGEST_PATH = 8;

/** Whether a word is in a `use`, and in which kind. */
function useAround(tokens: Tokens, word: number): 'pub' | 'own' | undefined {
  let at = word;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    // to the start of the path, then to the path before the group
    for (let steps = 0; steps < LONGEST_PATH && isBehindColons(tokens, at); steps += 1) {
      if (tokens.kind(at - 3) !== TokenKind.word) break;
      at -= 3;
    }
    const before = tokens.previous(isBehindColons(tokens, at) ? at - 2 : at);
    if (tokens.is(before, 'use')) return tokens.is(tokens.previous(before), 'pub') ? 'pub' : 'own';
    const opening = tokens.enclosing(at);
    if (!tokens.is(opening, '{') || !tokens.is(opening - 1, ':')) return undefined;
    at = opening - 3;
  }
  return undefined;
}

/** `use bindings as c`, `use bindings::X`, `use bindings::{X, Y as Z}` */
function readImport(
  tokens: Tokens,
  word: number,
  isPublic: boolean,
  mentions: Mention[],
  imported: Map<string, string | undefined>,
): void {
  const token = behindColons(tokens, word);
  if (token === -1) {
    const as = tokens.next(word);
    if (tokens.is(as, 'as')) imported.set(tokens.at(tokens.next(as)), undefined);
    return;
  }
  const isGroup = tokens.is(token, '{');
  const closing = isGroup ? tokens.partner(token) : token;
  for (
    let at = isGroup ? tokens.next(token) : token;
    at <= closing;
    at = tokens.next(Math.max(at, tokens.partner(at)))
  ) {
    if (tokens.kind(at) !== TokenKind.word || tokens.is(at, 'self')) continue;
    const symbol = tokens.at(at);
    if (isPublic) mentions.push({ symbol, token: at, isReexport: true });
    if (tokens.is(tokens.next(at), 'as')) at = tokens.next(tokens.next(at));
    imported.set(tokens.at(at), symbol);
  }
}

function addImported(tokens: Tokens, imported: ReadonlyMap<string, string | undefined>, mentions: Mention[]): void {
  for (let token = 0; token < tokens.count; token += 1) {
    if (tokens.kind(token) !== TokenKind.word || !imported.has(tokens.at(token))) continue;
    const isPart = tokens.is(token - 1, '.') || isBehindColons(tokens, token);
    if (isPart || useAround(tokens, token) !== undefined) continue;
    const symbol = imported.get(tokens.at(token));
    if (symbol === undefined) addPath(tokens, token, mentions);
    else mentions.push({ symbol, token, isReexport: false });
  }
}
