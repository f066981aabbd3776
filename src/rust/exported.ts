/** Which functions other crates can name, as far as their own file shows (The Rust Reference, "Visibility and privacy"). */
import type { Item, ItemKind } from './items.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { isPublic } from './signature.ts';

/** Tells for functions of one file whether other crates can call them; what other files hide (`mod name;`) is not known. */
export function exportedFunctions(tokens: Tokens, items: readonly Item[]): (fn: Item) => boolean {
  const named = reexported(tokens);
  const types = byName(items, ['struct', 'enum', 'union']);
  const traits = byName(items, ['trait']);

  /** Whether the path to an item leads through public modules, or it is given out under another one. */
  const isReachable = (item: Item): boolean => {
    if (!isPublic(tokens, item)) return false;
    const { parent } = item;
    if (parent === undefined || named.has(item.name)) return true;
    return parent.kind === 'mod' && (named.has(`${parent.name}::*`) || isReachable(parent));
  };
  // what no item of the file is named is of another one, or of the language
  const isKnownHidden = (known: ReadonlyMap<string, Item>, name: string): boolean => {
    const item = known.get(name);
    return item !== undefined && !isReachable(item);
  };

  return (fn) => {
    const { parent } = fn;
    if (parent?.kind === 'trait') return isReachable(parent);
    if (parent?.kind !== 'impl') return isReachable(fn);
    const { trait, type } = partsOfImpl(parent);
    if (isKnownHidden(types, type)) return false;
    return parent.ofTrait ? !isKnownHidden(traits, trait) : isPublic(tokens, fn);
  };
}

/** The last words of the paths of an impl's trait and type: `Backend` and `Ring` of `impl<T> a::Backend for &mut b::Ring<T>`. */
export function partsOfImpl({ name, ofTrait }: Item): { readonly trait: string; readonly type: string } {
  // of two, the first may belong to a bound of the trait's arguments
  const between = ofTrait ? [...name.matchAll(/ for\b/g)].at(-1) : undefined;
  const last = (path: string): string =>
    /^(?:impl |[&*]|mut |const |'\w+ )*(?:\w+::)*(\w+)/.exec(path.trim())?.[1] ?? '';
  return {
    trait: last(name.slice(0, between?.index ?? 0)),
    type: last(name.slice(between === undefined ? 0 : between.index + ' for'.length)),
  };
}

function byName(items: readonly Item[], kinds: readonly ItemKind[]): ReadonlyMap<string, Item> {
  return new Map(items.filter(({ kind }) => kinds.includes(kind)).map((item) => [item.name, item]));
}

/** The names that `pub use` gives out, and `module::*` for all names of a module. */
function reexported(tokens: Tokens): ReadonlySet<string> {
  const names = new Set<string>();
  for (const use of tokens.allOf('use')) {
    if (!tokens.is(tokens.previous(use), 'pub')) continue;
    for (let at = tokens.next(use); at < tokens.count && !tokens.is(at, ';'); at = tokens.next(at)) {
      if (tokens.kind(at) === TokenKind.word) names.add(tokens.at(at));
      else if (tokens.is(at, '*')) names.add(`${tokens.at(at - 3)}::*`);
    }
  }
  return names;
}
