/**
 * Words that the grammar takes for something else than Rust does, each with what becomes of it. A rule looks a few tokens
 * ahead, or up to the end of its own clause: the time stays linear.
 */
import { TokenKind, type Tokens } from '../lexer.ts';
import type { Edits } from './edits.ts';
import { closingAngle, writeVisibility } from './looks.ts';

type Rule = (edits: Edits, at: number, next: number) => void;

/** Names that the grammar takes for types; a macro or function may be called so. */
const PRIMITIVES = 'u8 i8 u16 i16 u32 i32 u64 i64 u128 i128 isize usize f32 f64 bool str char'.split(' ');

/** By word; `next` is the token behind it, comments left out. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  // `raw` is a word of the operator before `const` and `mut` alone (Reference, "Borrow operators")
  ['raw', (edits, at, next) => isOneOf(edits.tokens, next, 'const', 'mut') || edits.neutralize(at)],
  ['gen', rewriteGen],
  ['union', rewriteUnion],
  ['default', rewriteDefault],
  ['auto', (edits, at, next) => edits.tokens.is(next, 'trait') && writeVisibility(edits, at)],
  ['unsafe', rewriteUnsafe],
  ['safe', (edits, at, next) => isOneOf(edits.tokens, next, 'fn', 'static') && writeVisibility(edits, at)],
  ['where', rewriteWhere],
  ['async', rewriteAsync],
  ['const', rewriteConst],
  ['for', rewriteBinder],
  ['dyn', rewriteBounds],
  ['impl', rewriteBounds],
  ['use', rewriteCapture],
  ['trait', rewriteTrait],
  ['type', rewriteType],
  ['extern', rewriteAbi],
  ['macro_rules', rewriteDefinition],
  ...PRIMITIVES.map((name): [string, Rule] => [name, rewritePrimitive]),
]);

/** Whether a rule may begin with a letter and have a length: this alone excludes most words. */
const LONGEST = 11;
const WANTED = new Uint8Array((LONGEST + 1) << 7);
for (const word of RULES.keys()) WANTED[(word.length << 7) | word.charCodeAt(0)] = 1;

/** Rewrites what a word begins, where the grammar does not know it. */
export function rewriteWord(edits: Edits, at: number): void {
  const { tokens } = edits;
  const start = tokens.start(at);
  const length = tokens.end(at) - start;
  const first = tokens.text.charCodeAt(start);
  if (length > LONGEST || first > 0x7f || WANTED[(length << 7) | first] === 0) return;
  RULES.get(tokens.at(at))?.(edits, at, tokens.next(at));
}

function isOneOf(tokens: Tokens, at: number, ...words: readonly string[]): boolean {
  return words.some((word) => tokens.is(at, word));
}

function isWord(tokens: Tokens, at: number): boolean {
  return tokens.kind(at) === TokenKind.word;
}

/** A name in the editions up to 2021; before `fn` and behind `async` a keyword of the unstable `gen_blocks`. */
function rewriteGen(edits: Edits, at: number, next: number): void {
  const { tokens } = edits;
  if (tokens.is(next, 'fn') || tokens.is(tokens.previous(at), 'async')) edits.blank(at);
  else edits.neutralize(at);
}

/** The item `union Name {` and its kind; else a name. */
function rewriteUnion(edits: Edits, at: number, next: number): void {
  const { tokens } = edits;
  if (!(isWord(tokens, next) && isOneOf(tokens, tokens.next(next), '{', '<', 'where'))) edits.neutralize(at);
}

/** The grammar knows `default fn`; of other items it is unstable (`specialization`), everywhere else a name. */
function rewriteDefault(edits: Edits, at: number, next: number): void {
  const { tokens } = edits;
  const behind = tokens.next(next);
  const isOfFunction =
    (tokens.is(next, 'unsafe') && !tokens.is(behind, 'impl')) || isOneOf(tokens, next, 'fn', 'async', 'extern');
  if (isOfFunction || (tokens.is(next, 'const') && isOneOf(tokens, behind, 'fn', 'unsafe', 'async', 'extern'))) return;
  if (isOneOf(tokens, next, 'const', 'type')) writeVisibility(edits, at);
  else if (isOneOf(tokens, next, 'impl', 'unsafe')) edits.blank(at);
  else edits.neutralize(at);
}

/** What the grammar knows behind `unsafe`. */
const BEHIND_UNSAFE = ['{', 'fn', 'impl', 'trait', 'auto', '(', '$'];

