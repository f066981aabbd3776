/** What the bodies of macros do with their metavariables (The Rust Reference, "Macros by example"), by their tokens. */
import { TokenKind, type Tokens } from './lexer.ts';

/** One rule of a macro, by the token indices of the brackets that open its matcher and its body. */
export interface MacroArm {
  readonly matcher: number;
  readonly body: number;
}

/** A place of a body at which what the caller wrote becomes code that runs. */
export interface MetavariableUse {
  readonly name: string;
  /** Token index of the `$`. */
  readonly at: number;
  /** Token index of the `{` of the innermost unsafe block of the macro around it; -1 in safe code. */
  readonly block: number;
}

/** Fragments that may be code which runs: a literal, a name or a type of the caller holds no unsafe operation. */
const CODE = /^(?:expr|expr_2021|block|stmt|tt)$/;

/** Macros that do not run what they are given. */
const DROPS = new Set(
  'stringify concat offset_of cfg env option_env include include_str include_bytes compile_error module_path line'.split(
    ' ',
  ),
);

/** The arms of `macro_rules! name { ... }`, by the bracket that opens them. */
export function armsOf(tokens: Tokens, opening: number): readonly MacroArm[] {
  const arms: MacroArm[] = [];
  const end = tokens.partner(opening);
  for (let matcher = tokens.next(opening); matcher < end; ) {
    const arrow = tokens.next(tokens.partner(matcher));
    const body = tokens.next(tokens.next(arrow));
    if (tokens.partner(matcher) < matcher || !tokens.is(arrow, '=') || tokens.partner(body) < body) break;
    arms.push({ matcher, body });
    matcher = tokens.next(tokens.partner(body));
    if (tokens.is(matcher, ';')) matcher = tokens.next(matcher);
  }
  return arms;
}

/** The metavariables of an arm that may hold code which runs, each with its fragment. */
export function codeVariables(tokens: Tokens, { matcher }: MacroArm): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = matcher; at < tokens.partner(matcher); at = tokens.next(at)) {
    const fragment = tokens.at(tokens.next(at + 2));
    if (tokens.is(at, '$') && tokens.is(at + 2, ':') && CODE.test(fragment)) found.set(tokens.at(at + 1), fragment);
  }
  return found;
}

/** Whether a token begins a metavariable: `$name`, not `$crate` and not `$( ... )`. */
export function isMetavariable(tokens: Tokens, at: number): boolean {
  return tokens.is(at, '$') && tokens.kind(at + 1) === TokenKind.word && !tokens.is(at + 1, 'crate');
}

/** What holds between two brackets of a body. */
interface Level {
  readonly closing: number;
  /** As in {@link MetavariableUse}. */
  readonly block: number;
  /** Code here does not run as code of the body: macros drop it, or it is an attribute. */
  readonly isDropped: boolean;
  /** A `[ ... ]`: after its `;` comes the length of an array, a constant. */
  readonly isArray: boolean;
  /** The keyword of the item that the statement is, up to its end: its body or value does not belong to the block around. */
  item: 'fn' | 'const' | '';
}

/**
 * The places at which a body runs what the caller wrote, in order.
 * @param variables the metavariables that are asked for, as {@link codeVariables} gives them
 * @param dropping names of macros that drop what they are given, in addition to those of the standard library
 */
export function metavariableUses(
  tokens: Tokens,
  { body }: MacroArm,
  variables: ReadonlyMap<string, string>,
  dropping: ReadonlySet<string>,
): readonly MetavariableUse[] {
  const uses: MetavariableUse[] = [];
  const outermost: Level = { closing: tokens.partner(body), block: -1, isDropped: false, isArray: false, item: '' };
  const levels = [outermost];
  for (let at = tokens.next(body); at < outermost.closing; at = tokens.next(at)) {
    let level = levels.at(-1) ?? outermost;
    while (at >= level.closing && levels.length > 1) {
      levels.pop();
      const wasBody = tokens.is(level.closing, '}');
      level = levels.at(-1) ?? outermost;
      if (wasBody && level.item === 'fn') level.item = '';
    }
    if (tokens.partner(at) > at) {
      levels.push(levelOf(tokens, at, level, dropping));
      continue;
    }
    if (tokens.is(at, ';')) level.item = '';
    else if (tokens.is(at, 'fn') && !tokens.is(tokens.next(at), '(')) level.item = 'fn';
    else if (beginsConstant(tokens, at)) level.item = 'const';
    const fragment = isMetavariable(tokens, at) ? variables.get(tokens.at(at + 1)) : undefined;
    if (fragment === undefined || level.isDropped || isLength(tokens, at, level)) continue;
    if (fragment === 'tt' && !isValue(tokens, at)) continue;
    uses.push({ name: tokens.at(at + 1), at, block: level.item === '' ? level.block : -1 });
  }
  return uses;
}

