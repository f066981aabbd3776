/** A safe way to do what an unsafe block does: an abstraction around the C function, or a function of the same type that checks. */
import { answerTo } from '../kernel/abstractions/index.ts';
import { importsIn } from '../kernel/abstractions/public-names.ts';
import { leavesCheck, safeNames } from '../kernel/abstractions/siblings.ts';
import { type BindingUse, bindingReferences, bindingUses } from '../kernel/bindings.ts';
import { partsOfImpl } from '../rust/exported.ts';
import type { Tokens } from '../rust/lexer.ts';
import { type Call, operationsIn } from '../rust/operations.ts';
import type { Site } from '../rust/site.ts';
import { type Defined, functionsOf, isUnsafe } from './patch-functions.ts';
import type { FileChange, FileView } from './rule.ts';

/** As code: `get` instead of `get_unchecked`. */
export interface SafeWay {
  readonly safe: string;
  readonly unsafe: string;
}

/** The safe ways of blocks of a file, as far as the tree's abstractions, the patch or the core library show one. */
export function safeWays(change: FileChange, after: FileView, blocks: readonly Site[]): ReadonlyMap<Site, SafeWay> {
  const wrapped = wrappedUses(after);
  const found = new Map<Site, SafeWay>();
  for (const block of blocks) {
    const { start, end } = block.span;
    const way = wrapped.find((use) => start <= use.start && use.start < end)?.way ?? besideCalled(change, after, block);
    if (way !== undefined) found.set(block, way);
  }
  return found;
}

/** The function beside one of those that a block calls. */
function besideCalled(change: FileChange, after: FileView, block: Site): SafeWay | undefined {
  for (const call of operationsIn(after.file.tokens, block.span).calls) {
    const safe = siblingOf(call, change, after, block);
    if (safe !== undefined) return { safe, unsafe: call.name };
  }
  return undefined;
}

interface Wrapped {
  readonly start: number;
  readonly way: SafeWay;
}

/** C functions that an abstraction of the tree wraps. */
function wrappedUses({ path, file: { tokens }, facts, isExcerpt }: FileView): readonly Wrapped[] {
  const { index, crateOf, referencesOf, headersBeside } = facts;
  if (index === undefined) return [];
  const isMeant = ({ role, kind, callback, isCertain }: BindingUse) =>
    role === 'use' && kind === 'fn' && callback === undefined && (isCertain || isExcerpt);
  return bindingUses(tokens, referencesOf(path) ?? bindingReferences(tokens, crateOf(path))).flatMap((use) => {
    if (use.symbol === null || !isMeant(use)) return [];
    const answer = answerTo(index, use.symbol, headersBeside(path));
    if (answer.kind !== 'bypasses') return [];
    const { name, member } = answer.abstraction;
    const way = { safe: member === '' ? name : `${name}::${member}`, unsafe: `bindings::${use.symbol}` };
    return [{ start: use.span.start, way }];
  });
}

interface OfCore {
  readonly safe: string;
  /** Where other types have such a function as well, or one that the safe one cannot replace. */
  readonly fits?: (call: Call) => boolean;
}

/** `Pin::get_unchecked_mut` has no argument but the pin, and its safe twin is not for types that need it. */
const ofSlice = ({ isMethod, args }: Call): boolean => isMethod && args === 1;

/** Functions of core that do without the check of another one. */
const OF_CORE: Readonly<Record<string, OfCore>> = {
  get_unchecked: { safe: 'get', fits: ofSlice },
  get_unchecked_mut: { safe: 'get_mut', fits: ofSlice },
  split_at_unchecked: { safe: 'split_at_checked' },
  split_at_mut_unchecked: { safe: 'split_at_mut_checked' },
  swap_unchecked: { safe: 'swap' },
  unwrap_unchecked: { safe: 'unwrap_or_else' },
  unwrap_err_unchecked: { safe: 'err' },
  from_utf8_unchecked: { safe: 'from_utf8' },
  from_utf8_unchecked_mut: { safe: 'from_utf8_mut' },
  from_bytes_with_nul_unchecked: { safe: 'from_bytes_with_nul' },
  as_str_unchecked: { safe: 'to_str' },
  from_u32_unchecked: { safe: 'from_u32', fits: ({ qualifier }) => /(?:^|::)char$/.test(qualifier) },
  from_size_align_unchecked: { safe: 'from_size_align' },
  new_unchecked: { safe: 'new', fits: ({ qualifier }) => /(?:^|::)(?:NonNull|NonZero\w*)$/.test(qualifier) },
  unchecked_add: { safe: 'checked_add' },
  unchecked_sub: { safe: 'checked_sub' },
  unchecked_mul: { safe: 'checked_mul' },
  unchecked_neg: { safe: 'checked_neg' },
  unchecked_shl: { safe: 'checked_shl' },
  unchecked_shr: { safe: 'checked_shr' },
};

