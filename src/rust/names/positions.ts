/** What the tokens around a word make of it: a type, a declaration, a field, or a name that is looked up. */
import { TokenKind, type Tokens } from '../lexer.ts';
import { isDoubleColon } from './use-trees.ts';

/** Further than this nothing is looked for, in tokens. */
const FAR = 64;

/** Whether a word is followed by one colon, as a parameter or a field is. */
export function isNameOf(tokens: Tokens, at: number): boolean {
  const next = tokens.next(at);
  return tokens.kind(at) === TokenKind.word && tokens.is(next, ':') && !isDoubleColon(tokens, next);
}

/** Whether a word alone is declared, or names a field, a macro, an argument or a condition of compilation. */
export function isDeclaration(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  const next = tokens.next(at);
  // a metavariable
  if (tokens.is(before, '$')) return true;
  if (isNameOf(tokens, at)) return !tokens.is(before, 'where');
  if (tokens.is(next, '!')) return !tokens.is(next + 1, '=');
  // a field of the initialiser macros
  if (tokens.is(next, '<') && tokens.is(next + 1, '-') && tokens.end(next) === tokens.start(next + 1)) return true;
  if (DECLARING.some((word) => tokens.is(before, word))) return true;
  return isVariant(tokens, before) || isInAttribute(tokens, at);
}

const DECLARING = ['fn', 'struct', 'enum', 'union', 'trait', 'type', 'mod', 'static'];

/** Whether what follows token `before` is a variant of an enum. */
function isVariant(tokens: Tokens, before: number): boolean {
  if (!(tokens.is(before, '{') || tokens.is(before, ',') || tokens.is(before, ']'))) return false;
  const brace = tokens.is(before, '{') ? before : tokens.enclosing(before);
  return tokens.is(brace, '{') && tokens.is(headOf(tokens, brace), 'enum');
}

function isInAttribute(tokens: Tokens, at: number): boolean {
  let open = tokens.enclosing(at);
  for (let steps = 0; steps < 4 && tokens.is(open, '('); steps += 1) open = tokens.enclosing(open);
  if (!tokens.is(open, '[')) return false;
  const before = tokens.previous(open);
  return tokens.is(before, '#') || (tokens.is(before, '!') && tokens.is(before - 1, '#'));
}

/** The `struct`, `enum` or `union` that the braces belong to; -1 for all others. */
function headOf(tokens: Tokens, brace: number): number {
  let at = tokens.previous(brace);
  for (let steps = 0; at >= 0 && steps < FAR; steps += 1, at = tokens.previous(at)) {
    if (tokens.is(at, 'struct') || tokens.is(at, 'enum') || tokens.is(at, 'union')) return at;
    if (ENDS_OF_HEADS.some((mark) => tokens.is(at, mark))) return -1;
  }
  return -1;
}

const ENDS_OF_HEADS = [';', '{', '}', '|', 'fn', 'return', 'let'];

/** Whether only a type can be at token `first`, where a path begins. */
export function isTypePosition(tokens: Tokens, first: number): boolean {
  let at = first;
  for (let steps = 0; steps < FAR; steps += 1) {
    const before = tokens.previous(at);
    if (tokens.kind(before) === TokenKind.lifetime || tokens.is(before, '&')) at = before;
    else if (tokens.is(before, 'mut') || tokens.is(before, 'const')) {
      if (tokens.is(tokens.previous(before), '*')) return true;
      if (tokens.is(before, 'const')) return false;
      at = before;
    } else if (tokens.is(before, '(') || tokens.is(before, '[')) {
      const holder = tokens.previous(before);
      if (tokens.is(holder, 'fn')) return true;
      if (tokens.kind(holder) === TokenKind.word && !tokens.is(holder, 'mut'))
        return TAKING_TYPES.some((word) => tokens.is(holder, word)) || tokens.is(tokens.previous(holder), 'struct');
      if (tokens.is(before, '[') && (tokens.is(holder, ')') || tokens.is(holder, ']'))) return false;
      at = before;
    } else if (tokens.is(before, ',')) {
      if (isGenericArgument(tokens, before)) return true;
      const open = tokens.enclosing(before);
      if (!tokens.is(open, '(') || tokens.kind(tokens.previous(open)) === TokenKind.word) return false;
      at = open;
    } else return isBeforeType(tokens, before);
  }
  return false;
}

const TAKING_TYPES = ['Fn', 'FnMut', 'FnOnce'];
const BEFORE_TYPES = ['as', 'dyn', 'impl', 'where'];

function isBeforeType(tokens: Tokens, before: number): boolean {
  if (tokens.is(before, ':')) return !isDoubleColon(tokens, before - 1) && !isFieldOfValue(tokens, before);
  if (tokens.is(before, '>')) return tokens.is(before - 1, '-');
  // a comparison has a space before its `<`
  if (tokens.is(before, '<')) return tokens.end(before - 1) === tokens.start(before);
  if (tokens.is(before, '=')) return tokens.is(tokens.previous(tokens.previous(before)), 'type');
  // `impl Drop for Ring`, not `for ring in rings`
  if (tokens.is(before, 'for')) {
    const holder = tokens.previous(before);
    return tokens.kind(holder) === TokenKind.word || tokens.is(holder, '>');
  }
  return BEFORE_TYPES.some((word) => tokens.is(before, word));
}

/** Whether a comma separates generic arguments. */
function isGenericArgument(tokens: Tokens, comma: number): boolean {
  let at = tokens.previous(comma);
  for (let steps = 0; at >= 0 && steps < FAR; steps += 1) {
    if (tokens.is(at, '<')) return tokens.end(at - 1) === tokens.start(at);
    if (tokens.is(at, ')') || tokens.is(at, ']')) at = tokens.partner(at);
    else if (tokens.kind(at) === TokenKind.mark && !TYPE_MARKS.some((mark) => tokens.is(at, mark))) return false;
    at = tokens.previous(at);
  }
  return false;
}

const TYPE_MARKS = [':', ',', '&', '*', '>'];

/** Whether a colon follows a field of a struct that is made or matched, not declared. */
function isFieldOfValue(tokens: Tokens, colon: number): boolean {
  const brace = tokens.enclosing(colon);
  if (!tokens.is(brace, '{')) return false;
  const before = tokens.previous(tokens.previous(colon));
  const canBeField = before === brace || tokens.is(before, ',') || tokens.is(before, ']');
  return canBeField && headOf(tokens, brace) === -1;
}

/** Where the name of a C function, type or constant that a glob has brought could be. */
export function mayBeGlobbed(tokens: Tokens, at: number): boolean {
  const next = tokens.next(at);
  if (tokens.is(next, '(') || isConstantLike(tokens.at(at)) || isTypePosition(tokens, at)) return true;
  return tokens.is(next, '{') && tokens.kind(tokens.previous(at)) === TokenKind.mark;
}

/** `POLLIN`, `task_work_notify_mode_TWA_RESUME`: a pattern of that name is compared with, it declares nothing. */
export function isConstantLike(name: string): boolean {
  return /(?:^|_)[A-Z][A-Z0-9]+$/.test(name) || /^[A-Z][A-Z0-9_]+$/.test(name);
}
