/** Uses of the kernel's C bindings in leaf code (Documentation/rust/general-information.rst, "Abstractions vs. bindings"). */

import type { Item } from '../rust/items.ts';
import type { Tokens } from '../rust/lexer.ts';
import { itemFrom, itemsAround } from '../rust/macros.ts';
import {
  type CrateNames,
  type FileNames,
  namesOf,
  type Reference,
  type Role,
  referencesIn,
  type Wanted,
} from '../rust/names/names.ts';
import type { Span } from '../text/lines.ts';
import type { SymbolKind } from './abstractions/symbol-kind.ts';

/**
 * What leaf code may call the bindings: they are a module of the kernel crate. The other two are what they would be called
 * where the file or piece does not show how the name came there.
 */
export const KERNEL_BINDINGS: Wanted = [['kernel', 'bindings'], ['crate', 'bindings'], ['bindings']];

/** Whether the word occurs in a text as in paths and imports; prose and other code pass now and then. */
export function mayNameBindings(text: string): boolean {
  return text.includes('bindings') && /\bbindings\s*(?:::|[,;}]|as\b)/.test(text);
}

/** Where the kernel crate itself gets another name, or is handed on. */
const KERNEL_RENAMED =
  /\bkernel\s+as\b|\bkernel::\{[^;]{0,400}?\bself\s+as\b|\buse\s+(?:::)?kernel\s*;|\bextern\s+crate\s+kernel\b/;

/**
 * Whether any file of a crate names the kernel's bindings directly. In other crates `bindings` is their own;
 * to find its definition would mean to read all their files.
 * @param texts of all its files
 * @param speaking the names of those that hold the word, read up to the first that decides
 */
export function mayReachBindings(texts: readonly string[], speaking: Iterable<FileNames>): boolean {
  if (texts.some(renamesKernel)) return true;
  for (const names of speaking)
    if (referencesIn(names, KERNEL_BINDINGS).some(({ path }) => path[0] === 'kernel')) return true;
  return false;
}

/** Whether it could be said of this text; quicker than to read its names. */
export function mayNameKernelBindings(text: string): boolean {
  return mayNameBindings(text) && FROM_KERNEL.test(text);
}

/** The word behind that of the crate, in one statement; or everything from there. */
const FROM_KERNEL = /\bkernel\b[^;]{0,4000}?\bbindings\b|\bkernel\s*::\s*(?:\*|(?=\{)[^;]{0,4000}?[{,]\s*\*)/;

/** Whether a file of a crate gives the kernel crate another name. */
export function renamesKernel(text: string): boolean {
  return KERNEL_RENAMED.test(text);
}

/**
 * Whether a change of a file can add a use of the bindings: a line that is new holds the word, or a name that imports from there bring.
 * @param before null of a new file
 */
export function mayAddBindings(before: string | null, after: string): boolean {
  if (!mayNameBindings(after)) return false;
  if (before === null) return true;
  const left = new Map<string, number>();
  for (const line of before.split('\n')) left.set(line, (left.get(line) ?? 0) + 1);
  const names = new Set(['bindings', ...namesFromBindings(after)]);
  for (const line of after.split('\n')) {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    if (count <= 0 && (names.has('*') || line.match(/\w+/g)?.some((word) => names.has(word)))) return true;
  }
  return false;
}

/** What imports bring from the bindings, by the words of their text; `*` for a glob. */
function namesFromBindings(text: string): string[] {
  const imports = text.match(/\buse\s[^;]{0,4000};/g) ?? [];
  return imports.flatMap((statement) => {
    const [, behind] = /\bbindings\b(\s*::\s*\{[^}]*\}|[^,}]*)/.exec(statement) ?? [];
    return behind?.match(/\w+|\*/g) ?? [];
  });
}

/** A reference to the bindings, and what its place says of it. */
export interface BindingUse {
  /** The path as it is written. */
  readonly span: Span;
  readonly role: Role;
  /** False where it may be something else of that name. */
  readonly isCertain: boolean;
  /** A glob brings the name, if there is such a symbol. */
  readonly isGlobbed: boolean;
  /** Null where the bindings as a whole are meant. */
  readonly symbol: string | null;
  /** As far as the place shows: what is called is a function, what is written in capitals a constant. */
  readonly kind: SymbolKind;
  /** The item around it. */
  readonly item: Item | undefined;
  /** The `extern "C"` function in whose signature it is. */
  readonly callback: Item | undefined;
}

/**
 * All references of a file to the bindings, in source order.
 * @param crate the other files of its crate, if available
 */
export function bindingReferences(tokens: Tokens, crate: CrateNames | undefined): readonly Reference[] {
  if (crate === undefined && !mayNameBindings(tokens.text)) return [];
  return referencesIn(namesOf(tokens, KERNEL_BINDINGS), KERNEL_BINDINGS, crate);
}

/** What each of them is used for. */
export function bindingUses(tokens: Tokens, references: readonly Reference[]): readonly BindingUse[] {
  return references.map((reference) => {
    const { path, role, span } = reference;
    const last = tokens.from(span.end) - 1;
    const symbol = path[path.indexOf('bindings') + 1] ?? null;
    return {
      span,
      role,
      symbol,
      isGlobbed: reference.isGlobbed,
      isCertain: reference.isCertain && path[0] === 'kernel',
      kind: kindOf(tokens, last, symbol ?? ''),
      item: itemsAround(tokens, last, -1, undefined).at(-1),
      callback: callbackAround(tokens, last),
    };
  });
}

function kindOf(tokens: Tokens, last: number, symbol: string): SymbolKind {
  if (tokens.is(tokens.next(last), '(')) return 'fn';
  return /^[A-Z][A-Z0-9_]*$/.test(symbol) ? 'const' : 'type';
}

/** The function around the parentheses or angle brackets of a token, if C calls it. */
function callbackAround(tokens: Tokens, at: number): Item | undefined {
  let outermost = at;
  for (let open = tokens.enclosing(at); open !== -1 && !tokens.is(open, '{'); open = tokens.enclosing(open))
    outermost = open;
  const item = itemFrom(tokens, outermost, itemsAround(tokens, outermost, -1, undefined).at(-1));
  if (item?.kind !== 'fn' || (item.body !== -1 && item.body < at)) return undefined;
  for (let token = item.token; token < at; token = tokens.next(token)) {
    if (tokens.is(token, 'extern')) return item;
    if (tokens.is(token, 'fn')) return undefined;
  }
  return undefined;
}
