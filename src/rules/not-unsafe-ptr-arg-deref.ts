/** Rule: who can give a function any pointer has to write `unsafe`. */
import { exportedFunctions } from '../rust/exported.ts';
import type { Item } from '../rust/items.ts';
import type { Tokens } from '../rust/lexer.ts';
import { parameterUses } from '../rust/parameter-uses.ts';
import { PointerUses, type UnsafeUse } from '../rust/pointer-uses.ts';
import { parametersOf } from '../rust/signature.ts';
import { isTestCode } from '../rust/test-code.ts';
import { rawBindingParameter } from './raw-binding-parameter.ts';
import { defineRule } from './rule.ts';

export const notUnsafePtrArgDeref = defineRule({
  id: 'not-unsafe-ptr-arg-deref',
  summary: 'safe public function that dereferences a raw pointer which it takes',
  why: 'Anyone can call a safe function with any pointer: null, dangling, of another lifetime. So a caller without any unsafe code can cause undefined behaviour. Either the function is unsafe and says in `# Safety` what the pointer has to be, or it takes a reference.',
  reference: 'https://rust-lang.github.io/rust-clippy/master/#not_unsafe_ptr_arg_deref',
  severity: { leaf: 'info', abstraction: 'warning', ffi: 'warning' },
  otherSeverities: { abstraction: ['info'], ffi: ['info'] },
  when: 'Functions that other crates can call, as far as their file tells. A note in leaf code, which no other crate calls, on methods of traits, whose signature the trait decides, and where only hunks are at hand. Not in code that is built for tests alone. Functions that `raw-binding-parameter` speaks of are left to it. In a review it reports only a function that is new or that the patch made so.',
  examples: {
    bad: `pub fn status(regs: *const u32) -> u32 {
    // SAFETY: \`regs\` is mapped.
    unsafe { regs.read_volatile() }
}`,
    good: `/// # Safety
///
/// \`regs\` must be valid for reads.
pub unsafe fn status(regs: *const u32) -> u32 {
    // SAFETY: By the safety requirements of this function.
    unsafe { regs.read_volatile() }
}`,
  },
  lints: ['clippy::not_unsafe_ptr_arg_deref'],
  practice:
    'None of the four trees that were read (Linux 6.12.107 to 7.3.4) has such a function: Clippy is on for them.',
  misses: [
    'Pointers that go through another variable, a cast or a method first: `let q = p; unsafe { *q }`. Clippy does not see them either.',
    'Calls in a block with several operations, where neither the name nor the file tells which of them is unsafe.',
    'Functions that macros make, and async functions.',
    'Modules, types and traits that another file hides: what is `pub` counts as public.',
  ],
  differs: [
    'An `allow` or `expect` on the block counts as well; Clippy asks for it on the function.',
    'It names all places of a function in one finding.',
  ],

  *check(view) {
    const { tokens, items, text } = view.file;
    if (!text.includes('unsafe') || !/\*\s*(?:const|mut)\b/.test(text)) return;
    const isExported = exportedFunctions(tokens, items);
    const aliases = pointerAliases(tokens, items);
    let uses: PointerUses | undefined;
    let said: ReadonlySet<Item | undefined> | undefined;
    const isSaidOf = (item: Item): boolean => {
      // in leaf code too, where that rule is silent: a function that moves there has no new fault
      said ??= new Set([...(rawBindingParameter.check?.(view) ?? [])].map((hit) => hit.item));
      return said.has(item);
    };
    for (const item of items) {
      if (item.kind !== 'fn' || item.isUnsafe || item.body === -1 || isAsync(tokens, item)) continue;
      const pointers = pointerParameters(tokens, item, aliases);
      if (pointers.size === 0 || !isExported(item) || isTestCode(tokens, item.token)) continue;
      uses ??= new PointerUses(view.file);
      const asked = uses;
      const [first, ...others] = parameterUses(tokens, item, pointers).flatMap(({ name, at }) => {
        const what = asked.unsafeUse(at, item.body);
        return what === undefined ? [] : [{ at, what: wordsFor(name, what) }];
      });
      if (first === undefined || isSaidOf(item)) continue;
      const isOfTrait = item.parent?.kind === 'trait' || item.parent?.ofTrait === true;
      yield {
        at: { start: tokens.start(first.at), end: tokens.end(first.at) },
        item,
        key: item.name,
        ...((isOfTrait || view.isExcerpt) && { severity: 'info' as const }),
        message: `safe function \`${item.name}\` ${first.what}, and safe code can call it with any pointer`,
        help: isOfTrait
          ? 'make the function unsafe in the trait, with a `# Safety` section, or let it take a reference'
          : 'make it unsafe and say under `# Safety` what the pointer has to be, or take a reference',
        related: others.map(({ at, what }) => ({ offset: tokens.start(at), message: `it ${what} here` })),
      };
    }
  },
});

