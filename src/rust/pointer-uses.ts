/** What code does with a raw pointer that is unsafe for any pointer which the code does not know, by its tokens. */

import { addTo } from '../text/multimap.ts';
import { partsOfImpl } from './exported.ts';
import type { RustFile } from './file.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { armsOf, isMetavariable, type MacroArm } from './metavariables.ts';
import { type Call, callAt, isFactor, NO_CALLS, operationsIn } from './operations.ts';
import { callSafety } from './safe-calls.ts';
import { WayOut } from './ways-out.ts';

/** The unsafe methods of raw pointers (documentation of core, "primitive type pointer"). */
const METHODS = new Set(
  [
    'read read_volatile read_unaligned write write_bytes write_volatile write_unaligned replace swap drop_in_place',
    'copy_to copy_to_nonoverlapping copy_from copy_from_nonoverlapping',
    'add sub offset byte_add byte_sub byte_offset offset_from byte_offset_from offset_from_unsigned byte_offset_from_unsigned',
    'as_ref as_mut as_ref_unchecked as_mut_unchecked as_uninit_ref as_uninit_mut as_uninit_slice as_uninit_slice_mut',
    'get_unchecked get_unchecked_mut split_at_mut split_at_mut_unchecked',
  ].flatMap((line) => line.split(' ')),
);

/** The unsafe functions of `core::ptr` that no method is named like. */
const FUNCTIONS = new Set(['copy', 'copy_nonoverlapping']);

const UNSAFE_BLOCKS = new WayOut(
  (tokens, bracket) => tokens.is(bracket, '{') && tokens.is(tokens.previous(bracket), 'unsafe'),
);

/** Macros of a file that hand a pointer to each other, so many deep at most. */
const DEEPEST = 4;

/** A block of more tokens does several things; it is not looked through. */
const LONGEST_BLOCK = 1000;

/** What is known of functions of the same name: whether some are safe, and whether some are unsafe. */
interface Own {
  isSafe: boolean;
  isUnsafe: boolean;
}

/** A metavariable of an arm. */
interface Variable {
  readonly arm: MacroArm;
  readonly name: string;
}

/** A macro of the file, by what its arms take. */
interface OwnMacro {
  /** By the number of arguments, for each argument the metavariables that it becomes. */
  readonly byCount: ReadonlyMap<number, readonly (readonly Variable[])[]>;
  /** The metavariables that any argument can become: those of arms that repeat a single one. */
  readonly repeated: readonly Variable[];
  /** Whether an arm writes `unsafe`. */
  readonly hasUnsafe: boolean;
}

/** What is around a pointer. */
interface Surroundings {
  /** The bracket that opens the code in which an unsafe block counts. */
  readonly body: number;
  /** How many macros deep the code is. */
  readonly depth: number;
  /** The code is of a macro that is called in an unsafe block. */
  readonly isUnsafe: boolean;
}

/** A pointer in code: its first and its last token. */
interface Pointer {
  readonly first: number;
  readonly last: number;
}

/** An unsafe operation with a pointer. */
export interface UnsafeUse {
  readonly kind: 'dereference' | 'method' | 'call';
  /** The method, or what takes the pointer, in Markdown; empty for a dereference. */
  readonly what: string;
}

/** Asks what the code of one file does with pointers. */
export class PointerUses {
  readonly #file: RustFile;
  /** The file's own functions, by what {@link ownKey} gives. */
  readonly #own = new Map<string, Own>();
  /** For the `{` of unsafe blocks the operations in them that can need the block. */
  readonly #open = new Map<number, readonly string[]>();
  /** The file's own macros, by name. */
  readonly #macros = new Map<string, OwnMacro>();
  /** For the first token of each argument of a macro which argument it is, and of how many; read once for each call. */
  readonly #arguments = new Map<number, { readonly index: number; readonly count: number }>();
  /** For the bodies of arms where each metavariable is. */
  readonly #places = new Map<number, ReadonlyMap<string, readonly number[]>>();
  /** What was found for a metavariable of an arm at a depth, so that calls of calls are followed once. */
  readonly #inArm = new Map<string, UnsafeUse | undefined>();

