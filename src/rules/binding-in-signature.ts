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
  summary: 'public function of an abstraction that takes or gives a C type by value',
  why: "Drivers are not to use the bindings, so what an abstraction gives them has to have a type of its own: a newtype or Rust's. A type of the bindings in a public signature makes every driver depend on C's layout, and on what bindgen makes of it.",
  reference: GENERAL_INFORMATION,
  severity: { abstraction: 'info' },
  when: 'Functions that are `pub` without restriction, safe, and not `#[doc(hidden)]`; those with `raw` in their name give the C object on purpose. It leaves pointers to another rule: see `raw-binding-parameter`. In a review it reports only a function that is new or that the patch made so.',
  examples: {
    bad: `pub fn resource_len(&self, bar: u32) -> Result<bindings::resource_size_t> {`,
    good: `pub fn resource_len(&self, bar: u32) -> Result<ResourceSize> {`,
  },
  lints: [],
  misses: ['Types behind an import or an alias: only `bindings::name` is seen.', 'Fields and constants.'],
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
        help: "give it a type of the abstraction's own, or one of Rust's",
      };
    }
  },
});

function isForDrivers(tokens: Tokens, item: Item): boolean {
  return item.kind === 'fn' && !item.isUnsafe && item.parent?.kind !== 'extern' && isPublic(tokens, item);
}

/** The first type of the bindings in a signature that stands there by value or reference, and in no callback's type. */
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