/** `unsafe extern "C" {`, `unsafe static`, `unsafe field: T`: visibility marks the place; `unsafe<'a>` is a binder. */
function rewriteUnsafe(edits: Edits, at: number, next: number): void {
  const { tokens } = edits;
  if (isOneOf(tokens, next, ...BEHIND_UNSAFE)) return;
  if (tokens.is(next, '<')) {
    const closing = closingAngle(tokens, next);
    if (closing !== -1) edits.blank(at, closing + 1);
    return;
  }
  if (!isWord(tokens, next)) return;
  if (tokens.is(next, 'extern')) {
    const abi = tokens.next(next);
    if (!tokens.is(tokens.kind(abi) === TokenKind.literal ? tokens.next(abi) : abi, '{')) return;
  }
  writeVisibility(edits, at);
}

/**
 * A `where` clause is blanked: the grammar knows few of its forms, and no question is about it. One with code in it stays.
 * It ends at the body, at `;`, or at the `=` of a type.
 */
function rewriteWhere(edits: Edits, at: number): void {
  const { tokens } = edits;
  let angles = 0;
  for (let end = at + 1; end < tokens.count; end = tokens.next(end)) {
    const kind = tokens.kind(end);
    if (kind === TokenKind.word && isOneOf(tokens, end, 'unsafe', 'where')) return;
    if (kind !== TokenKind.mark) continue;
    const mark = tokens.at(end);
    if (mark === '<') angles += 1;
    else if (mark === '>' && !isOneOf(tokens, end - 1, '-', '=')) angles -= 1;
    if (angles <= 0 && (mark === '{' || mark === ';' || (mark === '=' && !tokens.is(end + 1, '=')))) {
      edits.blank(at, end);
      return;
    }
    const closing = tokens.partner(end);
    if (closing === -1) continue;
    // the clause ends with its surroundings, or holds code
    if (closing < end || mark === '{' || holdsCode(tokens, end, closing)) return;
    end = closing;
  }
}

/** Whether brackets hold what is of interest: unsafe code or an attribute. */
function holdsCode(tokens: Tokens, opening: number, closing: number): boolean {
  const text = tokens.text.slice(tokens.start(opening), tokens.start(closing));
  return text.includes('unsafe') || text.includes('#');
}

const BEHIND_ASYNC = ['fn', 'move', '{', '|', 'unsafe', 'extern', 'gen', '#', '!', ';'];

/** `async Fn(u8)` as a bound. */
function rewriteAsync(edits: Edits, at: number, next: number): void {
  if (!isOneOf(edits.tokens, next, ...BEHIND_ASYNC)) edits.blank(at);
}

/** Const closures, impls, traits and bounds, all of them unstable. */
function rewriteConst(edits: Edits, at: number, next: number): void {
  const { tokens } = edits;
  const previous = tokens.previous(at);
  const isTrait = tokens.is(next, 'trait') || (tokens.is(next, 'unsafe') && tokens.is(tokens.next(next), 'trait'));
  const isImpl = tokens.is(next, 'impl') || (tokens.is(next, 'unsafe') && tokens.is(tokens.next(next), 'impl'));
  if (isTrait) writeVisibility(edits, at);
  else if (isImpl) edits.blank(at);
  else if (isOneOf(tokens, next, '|', 'move', 'async', 'static') && !isOneOf(tokens, previous, '*'))
    blankBeforeClosure(edits, at, next);
  else if (tokens.is(previous, '[') && tokens.is(next, ']') && isWord(tokens, tokens.next(next)))
    edits.blank(previous, next + 1);
  else if (isOneOf(tokens, previous, 'impl', 'dyn')) edits.blank(at);
  else if (tokens.is(previous, '>') && isWord(tokens, next) && !isOneOf(tokens, next, 'fn', 'unsafe')) edits.blank(at);
}

/** `const async fn` is none. */
function blankBeforeClosure(edits: Edits, at: number, next: number): void {
  const { tokens } = edits;
  const behind = tokens.next(next);
  if (isOneOf(tokens, next, '|', 'move') || isOneOf(tokens, behind, '|', 'move')) edits.blank(at);
}

/** `for<'a>` of types, bounds and closures: where lifetimes come from matters to no question. */
function rewriteBinder(edits: Edits, at: number, next: number): void {
  if (!edits.tokens.is(next, '<')) return;
  const closing = closingAngle(edits.tokens, next);
  if (closing !== -1) edits.blank(at, closing + 1);
}

