/** The functions that a patch shows, by name: before it and after it. */
import type { Item } from '../rust/items.ts';
import { TokenKind, type Tokens } from '../rust/lexer.ts';
import { addTo } from '../text/multimap.ts';
import type { FileChange, FileView } from './rule.ts';

/** A function that a patch shows, if only its head. */
export interface Defined {
  readonly tokens: Tokens;
  /** Its `fn`. */
  readonly at: number;
  /** Undefined where the patch shows too little of it. */
  readonly item: Item | undefined;
}

/** The functions of a patch's files by name, before and after. */
export interface Functions {
  readonly before: ReadonlyMap<string, readonly Defined[]>;
  readonly after: ReadonlyMap<string, readonly Defined[]>;
}

const KNOWN = new WeakMap<readonly FileChange[], Functions>();

/** The functions that a patch has before and after, by name. */
export function functionsOf(patch: readonly FileChange[]): Functions {
  let known = KNOWN.get(patch);
  if (known === undefined) {
    known = { before: byName(patch.map(({ before }) => before)), after: byName(patch.map(({ after }) => after)) };
    KNOWN.set(patch, known);
  }
  return known;
}

function byName(views: readonly (FileView | undefined)[]): Map<string, Defined[]> {
  const found = new Map<string, Defined[]>();
  for (const view of new Set(views)) {
    if (view === undefined) continue;
    const { tokens, items } = view.file;
    const known = new Map(items.map((item) => [item.kind === 'fn' ? behindModifiers(tokens, item.token) : -1, item]));
    for (const at of tokens.allOf('fn')) {
      addTo(found, tokens.at(tokens.next(at)), { tokens, at, item: known.get(at) });
    }
  }
  return found;
}

/** The `fn` of an item that begins at this token. */
function behindModifiers(tokens: Tokens, item: number): number {
  let at = item;
  while (at < item + MOST_MODIFIERS && !tokens.is(at, 'fn')) at += 1;
  return at;
}

/** `pub(in a::b) default const async unsafe extern "C"` and a comment. */
const MOST_MODIFIERS = 16;

/** Whether it is an `unsafe fn`. */
export function isUnsafe({ tokens, at }: Defined): boolean {
  const before = tokens.previous(at);
  if (tokens.is(before, 'unsafe')) return true;
  const abi = tokens.kind(before) === TokenKind.literal ? tokens.previous(before) : before;
  return tokens.is(abi, 'extern') && tokens.is(tokens.previous(abi), 'unsafe');
}

/** Whether the functions of this name that the patch shows are all safe; undefined where it shows none. */
export function isSafeFunction(functions: ReadonlyMap<string, readonly Defined[]>, name: string): boolean | undefined {
  return functions.get(name)?.every((each) => !isUnsafe(each));
}
