/** What code does with a raw pointer that is unsafe for any pointer which the code does not know, by its tokens. */
import { partsOfImpl } from './exported.ts';
import type { RustFile } from './file.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { armsOf, type MacroArm } from './metavariables.ts';
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

/** A pointer in code: the first and the last token of what stands for it. */
interface Pointer {
  readonly first: number;
  readonly last: number;
}

/** Asks what the code of one file does with pointers. */
export class PointerUses {
  readonly #file: RustFile;
  /** The file's own functions by name: of what type each is (none: empty), and whether it is unsafe. */
  readonly #own = new Map<string, { readonly type: string; readonly isUnsafe: boolean }[]>();
  /** For the `{` of unsafe blocks the operations in them that can need the block. */
  readonly #open = new Map<number, readonly string[]>();
  /** The arms of the file's own macros, by name. */
  readonly #macros = new Map<string, readonly MacroArm[]>();

  constructor(file: RustFile) {
    this.#file = file;
    const { tokens, items } = file;
    for (const { kind, name, isUnsafe, parent, token } of items) {
      if (kind !== 'fn') continue;
      const isOfC = parent?.kind === 'extern' && !tokens.is(token, 'safe');
      const type = parent?.kind === 'impl' ? partsOfImpl(parent).type : parent?.kind === 'trait' ? parent.name : '';
      addTo(this.#own, name, { type, isUnsafe: isUnsafe || isOfC });
    }
    for (const at of tokens.allOf('macro_rules')) {
      const name = tokens.next(at + 1);
      this.#macros.set(tokens.at(name), armsOf(tokens, tokens.next(name)));
    }
  }

  /**
   * What the code around a pointer does with it that is unsafe.
   * @param at the token of a variable that is a raw pointer
   * @param body the bracket that opens the code to which an unsafe block counts
   * @returns empty for a dereference; else what takes the pointer, in backquotes; undefined where nothing is unsafe
   */
  unsafeUse(at: number, body: number): string | undefined {
    return this.#useOf({ first: at, last: at }, body, 0);
  }

  #useOf(pointer: Pointer, body: number, depth: number): string | undefined {
    const { tokens } = this.#file;
    const { first, last } = inParentheses(tokens, pointer);
    const before = tokens.previous(first);
    const next = tokens.next(last);
    if (tokens.is(next, '.')) {
      const method = tokens.next(next);
      const isCalled = tokens.is(tokens.next(method), '(') || tokens.is(tokens.next(method), ':');
      return isCalled && METHODS.has(tokens.at(method)) ? `\`${tokens.at(method)}\`` : undefined;
    }
    if (tokens.is(before, '*') && !isFactor(tokens, before)) return '';
    const opening = tokens.enclosing(first);
    if (!/^[(,]$/.test(tokens.at(before)) || !/^[,)]$/.test(tokens.at(next)) || !tokens.is(opening, '('))
      return undefined;
    if (tokens.is(tokens.previous(opening), '!')) return this.#useInMacro(opening, first, depth);
    const block = UNSAFE_BLOCKS.nearest(tokens, first);
    if (block <= body) return undefined;
    const call = callAt(tokens, opening);
    if (call !== undefined) return this.#isUnsafe(call, block) ? `\`${call.name}\`` : undefined;
    // what is called is the value of an expression: `(self.release)(p)`
    const isOfValue = tokens.is(tokens.previous(opening), ')') && this.#openIn(block).length === 0;
    return isOfValue ? 'a function pointer' : undefined;
  }

  /** What a macro of the file does with its argument at token `at`. */
  #useInMacro(opening: number, at: number, depth: number): string | undefined {
    const { tokens } = this.#file;
    const arms = this.#macros.get(tokens.at(tokens.previous(tokens.previous(opening))));
    if (arms === undefined || depth === DEEPEST) return undefined;
    for (const arm of arms) {
      const name = metavariableFor(tokens, arm, opening, at);
      const end = tokens.partner(arm.body);
      for (let each = arm.body; name !== undefined && each < end; each = tokens.next(each)) {
        if (!tokens.is(each, '$') || tokens.at(each + 1) !== name) continue;
        const use = this.#useOf({ first: each, last: each + 1 }, arm.body, depth + 1);
        if (use !== undefined) return use;
      }
    }
    return undefined;
  }

  #isUnsafe(call: Call, block: number): boolean {
    const known = this.#known(call);
    if (known !== undefined) return known;
    const open = this.#openIn(block);
    return open.length === 1 && open[0] === call.name;
  }

  /** Whether a call is unsafe, as far as its name and the file tell. */
  #known(call: Call): boolean | undefined {
    const { name, qualifier, isMethod } = call;
    if (isMethod && METHODS.has(name)) return true;
    if (/(?:^|::)ptr$/.test(qualifier)) return METHODS.has(name) || FUNCTIONS.has(name);
    const type = /(\p{Lu}\w*)$/u.exec(qualifier)?.[1] ?? '';
    const isMeant = (each: string): boolean => (isMethod || type === 'Self' ? each !== '' : each === type);
    const own = this.#own.get(name)?.filter((each) => isMeant(each.type)) ?? [];
    if (own.length > 0 && own.every(({ isUnsafe }) => isUnsafe)) return true;
    const isOfC = /(?:^|::)bindings$/.test(qualifier);
    if (own.length > 0 && !isOfC && !own.some(({ isUnsafe }) => isUnsafe)) return false;
    const safety = callSafety(call);
    return safety === 'open' ? undefined : safety === 'unsafe';
  }

  /** The operations of a block that can be what the block is for; a dereference is `*`. */
  #openIn(block: number): readonly string[] {
    const known = this.#open.get(block);
    if (known !== undefined) return known;
    const { tokens } = this.#file;
    const span = { start: tokens.start(block), end: tokens.end(tokens.partner(block)) };
    const { calls, dereferences } = operationsIn(tokens, span);
    const open = calls.filter((call) => this.#known(call) !== false).map(({ name }) => name);
    const all = [...open, ...dereferences.map(() => '*')];
    this.#open.set(block, all);
    return all;
  }
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
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

/** The metavariable to which an arm gives the argument at token `at` of a call, told by its place among the arguments. */
function metavariableFor(tokens: Tokens, { matcher }: MacroArm, opening: number, at: number): string | undefined {
  let [index, count] = [0, 1];
  for (
    let each = tokens.next(opening);
    each < tokens.partner(opening);
    each = Math.max(tokens.next(each), tokens.partner(each))
  ) {
    if (!tokens.is(each, ',')) continue;
    count += 1;
    if (each < at) index += 1;
  }
  const names: string[] = [];
  let isRepeated = false;
  for (let each = matcher; each < tokens.partner(matcher); each = tokens.next(each)) {
    if (!tokens.is(each, '$')) continue;
    if (tokens.is(each + 1, '(')) isRepeated = true;
    else if (tokens.is(each + 2, ':')) names.push(tokens.at(each + 1));
  }
  return isRepeated ? (names.length === 1 ? names[0] : undefined) : names.length === count ? names[index] : undefined;
}