function wordsFor(name: string, { kind, what }: UnsafeUse): string {
  if (kind === 'dereference') return `dereferences \`${name}\``;
  return kind === 'method' ? `calls ${what} on \`${name}\`` : `passes \`${name}\` to ${what}`;
}

/** What an async function takes belongs to the future that it gives. */
function isAsync(tokens: Tokens, { token, body }: Item): boolean {
  for (let at = token; at < body && !tokens.is(at, 'fn'); at = tokens.next(at)) if (tokens.is(at, 'async')) return true;
  return false;
}

/** The file's own names for raw pointers: `type Regs = *mut u32;`. */
function pointerAliases(tokens: Tokens, items: readonly Item[]): ReadonlySet<string> {
  const isPointer = ({ kind, span }: Item): boolean => {
    if (kind !== 'type') return false;
    let at = tokens.from(span.start);
    while (tokens.start(at) < span.end && !tokens.is(at, '=')) at = tokens.next(at);
    return isRawPointer(tokens, tokens.next(at));
  };
  return new Set(items.filter(isPointer).map(({ name }) => name));
}

function isRawPointer(tokens: Tokens, at: number): boolean {
  return tokens.is(at, '*') && (tokens.is(tokens.next(at), 'const') || tokens.is(tokens.next(at), 'mut'));
}

/** The names of the parameters that are raw pointers as a whole; in the impl of a trait for pointers `self` is one. */
function pointerParameters(tokens: Tokens, item: Item, aliases: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  const opening = parametersOf(tokens, item);
  const end = tokens.partner(opening);
  for (let at = opening; opening !== -1 && at < end; at = behindParameter(tokens, at, end)) {
    let name = tokens.next(at);
    while (tokens.is(name, '#')) name = tokens.next(tokens.partner(tokens.next(name)));
    if (tokens.is(name, 'mut')) name = tokens.next(name);
    const colon = tokens.next(name);
    const type = tokens.next(colon);
    const isAlias = aliases.has(tokens.at(type)) && /^[,)<]$/.test(tokens.at(tokens.next(type)));
    if (tokens.is(colon, ':') && (isRawPointer(tokens, type) || isAlias)) names.add(tokens.at(name));
    if (
      tokens.is(name, 'self') &&
      /^[,)]$/.test(tokens.at(colon)) &&
      / for ?\*(?:const|mut) /.test(item.parent?.name ?? '')
    )
      names.add('self');
  }
  return names;
}

/** The comma behind the parameter that begins behind token `from`, or the end. */
function behindParameter(tokens: Tokens, from: number, end: number): number {
  let angles = 0;
  for (let at = tokens.next(from); at < end; at = Math.max(tokens.next(at), tokens.partner(at))) {
    if (tokens.is(at, '<')) angles += 1;
    else if (tokens.is(at, '>') && !tokens.is(at - 1, '-')) angles -= 1;
    else if (tokens.is(at, ',') && angles === 0) return at;
  }
  return end;
}