/** `dyn 'a + Tr`, `dyn ?Sized + Tr`: the grammar wants a trait first. */
function rewriteBounds(edits: Edits, _at: number, next: number): void {
  const { tokens } = edits;
  if (tokens.is(next, '?')) edits.blank(next);
  const plus = tokens.next(next);
  if (tokens.kind(next) === TokenKind.lifetime && tokens.is(plus, '+')) edits.blank(next, plus + 1);
}

/** `impl use<'a> + Tr` and `impl Tr + use<>`: what a type captures matters to no question. */
function rewriteCapture(edits: Edits, at: number, next: number): void {
  const { tokens } = edits;
  const closing = tokens.is(next, '<') ? closingAngle(tokens, next) : -1;
  if (closing === -1) return;
  const [before, behind] = [tokens.previous(at), tokens.next(closing)];
  if (tokens.is(before, '+')) edits.blank(before, closing + 1);
  else if (tokens.is(behind, '+')) edits.blank(at, behind + 1);
}

/** `trait A: {` and `trait A: B + {`; `trait A = B;` (unstable) becomes a trait with an empty body. */
function rewriteTrait(edits: Edits, at: number): void {
  const { tokens } = edits;
  let angles = 0;
  let alias = -1;
  for (let end = tokens.next(at); end < tokens.count; end = tokens.next(end)) {
    if (tokens.is(end, '<')) angles += 1;
    else if (tokens.is(end, '>') && !tokens.is(end - 1, '-')) angles -= 1;
    else if (alias === -1 && angles <= 0 && tokens.is(end, '=')) alias = end;
    else if (alias !== -1 && tokens.is(end, ';')) {
      edits.write(alias, '{');
      edits.blank(alias + 1, end);
      edits.write(end, '}');
    } else if (alias === -1 && isOneOf(tokens, end, '{', 'where')) {
      const last = tokens.previous(end);
      if (isOneOf(tokens, last, ':', '+')) edits.blank(last);
    }
    if (isOneOf(tokens, end, ';', '{', 'trait') || (alias === -1 && tokens.is(end, 'where'))) return;
    const closing = tokens.partner(end);
    if (closing !== -1 && closing < end) return;
    if (closing !== -1) end = closing;
  }
}

/** `type A: B = C;` of a trait (unstable): without the bounds. */
function rewriteType(edits: Edits, _at: number, next: number): void {
  const { tokens } = edits;
  let colon = tokens.next(next);
  if (!isWord(tokens, next)) return;
  if (tokens.is(colon, '<')) {
    const closing = closingAngle(tokens, colon);
    if (closing === -1) return;
    colon = tokens.next(closing);
  }
  if (!tokens.is(colon, ':') || tokens.is(colon + 1, ':')) return;
  let angles = 0;
  for (let end = tokens.next(colon); end < tokens.count; end = tokens.next(end)) {
    if (isOneOf(tokens, end, ';', '{', '}', 'type', 'where')) return;
    if (tokens.is(end, '<')) angles += 1;
    else if (tokens.is(end, '>') && !tokens.is(end - 1, '-')) angles -= 1;
    else if (tokens.is(end, '=') && angles <= 0) {
      edits.blank(colon, end);
      return;
    }
  }
}

/** An ABI as a raw string. */
function rewriteAbi(edits: Edits, _at: number, next: number): void {
  const { tokens } = edits;
  const length = tokens.end(next) - tokens.start(next);
  if (tokens.kind(next) === TokenKind.literal && tokens.at(next).startsWith('r'))
    edits.write(next, `"${'_'.repeat(Math.max(0, length - 2))}"`);
}

/** `macro_rules` and its `!` are one token to the grammar. */
function rewriteDefinition(edits: Edits, at: number, next: number): void {
  const { tokens } = edits;
  if (!tokens.is(next, '!') || tokens.text[tokens.end(at)] !== ' ') return;
  edits.write(at, 'macro_rules!');
  edits.blank(next);
}

/** `str!(...)`, `char::<A>(...)`, `u8 @ 1`. */
function rewritePrimitive(edits: Edits, at: number, next: number): void {
  const { tokens } = edits;
  const isPath = tokens.is(next, ':') && tokens.is(next + 1, ':') && tokens.is(tokens.next(next + 1), '<');
  if (isPath || isOneOf(tokens, next, '!', '@', '(')) edits.neutralize(at);
}