/** The safe function that does the same as the one that is called; a block within it is what makes it safe. */
function siblingOf(call: Call, { patch }: FileChange, after: FileView, { item }: Site): string | undefined {
  const type = /(?:^|::)([A-Z]\w*)$/.exec(call.qualifier)?.[1] ?? 'Self';
  const inView = siblingInView(call.name, type, patch);
  const elsewhere = inView === NOT_IN_VIEW ? (inTree(call, type, after) ?? inCore(call)) : inView;
  return elsewhere === undefined || item?.name === elsewhere.replace(/^.*::/, '') ? undefined : elsewhere;
}

const NOT_IN_VIEW = Symbol('the patch does not show the function');

type InView = string | undefined | typeof NOT_IN_VIEW;

const ASKED = new WeakMap<readonly FileChange[], Map<string, InView>>();

/** Beside an unsafe function that the patch shows: a safe one of the same impl's type, or of the same module. */
function siblingInView(name: string, type: string, patch: readonly FileChange[]): InView {
  const asked = ASKED.get(patch) ?? new Map<string, InView>();
  ASKED.set(patch, asked);
  const key = `${type}::${name}`;
  if (!asked.has(key)) asked.set(key, findInView(name, type, patch));
  return asked.get(key);
}

function findInView(name: string, type: string, patch: readonly FileChange[]): InView {
  const functions = functionsOf(patch).after;
  const asked = (functions.get(name) ?? []).filter(
    (each) => isUnsafe(each) && (type === 'Self' || typeOf(each) === type),
  );
  if (asked.length === 0) return NOT_IN_VIEW;
  const owners = new Map<Tokens, Set<string>>();
  for (const each of asked) owners.set(each.tokens, (owners.get(each.tokens) ?? new Set()).add(ownerOf(each)));
  return safeNames(name).find((safe) =>
    functions.get(safe)?.some((each) => !isUnsafe(each) && owners.get(each.tokens)?.has(ownerOf(each))),
  );
}

/** Of a type of rust/kernel that the file names. Where the call does not name it, the function's name has to say what it leaves out. */
function inTree({ name, qualifier }: Call, type: string, { file: { tokens }, facts }: FileView): string | undefined {
  const known = facts.index?.siblings.filter((each) => each.unsafe === name) ?? [];
  if (known.length === 0) return undefined;
  const isOfKernel = (owner: string) => qualifier.startsWith('kernel::') || kernelNamesIn(tokens).has(owner);
  const found = known.find(
    (each) => (type === 'Self' ? leavesCheck(name) : each.type === type) && isOfKernel(each.type),
  );
  return found === undefined ? undefined : `${found.type}::${found.safe}`;
}

const KERNEL_NAMES = new WeakMap<Tokens, ReadonlySet<string>>();

/** What a file imports of the kernel crate by name. */
function kernelNamesIn(tokens: Tokens): ReadonlySet<string> {
  let known = KERNEL_NAMES.get(tokens);
  if (known === undefined) {
    const imports = importsIn(tokens, () => []).filter(({ target }) => target[0] === 'kernel');
    known = new Set(imports.map(({ name }) => name));
    KERNEL_NAMES.set(tokens, known);
  }
  return known;
}

function inCore(call: Call): string | undefined {
  const known = Object.hasOwn(OF_CORE, call.name) ? OF_CORE[call.name] : undefined;
  return known === undefined || known.fits?.(call) === false ? undefined : known.safe;
}

/** What a function of a file belongs to: the type of its impl with its arguments, in its module. Lifetimes aside. */
function ownerOf({ item }: Defined): string {
  return item?.parent?.path.replace(/<'\w+>|'\w+,? ?/g, '') ?? '';
}

/** The type of the impl that a function is in, without its path and arguments; empty outside of an impl. */
function typeOf({ item }: Defined): string {
  return item?.parent?.kind === 'impl' ? partsOfImpl(item.parent).type : '';
}
