/** Rule: what drivers call speaks in types of Rust, not of C. */
import { type Item, isHidden } from '../rust/items.ts';
import type { Tokens } from '../rust/lexer.ts';
import { isPublic, signatureOf } from '../rust/signature.ts';
import { signatureEnd } from './missing-safety-doc.ts';
import { defineRule, type FileView, GENERAL_INFORMATION } from './rule.ts';

/** What gives and takes the C object by its name: the door between both worlds. */
const DOOR = /(?:^|_)raw(?:_|$)/;

export const bindingInSignature = defineRule({
  id: 'binding-in-signature',
  summary: 'public function of an abstraction that takes or returns a C type by value',
  why: 'Drivers should not use the bindings, so an abstraction should give them its own type, such as a newtype, or a Rust type. A bindings type in a public signature makes every driver depend on the C layout and on what bindgen generates for it.',
  reference: GENERAL_INFORMATION,
  severity: { abstraction: 'info' },
  when: 'Reported for safe functions that are plain `pub` and not `#[doc(hidden)]`, unless their name contains `raw`, which says that they return the C object on purpose. Raw pointers are covered by `raw-binding-parameter`. In a patch, reported only when the function is new or newly matches.',
  examples: {
    bad: `pub fn resource_len(&self, bar: u32) -> Result<bindings::resource_size_t> {`,
    good: `pub fn resource_len(&self, bar: u32) -> Result<ResourceSize> {`,
  },
  lints: [],
  misses: ['Types behind an import or an alias; it recognises only `bindings::name`.', 'Fields and constants.'],
  differs: [],

  *check(view) {
    const { tokens, items, text } = view.file;
    if (!text.includes('bindings')) return;
    for (const item of items) {
      if (!isForDrivers(tokens, item) || DOOR.test(item.name)) continue;
      const name = bindingIn(view, item);
      if (name === undefined || isHidden(tokens, item)) continue;
      yield {
        at: { start: item.span.start, end: signatureEnd(view, item) },
        item,
        key: item.name,
        message: `public function \`${item.name}\` has the C type \`bindings::${name}\` in its signature`,
        help: "use the abstraction's own type, or a Rust type",
      };
    }
  },
});

function isForDrivers(tokens: Tokens, item: Item): boolean {
  return item.kind === 'fn' && !item.isUnsafe && item.parent?.kind !== 'extern' && isPublic(tokens, item);
}

/** The first type of the bindings in a signature by value or reference, outside of a callback's type. */
function bindingIn({ file: { tokens } }: FileView, item: Item): string | undefined {
  const { start, end } = signatureOf(tokens, item);
  for (let at = start; at < end; at = tokens.next(at)) {
    if (!tokens.is(at, 'bindings') || !tokens.is(at + 1, ':')) continue;
    let before = tokens.previous(at);
    // `crate::bindings`, `kernel::bindings`
    while (tokens.is(before, ':')) before = tokens.previous(before);
    if (tokens.is(before, 'crate') || tokens.is(before, 'kernel')) before = tokens.previous(before);
    const isPointer =
      (tokens.is(before, 'mut') || tokens.is(before, 'const')) && tokens.is(tokens.previous(before), '*');
    const group = tokens.enclosing(at);
    const isOfCallback = group > start && /^(?:fn|Fn|FnMut|FnOnce)$/.test(tokens.at(tokens.previous(group)));
    if (!isPointer && !isOfCallback) return tokens.at(tokens.next(tokens.next(tokens.next(at))));
  }
  return undefined;
}
