/** The place where a symbol is mentioned: the item that the mention speaks for, and what kind of sign it is. */
import type { Tokens } from '../../rust/lexer.ts';
import type { Outline } from './outline.ts';
import type { Sign } from './ranking.ts';

export interface Place {
  readonly sign: Sign;
  /** In the body of a function or the value of a constant, where types are only passed through. */
  readonly isCode: boolean;
  /** Drivers cannot name the item. */
  readonly isHidden: boolean;
  /** `Clk::enable`, also where drivers cannot name it; empty for the module itself. */
  readonly item: string;
  /** The trait of the impl around it; empty elsewhere. */
  readonly trait: string;
  /** Token index at which the item begins. */
  readonly first: number;
  /** The inline modules around it. */
  readonly modules: readonly string[];
}

const NO_WORDS: ReadonlyMap<string, string> = new Map();

/**
 * The place of token `at`; undefined in tests.
 * @param inner the innermost item there
 * @param words what metavariables are bound to, where the place is in a macro that a call fills
 */
export function placeAt(
  tokens: Tokens,
  at: number,
  inner: Outline | undefined,
  isReexport: boolean,
  words: ReadonlyMap<string, string> = NO_WORDS,
): Place | undefined {
  if (inner?.isTest === true) return undefined;
  const modules = modulesAround(inner);
  if (isReexport)
    return { sign: 'constant', isCode: false, isHidden: false, item: tokens.at(at), trait: '', first: at, modules };
  const item = inner?.kind === 'fn' ? outermostFn(inner) : inner;
  const isNamed = item !== undefined && item.kind !== 'mod' && item.kind !== 'macro_rules';
  const isHidden = isNamed && !isNameable(item);
  const macro = words === NO_WORDS ? macroAround(item) : undefined;
  const ofMacro = macro?.visibility === 'public' ? `${macro.name}!` : '';
  const name = isNamed && macro === undefined ? itemNameOf(item, words) : '';
  return {
    sign: signOf(tokens, at, inner, item),
    isCode: isInCode(at, inner),
    isHidden: isHidden && ofMacro === '',
    item: name || ofMacro,
    trait: (item?.kind === 'impl' ? item : item?.parent)?.trait ?? '',
    first: isNamed ? item.first : at,
    modules,
  };
}

/** `Clk::enable` for the function in the impl. */
export function itemNameOf(item: Outline, words: ReadonlyMap<string, string> = NO_WORDS): string {
  const names: string[] = [];
  for (let each: Outline | undefined = item; each !== undefined; each = each.parent) {
    if (each.kind === 'mod' || each.kind === 'macro_rules') break;
    if (each.kind !== 'fn' || each === item) names.unshift(nameOf(each, words));
  }
  return names.join('::');
}

/** The inline modules around an item, itself included. */
export function modulesAround(inner: Outline | undefined): readonly string[] {
  const modules: string[] = [];
  for (let each = inner; each !== undefined; each = each.parent) {
    if (each.kind === 'mod') modules.unshift(each.name);
  }
  return modules;
}

/** A function in a function speaks for the outer one, which is the one that others can name. */
function outermostFn(fn: Outline): Outline {
  let outer = fn;
  while (outer.parent?.kind === 'fn') outer = outer.parent;
  return outer;
}

function macroAround(item: Outline | undefined): Outline | undefined {
  let each = item;
  while (each !== undefined && each.kind !== 'macro_rules') each = each.parent;
  return each;
}

function nameOf(item: Outline, words: ReadonlyMap<string, string>): string {
  return item.name.startsWith('$') ? (words.get(item.name.slice(1)) ?? item.name) : item.name;
}

function isInCode(at: number, inner: Outline | undefined): boolean {
  if (inner?.kind === 'fn') return at > inner.body;
  return inner?.kind === 'const' || inner?.kind === 'static' || inner?.kind === 'macro_rules';
}

/** Whether drivers can name an item of a module as far as itself decides that; the parts of an impl go by its type. */
function isNameable(item: Outline): boolean {
  const isPart = item.parent?.kind === 'impl' || item.parent?.kind === 'trait';
  return item.kind === 'impl' || isPart || item.visibility === 'public';
}

function signOf(tokens: Tokens, at: number, inner: Outline | undefined, item: Outline | undefined): Sign {
  if (inner === undefined || item === undefined) return 'mention';
  switch (item.kind) {
    case 'fn':
      return signOfFn(at, inner, item);
    case 'struct':
    case 'union':
      return signOfField(tokens, at, item);
    case 'enum':
      return item.visibility === 'public' ? 'constant' : 'privateItem';
    case 'const':
    case 'static':
    case 'type':
      return signOfConstant(item);
    case 'impl':
      return item.trait === '' ? 'privateItem' : signOfTrait(item.trait);
    case 'macro_rules':
      return item.visibility === 'public' ? 'helper' : 'mention';
    default:
      return 'mention';
  }
}

function signOfFn(at: number, inner: Outline, fn: Outline): Sign {
  const isSignature = at < inner.body;
  if (inner.isCallback) return isSignature ? 'callbackSignature' : 'callbackBody';
  if (isSignature) return /raw|ptr|inner/.test(fn.name) ? 'rawSignature' : 'mention';
  const owner = fn.parent;
  if (owner?.kind === 'impl' && owner.trait !== '') return signOfTrait(owner.trait);
  const isPublic = owner?.kind === 'trait' ? owner.visibility === 'public' : fn.visibility === 'public';
  if (isPublic) return fn.isUnsafe ? 'unsafeFn' : 'safeFn';
  return fn.visibility === 'restricted' ? 'restrictedFn' : 'privateItem';
}

const HOLDERS = ['Opaque', 'UnsafeCell', 'NonNull'];

function signOfField(tokens: Tokens, at: number, struct: Outline): Sign {
  if (struct.visibility === 'private') return 'privateItem';
  const opening = tokens.enclosing(at);
  if (tokens.is(tokens.previous(opening), 'fn')) return 'callbackSignature';
  // `*mut bindings::X`, `Opaque<crate::bindings::X>`
  let before = tokens.previous(at);
  let isHeld = false;
  for (let steps = 0; steps < 16 && before > opening && !tokens.is(before, ','); steps += 1) {
    if (tokens.is(before, '>') && tokens.is(before - 1, '-')) return 'callbackSignature';
    isHeld ||= tokens.is(before, '*') || HOLDERS.some((holder) => tokens.is(before, holder));
    before = tokens.previous(before);
  }
  return isHeld ? 'wrapper' : 'field';
}

function signOfConstant(item: Outline): Sign {
  const owner = item.parent;
  if (owner?.kind === 'impl' && owner.trait !== '') return signOfTrait(owner.trait);
  return item.visibility === 'public' || owner?.kind === 'trait' ? 'constant' : 'privateItem';
}

function signOfTrait(trait: string): Sign {
  if (trait.endsWith('Backend')) return 'backendTrait';
  if (trait.endsWith('RefCounted')) return 'countTrait';
  return trait === 'Drop' || trait === 'PinnedDrop' ? 'dropTrait' : 'otherTrait';
}
