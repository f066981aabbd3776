/** How much a place in rust/kernel says for its item being the wrapper of a C symbol: the whole ranking, as data. */

/** What a place is. */
export const SIGNS = {
  /** A struct around `Opaque<X>`, `UnsafeCell<X>`, `NonNull<X>` or a pointer to it. */
  wrapper: 12,
  /** A safe public function calls it. */
  safeFn: 10,
  /** A public constant, a variant of an enum, or a public alias has its value or type. */
  constant: 10,
  /** A lock, a reference count, another trait, or a destructor is implemented with it. */
  backendTrait: 9,
  countTrait: 9,
  otherTrait: 5.5,
  dropTrait: 4,
  /** Another field of a public struct. */
  field: 7,
  /** A public item has to do with it by way of a private function or type, or an exported macro names it. */
  helper: 6,
  /** `from_raw(ptr: *mut X)`, `as_raw(&self) -> *mut X`. */
  rawSignature: 5,
  unsafeFn: 5,
  restrictedFn: 3.5,
  privateItem: 3,
  /** A function that C calls: what it calls itself, and what C hands it. */
  callbackBody: 2.5,
  callbackSignature: 0.2,
  /** Anything else, tests left out. */
  mention: 1,
} as const;

export type Sign = keyof typeof SIGNS;

/** From here on an item is taken for a wrapper. */
export const WRAPS = 3;

/** The most that an item says which drivers cannot name. */
const HIDDEN = SIGNS.callbackBody;

/** The most that code says for what it only passes through: a table of callbacks that it fills, a pointer that it casts, a flag that it sets. */
const PASSED: Readonly<Record<'type' | 'const' | 'fn', { readonly inPublicCode: number; readonly elsewhere: number }>> =
  {
    type: { inPublicCode: 4, elsewhere: 1.5 },
    const: { inPublicCode: 8, elsewhere: 8 },
    fn: { inPublicCode: Number.POSITIVE_INFINITY, elsewhere: Number.POSITIVE_INFINITY },
  };

/** Modules that touch much of C without being its abstraction; not for what their public items call, and not for symbols with the module's name. */
export const BORROWERS: readonly { readonly module: string; readonly factor: number }[] = [
  { module: 'debugfs', factor: 0.6 },
  { module: 'miscdevice', factor: 0.6 },
];

/** What a symbol gains where the module's name is a part of its own: `clk` in `clk_get`. */
const NAMESAKE_MODULE = 1.5;

/** The same for the item's name: `File` and `file`. */
const NAMESAKE_ITEM = 1.2;

/** Each further place in the same item, up to ten: what decides between equals. */
export const FURTHER_PLACE = 0.02;

interface Place {
  readonly sign: Sign;
  readonly isCode: boolean;
  readonly isHidden: boolean;
  readonly item: string;
}

export interface Scores {
  readonly score: number;
  /** What is left of it where drivers cannot name the item or its module. */
  readonly hiddenScore: number;
}

/**
 * The scores of one place.
 * @param module the path of the module around it, `kernel` first
 */
export function scoresOf(
  place: Place,
  symbol: string,
  kind: 'fn' | 'const' | 'type',
  module: readonly string[],
): Scores {
  const { sign, item } = place;
  let base: number = SIGNS[sign];
  const isOwnConstant = sign === 'constant' && kind === 'const';
  if (place.isCode && !isOwnConstant) {
    const isPublic = sign === 'safeFn' || sign === 'constant';
    base = Math.min(base, isPublic ? PASSED[kind].inPublicCode : PASSED[kind].elsewhere);
  }
  const lower = symbol.toLowerCase();
  const isModules = module.some((part, index) => index > 0 && isPartOf(part, lower));
  const borrowed = BORROWERS.find((each) => module.includes(each.module))?.factor ?? 1;
  const ofItem = isNamesake(item, lower) ? NAMESAKE_ITEM : 1;
  const hiddenScore = Math.min(base, HIDDEN) * (isModules ? NAMESAKE_MODULE : borrowed) * ofItem;
  if (place.isHidden) return { score: hiddenScore, hiddenScore };
  const isCall = place.isCode && kind === 'fn';
  return { score: base * (isModules ? NAMESAKE_MODULE : isCall ? 1 : borrowed) * ofItem, hiddenScore };
}

/** Whether the item's first name, `LocalFile` of `LocalFile::open`, is part of a symbol as `local_file`. */
function isNamesake(item: string, symbol: string): boolean {
  const end = item.indexOf('::');
  const name = end === -1 ? item : item.slice(0, end);
  const isPossible = name !== '' && symbol.includes(name.slice(0, 2).toLowerCase());
  return isPossible && isPartOf(name.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase(), symbol);
}

/** Whether `symbol` begins with `name`, or has it among its parts; a plural counts: `page` in `alloc_pages`. */
function isPartOf(name: string, symbol: string): boolean {
  if (name.length < 3) return false;
  if (symbol.startsWith(name)) return true;
  for (let at = symbol.indexOf(name); at !== -1; at = symbol.indexOf(name, at + 1)) {
    const end = at + name.length;
    const isStart = at === 0 || symbol[at - 1] === '_';
    if (isStart && (isEnd(symbol, end) || isEnd(symbol, end + 1))) return true;
  }
  return false;
}

function isEnd(symbol: string, at: number): boolean {
  return at === symbol.length || symbol[at] === '_';
}