  /** The brackets of calls of the file's own macros that have an unsafe block: what they are given can be put into it. */
  readonly #puttingIntoUnsafe = new WayOut(
    (tokens, bracket) =>
      tokens.is(bracket - 1, '!') && this.#macros.get(tokens.at(tokens.previous(bracket - 1)))?.hasUnsafe === true,
  );

  constructor(file: RustFile) {
    this.#file = file;
    const { tokens, items } = file;
    for (const { kind, name, isUnsafe, parent, token } of items) {
      if (kind !== 'fn') continue;
      const isOfC = parent?.kind === 'extern' && !tokens.is(token, 'safe');
      const type = parent?.kind === 'impl' ? partsOfImpl(parent).type : parent?.kind === 'trait' ? parent.name : '';
      for (const key of type === '' ? [ownKey(name, type)] : [ownKey(name, type), ownKey(name, ANY_TYPE)]) {
        const own = this.#own.get(key) ?? { isSafe: false, isUnsafe: false };
        own[isUnsafe || isOfC ? 'isUnsafe' : 'isSafe'] = true;
        this.#own.set(key, own);
      }
    }
    for (const at of tokens.allOf('macro_rules')) {
      const name = tokens.next(at + 1);
      this.#macros.set(tokens.at(name), ownMacro(tokens, armsOf(tokens, tokens.next(name))));
    }
  }

  /**
   * What the code around a pointer does with it that is unsafe.
   * @param at the token of a variable that is a raw pointer
   * @param body the bracket that opens the code to which an unsafe block counts
   * @returns undefined where nothing is unsafe
   */
  unsafeUse(at: number, body: number): UnsafeUse | undefined {
    return this.#useOf({ first: at, last: at }, { body, depth: 0, isUnsafe: false });
  }

  #useOf(pointer: Pointer, around: Surroundings): UnsafeUse | undefined {
    const { tokens } = this.#file;
    const { body, isUnsafe } = around;
    const { first, last } = inParentheses(tokens, pointer);
    const before = tokens.previous(first);
    const next = tokens.next(last);
    const block = UNSAFE_BLOCKS.nearest(tokens, first);
    const isOutside = !isUnsafe && block <= body && this.#puttingIntoUnsafe.nearest(tokens, first) <= body;
    if (tokens.is(next, '.')) {
      if (isOutside) return undefined;
      const method = tokens.next(next);
      const isCalled = tokens.is(tokens.next(method), '(') || tokens.is(tokens.next(method), ':');
      const isUnsafeMethod = isCalled && METHODS.has(tokens.at(method));
      return isUnsafeMethod ? { kind: 'method', what: `\`${tokens.at(method)}\`` } : undefined;
    }
    // outside of unsafe blocks it would not compile: there a variable of another type has the name
    if (tokens.is(before, '*') && !isFactor(tokens, before))
      return isOutside ? undefined : { kind: 'dereference', what: '' };
    const opening = tokens.enclosing(first);
    if (!/^[(,]$/.test(tokens.at(before)) || !/^[,)]$/.test(tokens.at(next)) || !tokens.is(opening, '('))
      return undefined;
    if (tokens.is(tokens.previous(opening), '!'))
      return this.#useInMacro(opening, first, { ...around, isUnsafe: !isOutside });
    if (block <= body) return undefined;
    const call = callAt(tokens, opening);
    if (call !== undefined) return this.#isUnsafe(call, block) ? { kind: 'call', what: `\`${call.name}\`` } : undefined;
    // what is called is the value of an expression: `(self.release)(p)`
    const isOfValue = tokens.is(tokens.previous(opening), ')') && this.#openIn(block).length === 0;
    return isOfValue ? { kind: 'call', what: 'a function pointer' } : undefined;
  }

  /** What a macro of the file does with its argument at token `at`. */
  #useInMacro(opening: number, at: number, { depth, isUnsafe }: Surroundings): UnsafeUse | undefined {
    const { tokens } = this.#file;
    const macro = this.#macros.get(tokens.at(tokens.previous(tokens.previous(opening))));
    if (macro === undefined || depth === DEEPEST) return undefined;
    const { index, count } = this.#argument(opening, at);
    for (const variables of [macro.byCount.get(count)?.[index] ?? [], macro.repeated])
      for (const variable of variables) {
        const use = this.#useInArm(variable, depth + 1, isUnsafe);
        if (use !== undefined) return use;
      }
    return undefined;
  }

  #argument(opening: number, at: number): { readonly index: number; readonly count: number } {
    const known = this.#arguments.get(at);
    if (known !== undefined) return known;
    const starts = argumentsOf(this.#file.tokens, opening);
    for (const [index, start] of starts.entries()) this.#arguments.set(start, { index, count: starts.length });
    return this.#arguments.get(at) ?? { index: -1, count: -1 };
  }

  /** What an arm does with one of its metavariables. */
  #useInArm({ arm: { body }, name }: Variable, depth: number, isUnsafe: boolean): UnsafeUse | undefined {
    const key = `${body} ${depth} ${isUnsafe} ${name}`;
    if (this.#inArm.has(key)) return this.#inArm.get(key);
    let use: UnsafeUse | undefined;
    for (const each of this.#placesIn(body).get(name) ?? []) {
      use = this.#useOf({ first: each, last: each + 1 }, { body, depth, isUnsafe });
      if (use !== undefined) break;
    }
    this.#inArm.set(key, use);
    return use;
  }

  #placesIn(body: number): ReadonlyMap<string, readonly number[]> {
    const known = this.#places.get(body);
    if (known !== undefined) return known;
    const { tokens } = this.#file;
    const places = new Map<string, number[]>();
    for (let at = body; at < tokens.partner(body); at = tokens.next(at))
      if (isMetavariable(tokens, at)) addTo(places, tokens.at(at + 1), at);
    this.#places.set(body, places);
    return places;
  }

  #isUnsafe(call: Call, block: number): boolean {
    const known = this.#known(call);
    if (known !== undefined) return known;
    const open = this.#openIn(block);
    return open.length === 1 && open[0] === call.name;
  }

  /** Whether a call is unsafe, as far as its name and the file show. */
  #known(call: Call): boolean | undefined {
    const { name, qualifier, isMethod } = call;
    if (isMethod && METHODS.has(name)) return true;
    if (/(?:^|::)ptr$/.test(qualifier)) return METHODS.has(name) || FUNCTIONS.has(name);
    const type = /(\p{Lu}\w*)$/u.exec(qualifier)?.[1] ?? '';
    const own = this.#own.get(ownKey(name, isMethod || type === 'Self' ? ANY_TYPE : type));
    if (own !== undefined && !own.isSafe) return true;
    const isOfC = /(?:^|::)bindings$/.test(qualifier);
    if (own !== undefined && !isOfC && !own.isUnsafe) return false;
    const safety = callSafety(call);
    return safety === 'open' ? undefined : safety === 'unsafe';
  }

  /** The operations of a block that can be what the block is for; a dereference is `*`. */
  #openIn(block: number): readonly string[] {
    const known = this.#open.get(block);
    if (known !== undefined) return known;
    const { tokens } = this.#file;
    if (tokens.partner(block) - block > LONGEST_BLOCK) return SEVERAL;
    const span = { start: tokens.start(block), end: tokens.end(tokens.partner(block)) };
    const { calls, dereferences } = operationsIn(tokens, span);
    const open = calls.filter((call) => this.#known(call) !== false).map(({ name }) => name);
    const all = [...open, ...dereferences.map(() => '*')];
    this.#open.set(block, all);
    return all;
  }
}