function levelOf(tokens: Tokens, opening: number, around: Level, dropping: ReadonlySet<string>): Level {
  const before = tokens.previous(opening);
  const isBlock = tokens.is(opening, '{') && tokens.is(before, 'unsafe');
  const name = tokens.is(before, '!') ? tokens.at(tokens.previous(before)) : '';
  const isMacroDropping = name !== '' && (DROPS.has(name) || dropping.has(name));
  const isDefinition = tokens.is(tokens.previous(tokens.previous(before)), 'macro_rules');
  const isAttribute = tokens.is(opening, '[') && (tokens.is(before, '#') || (name === '' && tokens.is(before, '!')));
  return {
    closing: tokens.partner(opening),
    block: isBlock ? opening : around.item === '' ? around.block : -1,
    isDropped: around.isDropped || isMacroDropping || isDefinition || isAttribute,
    isArray: tokens.is(opening, '['),
    item: '',
  };
}

/** `const NAME: T = ...` and `static NAME: T = ...`, but not `const fn`, `const { ... }` and `*const T`. */
function beginsConstant(tokens: Tokens, at: number): boolean {
  if (!tokens.is(at, 'const') && !tokens.is(at, 'static')) return false;
  const next = tokens.next(at);
  if (tokens.is(next, 'fn') || tokens.is(next, '{') || tokens.is(next, 'unsafe') || tokens.is(next, 'extern'))
    return false;
  return /^(?:[;{})<,]|pub)?$/.test(tokens.at(tokens.previous(at))) || tokens.is(tokens.previous(at), ']');
}

function isLength(tokens: Tokens, at: number, { isArray }: Level): boolean {
  return isArray && tokens.is(tokens.previous(at), ';');
}

/** Whether loose tokens of the caller (`$x:tt`) are in the place of a value: not a field, a name, a path, a pattern or a type. */
function isValue(tokens: Tokens, at: number): boolean {
  let first = at;
  // the first of a repetition
  while (tokens.is(tokens.previous(first), '(') && tokens.is(tokens.previous(first) - 1, '$'))
    first = tokens.previous(first) - 1;
  const before = tokens.previous(first);
  const next = tokens.next(at + 1);
  const isField = tokens.is(before, '.') && !tokens.is(before - 1, '.');
  const isPath = tokens.is(before, ':') || (tokens.is(next, ':') && tokens.is(next + 1, ':'));
  const isPattern = tokens.is(before, 'let') || (tokens.is(next, '=') && tokens.is(next + 1, '>'));
  const isName = tokens.is(next, '!') || tokens.is(before, 'as');
  return !isField && !isPath && !isPattern && !isName && !isTypeArgument(tokens, at);
}

/** So far back at most the `<` of a type's arguments is looked for. */
const LONGEST_ARGUMENTS = 64;

/** Whether a token is between the angle brackets of a type or path; that of `a < $b` is taken for one of them. */
function isTypeArgument(tokens: Tokens, token: number): boolean {
  let depth = 0;
  let at = tokens.previous(token);
  for (let steps = 0; at !== -1 && steps < LONGEST_ARGUMENTS; at = tokens.previous(at), steps += 1) {
    const partner = tokens.partner(at);
    if (tokens.is(at, ';')) return false;
    if (tokens.is(at, '>') && !tokens.is(at - 1, '-') && !tokens.is(at - 1, '=')) depth += 1;
    else if (tokens.is(at, '<')) {
      if (depth === 0) return true;
      depth -= 1;
    } else if (partner > at) {
      // a repetition goes on in front of it
      if (!tokens.is(at - 1, '$')) return false;
    } else if (partner !== -1) at = partner;
  }
  return false;
}
