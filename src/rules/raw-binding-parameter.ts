/** Rule: a safe function does not take a raw C pointer. */
import { KERNEL_BINDINGS } from '../kernel/bindings.ts';
import { documentationOf, type Item } from '../rust/items.ts';
import type { Tokens } from '../rust/lexer.ts';
import { namesOf, referencesIn } from '../rust/names/names.ts';
import { signatureEnd } from './missing-safety-doc.ts';
import { defineRule, GENERAL_INFORMATION } from './rule.ts';

export const rawBindingParameter = defineRule({
  id: 'raw-binding-parameter',
  summary: 'safe public function that takes a raw pointer to a C type',
  why: 'A safe function has to be sound for every argument, and nothing is known of a raw pointer. Either the function is unsafe and says in `# Safety` what the pointer has to be, or it takes the abstraction.',
  reference: GENERAL_INFORMATION,
  severity: { abstraction: 'warning' },
  when: 'Functions that are `pub` without restriction; not `#[doc(hidden)]` ones, which macros call. A patch is told of a function that is new or became so.',
  examples: {
    bad: `pub fn enable(clk: *mut bindings::clk) -> Result {`,
    good: `/// # Safety
///
/// \`clk\` must be valid.
pub unsafe fn enable(clk: *mut bindings::clk) -> Result {`,
  },
  lints: [],
  misses: [
    'Pointers inside of another type, as `NonNull<bindings::clk>`.',
    'Functions of public traits, which drivers implement and the abstraction calls.',
  ],
  differs: [],

  *check(view) {
    const { tokens, items, text } = view.file;
    if (!text.includes('bindings')) return;
    const candidates = items.filter((item) => isPublic(tokens, item) && takesRawPointer(tokens, item));
    if (candidates.length === 0) return;
    const references = referencesIn(namesOf(tokens, KERNEL_BINDINGS), KERNEL_BINDINGS);
    for (const item of candidates) {
      const end = parametersEnd(tokens, item);
      const found = references.find(
        ({ span, role }) =>
          role === 'use' &&
          item.span.start < span.start &&
          span.end <= end &&
          isPointee(tokens, tokens.from(span.start)),
      );
      if (found === undefined || documentationOf(tokens, item).hidden) continue;
      yield {
        at: { start: item.span.start, end: signatureEnd(view, item) },
        item,
        key: item.name,
        message: `safe function \`${item.name}\` takes a raw pointer to \`${tokens.text.slice(found.span.start, found.span.end)}\``,
        help: 'take the abstraction, or make it unsafe and say under `# Safety` what the pointer has to be',
      };
    }
  },
});

/** Safe, and `pub` without restriction. */
function isPublic(tokens: Tokens, { kind, isUnsafe, token, parent }: Item): boolean {
  if (kind !== 'fn' || isUnsafe || parent?.kind === 'extern') return false;
  return tokens.is(token, 'pub') && !tokens.is(tokens.next(token), '(');
}

/** Where the parentheses of its parameters close. */
function parametersEnd(tokens: Tokens, { token, span, body }: Item): number {
  for (let at = token; at < tokens.count && tokens.start(at) < span.end && at !== body; at = tokens.next(at)) {
    if (tokens.is(at, '(') && tokens.partner(at) !== -1) return tokens.start(tokens.partner(at));
  }
  return span.start;
}

function takesRawPointer(tokens: Tokens, item: Item): boolean {
  const end = parametersEnd(tokens, item);
  for (let at = item.token; at < tokens.count && tokens.start(at) < end; at = tokens.next(at)) {
    if (tokens.is(at, '*')) return true;
  }
  return false;
}

/** Whether `*mut` or `*const` stands in front. */
function isPointee(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  return (tokens.is(before, 'mut') || tokens.is(before, 'const')) && tokens.is(tokens.previous(before), '*');
}
