/** Rule: an unsafe function or trait documents its contract. */
import { isSilencedAtCalls } from '../rust/attributes.ts';
import type { Documentation } from '../rust/docs.ts';
import { documentationOfField, namedFields } from '../rust/fields.ts';
import { documentationOf, type Item } from '../rust/items.ts';
import { CODING_GUIDELINES, defineRule, type FileView, type Hit, lintLevelsIn } from './rule.ts';

const LINTS = ['clippy::missing_safety_doc'];

export const missingSafetyDoc = defineRule({
  id: 'missing-safety-doc',
  summary: 'unsafe fn or trait without a `# Safety` section',
  why: 'The section is the contract: what a caller of the function, or an implementor of the trait, must guarantee. Every `// SAFETY:` comment at a call shows that the contract is met; without the section there is nothing to check it against.',
  reference: CODING_GUIDELINES,
  severity: { leaf: 'error', abstraction: 'error', ffi: 'error' },
  when: 'Also reported for private functions, because the kernel sets `check-private-items`, and for unsafe fields. In a patch, reported only when the function or trait is new or became unsafe, or when the patch removed the section.',
  examples: {
    bad: `/// Reads a register.
pub unsafe fn read(regs: *const u32) -> u32 {`,
    good: `/// Reads a register.
///
/// # Safety
///
/// \`regs\` must point to a mapped register.
pub unsafe fn read(regs: *const u32) -> u32 {`,
  },
  lints: LINTS,
  misses: [
    'A section from a macro or another file (`#[doc = include_str!(...)]`) is assumed to exist.',
    'Unsafe fields among the tokens of macros.',
  ],
  differs: ['Functions in the bodies of unused macros and in documentation examples are checked too.'],

  *check(view) {
    const reported = new Set<number>();
    const levels = lintLevelsIn(view);
    for (const { item, docs, calls, inMacro } of contractItems(view, isUnsafe)) {
      if (reported.has(item.span.start)) continue;
      if (docs.safety !== undefined || docs.opaque || docs.hidden || docs.suspicious) continue;
      if (!docs.present && mayBeginWithDocs(view, item)) continue;
      if (isSilencedAtCalls(levels, LINTS, item.span.start, calls)) continue;
      reported.add(item.span.start);
      const what = item.kind === 'fn' ? 'unsafe function' : 'unsafe trait';
      yield {
        at: { start: item.span.start, end: signatureEnd(view, item) },
        item,
        key: inMacro ? item.path : '',
        message: `${what} \`${item.name}\` has no \`# Safety\` section`,
        messageIfRemoved: `${what} \`${item.name}\` no longer has a \`# Safety\` section`,
        help:
          item.kind === 'fn'
            ? 'list under `/// # Safety` what the caller must guarantee'
            : 'list under `/// # Safety` what an implementor must guarantee',
      };
    }
    yield* undocumentedFields(view);
  },
});

/** Whether a piece ends with the `{` of its body: documentation of the `//!` kind may follow. */
function mayBeginWithDocs({ file, isExcerpt }: FileView, { body }: Item): boolean {
  return isExcerpt && body !== -1 && file.tokens.start(body + 1) >= (file.piece?.end ?? file.text.length);
}

/** Unsafe fields, as Clippy 1.98 asks for their sections: private ones as well. */
function* undocumentedFields({ file }: FileView): Iterable<Hit> {
  if (!file.exempt.some(({ why }) => why === 'field')) return;
  for (const field of namedFields(file)) {
    if (!field.isUnsafe) continue;
    const { safety, opaque, hidden, suspicious } = documentationOfField(file.tokens, field);
    if (safety !== undefined || opaque || hidden || suspicious) continue;
    yield {
      at: field.span,
      item: field.item,
      key: field.name,
      message: `unsafe field \`${field.name}\` has no \`# Safety\` section`,
      help: 'list under `/// # Safety` what must hold whenever the field is read or written',
    };
  }
}

/** A function or trait whose documentation is its own to write. */
interface ContractItem {
  readonly item: Item;
  readonly docs: Documentation;
  /** Of what a macro makes: the call. */
  readonly calls: readonly number[];
  readonly inMacro: boolean;
}

/**
 * Free functions, methods of inherent impls and of traits, and traits. Methods of trait impls take the trait's contract,
 * functions in extern blocks C's, and nothing calls `main`.
 * @param isMeant which of them: documentation is read of no others
 */
export function* contractItems({ file }: FileView, isMeant: (item: Item) => boolean): Iterable<ContractItem> {
  const isContract = (item: Item): boolean => hasOwnContract(item) && isMeant(item);
  for (const item of file.items.filter(isContract))
    yield { item, docs: documentationOf(file.tokens, item), calls: [], inMacro: false };
  for (const { item, documentation, call } of file.made) {
    if (isContract(item)) yield { item, docs: documentation, calls: [call], inMacro: true };
  }
  for (const { kind, inMacro, item, calls, cutOff } of file.sites) {
    const isUnmade = inMacro !== null && calls.length === 0;
    if (!isUnmade || (kind !== 'fn' && kind !== 'trait') || item === undefined || cutOff) continue;
    // a function without a body is of the macro's own making
    if (item.kind === 'fn' && item.body === -1 && item.parent?.kind !== 'trait') continue;
    if (isContract(item)) yield { item, docs: documentationOf(file.tokens, item), calls, inMacro: true };
  }
}

/** Whether the item is declared `unsafe`. */
export function isUnsafe(item: Item): boolean {
  return item.isUnsafe;
}

function hasOwnContract({ kind, name, parent }: Item): boolean {
  if (kind !== 'fn' && kind !== 'trait') return false;
  if (parent?.kind === 'extern' || (parent?.kind === 'impl' && parent.ofTrait)) return false;
  return kind === 'trait' || name !== 'main' || parent !== undefined;
}

/** The end of the signature's first line of interest: the body's brace or the item's end. */
export function signatureEnd({ file }: FileView, item: Item): number {
  return item.body === -1 ? item.span.end : file.tokens.start(item.body);
}