const SEVERAL = ['*', '*'];

/** In {@link ownKey}: a method of any type. */
const ANY_TYPE = '*';

/** @param type empty for a function that belongs to no type */
function ownKey(name: string, type: string): string {
  return `${type}::${name}`;
}

/** A pointer with the parentheses that are around it alone. */
function inParentheses(tokens: Tokens, pointer: Pointer): Pointer {
  let whole = pointer;
  for (;;) {
    const [before, next] = [tokens.previous(whole.first), tokens.next(whole.last)];
    if (!tokens.is(before, '(') || tokens.partner(before) !== next) return whole;
    const head = tokens.previous(before);
    const isCall =
      tokens.kind(head) === TokenKind.word ? !NO_CALLS.has(tokens.at(head)) : /^[!>)\]]$/.test(tokens.at(head));
    if (isCall) return whole;
    whole = { first: before, last: next };
  }
}

/** The first token of each argument that a call of a macro has. */
function argumentsOf(tokens: Tokens, opening: number): readonly number[] {
  const starts = [tokens.next(opening)];
  const end = tokens.partner(opening);
  for (let at = tokens.next(opening); at < end; at = Math.max(tokens.next(at), tokens.partner(at)))
    if (tokens.is(at, ',')) starts.push(tokens.next(at));
  return starts;
}

function ownMacro(tokens: Tokens, arms: readonly MacroArm[]): OwnMacro {
  const byCount = new Map<number, Variable[][]>();
  const repeated: Variable[] = [];
  for (const arm of arms) {
    const { names, isRepeated } = variablesOf(tokens, arm);
    if (isRepeated) {
      if (names.length === 1) repeated.push(...names.map((name) => ({ arm, name })));
      continue;
    }
    const places = byCount.get(names.length) ?? names.map(() => []);
    for (const [index, name] of names.entries()) places[index]?.push({ arm, name });
    byCount.set(names.length, places);
  }
  return { byCount, repeated, hasUnsafe: arms.some(({ body }) => hasWord(tokens, body, 'unsafe')) };
}

function hasWord(tokens: Tokens, opening: number, word: string): boolean {
  for (let at = opening; at < tokens.partner(opening); at = tokens.next(at)) if (tokens.is(at, word)) return true;
  return false;
}

function variablesOf(
  tokens: Tokens,
  { matcher }: MacroArm,
): { readonly names: readonly string[]; readonly isRepeated: boolean } {
  const names: string[] = [];
  let isRepeated = false;
  for (let each = matcher; each < tokens.partner(matcher); each = tokens.next(each)) {
    if (!tokens.is(each, '$')) continue;
    if (tokens.is(each + 1, '(')) isRepeated = true;
    else if (tokens.is(each + 2, ':')) names.push(tokens.at(each + 1));
  }
  return { names, isRepeated };
}
