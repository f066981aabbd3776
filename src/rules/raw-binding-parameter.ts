/** Rule: a safe function does not take a raw C pointer. */
import { KERNEL_BINDINGS } from '../kernel/bindings.ts';
import { type Item, isHidden } from '../rust/items.ts';
import type { Tokens } from '../rust/lexer.ts';
import { namesOf, type Reference, referencesIn } from '../rust/names/names.ts';
import { isPublic, parametersOf, signatureOf } from '../rust/signature.ts';
import { signatureEnd } from './missing-safety-doc.ts';
import { defineRule, GENERAL_INFORMATION } from './rule.ts';

export const rawBindingParameter = defineRule({
  id: 'raw-binding-parameter',
  summary: 'safe function that takes a raw pointer to a C type',
  why: 'A safe function must be sound for every argument, and a raw pointer may be anything. Make the function unsafe and document in `# Safety` what the pointer must be, or take the abstraction.',
  reference: GENERAL_INFORMATION,
  severity: { abstraction: 'warning' },
  otherSeverities: { abstraction: ['info'] },
  when: 'A warning on plain `pub` functions, except `#[doc(hidden)]` ones, which macros call. A note on other functions that dereference the pointer or pass it on, except callbacks for C and trait methods. In a patch, reported only when the function is new or newly matches.',
  examples: {
    bad: `pub fn enable(clk: *mut bindings::clk) -> Result {`,
    good: `/// # Safety
///
/// \`clk\` must be valid.
pub unsafe fn enable(clk: *mut bindings::clk) -> Result {`,
  },
  lints: [],
  misses: [
    'Pointers behind a type alias, and functions that only a macro makes public.',
    'Pointers inside another type, such as `NonNull<bindings::clk>`.',
    'Functions of public traits, which drivers implement and the abstraction calls.',
  ],
  differs: [],

  *check(view) {
    // an excerpt may hide the code around it
    if (view.isExcerpt) return;
    const { tokens, items, text } = view.file;
    if (!text.includes('bindings')) return;
    const candidates = items.filter((item) => isAsked(tokens, item) && takesRawPointer(tokens, item));
    if (candidates.length === 0) return;
    const references = referencesIn(namesOf(tokens, KERNEL_BINDINGS), KERNEL_BINDINGS);
    const uses = references.filter(({ role }) => role === 'use');
    let next = 0;
    for (const item of candidates) {
      const parameters = parametersOf(tokens, item);
      const end = tokens.start(tokens.partner(parameters));
      // both are in the order of the text
      while ((uses[next]?.span.start ?? end) < tokens.start(parameters)) next += 1;
      let found: Reference | undefined;
      for (; found === undefined && (uses[next]?.span.start ?? end) < end; next += 1) {
        const use = uses[next] as Reference;
        if (isTaken(tokens, tokens.from(use.span.start))) found = use;
      }
      if (found === undefined || isHidden(tokens, item)) continue;
      const isForAll = isPublic(tokens, item);
      if (!isForAll && !usesPointer(tokens, item, found)) continue;
      yield {
        at: { start: item.span.start, end: signatureEnd(view, item) },
        item,
        key: item.name,
        ...(isForAll ? {} : { severity: 'info' as const }),
        message: `safe function \`${item.name}\` takes a raw pointer to \`${tokens.text.slice(found.span.start, found.span.end)}\``,
        help: 'take the abstraction, or make it unsafe and document under `# Safety` what the pointer must be',
      };
    }
  },
});

/** Safe, and its signature is its own: not C's, nor a trait's. */
function isAsked(tokens: Tokens, item: Item): boolean {
  const { kind, isUnsafe, parent } = item;
  if (kind !== 'fn' || isUnsafe || parent?.kind === 'extern') return false;
  if (isPublic(tokens, item)) return true;
  return parent?.kind !== 'trait' && parent?.ofTrait !== true && !signatureOf(tokens, item).isOfC;
}

/** Whether the body of a function dereferences the parameter with the type at `use`, or passes it on as it is. */
function usesPointer(tokens: Tokens, { body }: Item, { span }: Reference): boolean {
  let name = tokens.from(span.start);
  while (!tokens.is(name, ':') || tokens.is(tokens.previous(name), ':') || tokens.is(name + 1, ':'))
    name = tokens.previous(name);
  name = tokens.previous(name);
  if (body === -1 || name === -1) return false;
  return tokens.allOf(tokens.at(name)).some((at) => {
    if (at <= body || at >= tokens.partner(body)) return false;
    const [before, behind] = [tokens.previous(at), tokens.next(at)];
    const isArgument = /^[(,]$/.test(tokens.at(before)) && /^[),]$/.test(tokens.at(behind));
    return isArgument || (tokens.is(before, '*') && /^[(&{;=,]$/.test(tokens.at(tokens.previous(before))));
  });
}

function takesRawPointer(tokens: Tokens, item: Item): boolean {
  const parameters = parametersOf(tokens, item);
  for (let at = parameters; at < tokens.partner(parameters); at = tokens.next(at)) {
    if (tokens.is(at, '*') && mayBeOfC(tokens, tokens.next(tokens.next(at)))) return true;
  }
  return false;
}

/** Whether a type behind `*mut` can be one of C's: not a number, not a type of Rust by its bare name. */
function mayBeOfC(tokens: Tokens, at: number): boolean {
  return (
    tokens.is(tokens.next(at), ':') ||
    !/^(?:[iu](?:\d+|size)|c_(?:void|s?char|u?(?:char|short|int|long|longlong))|bool|[A-Z]\w*)$/.test(tokens.at(at))
  );
}

/** Whether `*mut` or `*const` precedes a type outside of a callback's parameters: those come from C or from the callback. */
function isTaken(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  if (!(tokens.is(before, 'mut') || tokens.is(before, 'const')) || !tokens.is(tokens.previous(before), '*'))
    return false;
  let open = tokens.enclosing(at);
  for (let depth = 0; open !== -1 && !tokens.is(open, '{') && depth < DEEPEST; depth += 1) {
    if (CALLABLE.some((word) => tokens.is(tokens.previous(open), word))) return false;
    open = tokens.enclosing(open);
  }
  return true;
}

/** Types nest no deeper than this. */
const DEEPEST = 64;
const CALLABLE = ['fn', 'Fn', 'FnMut', 'FnOnce'];
