/** A safe way to do what an unsafe block does: an abstraction around the C function, or a function of the same type that checks. */
import { type AbstractionIndex, answerTo } from '../kernel/abstractions/index.ts';
import { leavesCheck, safeNames } from '../kernel/abstractions/siblings.ts';
import { type BindingUse, bindingReferences, bindingUses } from '../kernel/bindings.ts';
import type { Item } from '../rust/items.ts';
import { type Call, operationsIn } from '../rust/operations.ts';
import type { Site } from '../rust/site.ts';
import { functionsOf, isUnsafe } from './patch-functions.ts';
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

/** Functions of core that do without the check of another one. The type is named where others have such a function as well. */
const OF_CORE: Readonly<Record<string, { readonly safe: string; readonly of?: RegExp }>> = {
  get_unchecked: { safe: 'get' },
  get_unchecked_mut: { safe: 'get_mut' },
  split_at_unchecked: { safe: 'split_at_checked' },
  split_at_mut_unchecked: { safe: 'split_at_mut_checked' },
  swap_unchecked: { safe: 'swap' },
  unwrap_unchecked: { safe: 'ok_or' },
  unwrap_err_unchecked: { safe: 'err' },
  from_utf8_unchecked: { safe: 'from_utf8' },
  from_utf8_unchecked_mut: { safe: 'from_utf8_mut' },
  from_bytes_with_nul_unchecked: { safe: 'from_bytes_with_nul' },
  from_bytes_with_nul_unchecked_mut: { safe: 'from_bytes_with_nul_mut' },
  as_str_unchecked: { safe: 'to_str' },
  from_u32_unchecked: { safe: 'from_u32' },
  from_size_align_unchecked: { safe: 'from_size_align' },
  new_unchecked: { safe: 'new', of: /(?:^|::)NonNull$|(?:^|::)NonZero\w*$/ },
  unchecked_add: { safe: 'checked_add' },
  unchecked_sub: { safe: 'checked_sub' },
  unchecked_mul: { safe: 'checked_mul' },
  unchecked_neg: { safe: 'checked_neg' },
  unchecked_shl: { safe: 'checked_shl' },
  unchecked_shr: { safe: 'checked_shr' },
};

/** The name of a safe function that does the same as the one that is called; a block within it is what makes it safe. */
function siblingOf(
  call: Call,
  { patch }: FileChange,
  { facts: { index } }: FileView,
  { item }: Site,
): string | undefined {
  const functions = functionsOf(patch).after;
  const type = /(?:^|::)([A-Z]\w*)$/.exec(call.qualifier)?.[1] ?? 'Self';
  const owners = (functions.get(call.name) ?? [])
    .filter(isUnsafe)
    .map((each) => ownerOf(each.item))
    .filter((owner) => type === 'Self' || owner === type);
  const inView = safeNames(call.name).find((name) =>
    functions.get(name)?.some((each) => !isUnsafe(each) && owners.includes(ownerOf(each.item))),
  );
  const elsewhere = owners.length === 0 ? (inTree(call, type, index) ?? inCore(call)) : undefined;
  const safe = inView ?? elsewhere;
  return safe === undefined || item?.name === safe ? undefined : safe;
}

/** Of a type of rust/kernel. Where the call does not name it, the function's name has to say what it leaves out, and one type alone may have it. */
function inTree({ name }: Call, type: string, index: AbstractionIndex | undefined): string | undefined {
  const known = index?.siblings.filter((each) => each.unsafe === name) ?? [];
  if (type !== 'Self') return known.find((each) => each.type === type)?.safe;
  return leavesCheck(name) && known.length === 1 && !Object.hasOwn(OF_CORE, name) ? known[0]?.safe : undefined;
}

function inCore({ name, qualifier }: Call): string | undefined {
  const known = Object.hasOwn(OF_CORE, name) ? OF_CORE[name] : undefined;
  return known?.of === undefined || known.of.test(qualifier) ? known?.safe : undefined;
}

/** `Ring` of a function in `impl Ring<'_>` or `impl Trait for Ring`; the name of its trait or module; empty at the top of a file. */
function ownerOf(item: Item | undefined): string {
  const { kind, name = '' } = item?.parent ?? {};
  return kind === 'impl' ? (/^(?:impl |.* for ?)([\w:]+)/.exec(name)?.[1] ?? name) : name;
}
