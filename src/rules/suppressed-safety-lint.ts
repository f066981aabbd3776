/** Rule: the compiler's and Clippy's safety lints stay on. */
import { optionOf } from '../finding/rule-options.ts';
import type { ScopedAttribute } from '../rust/file.ts';
import { defineRule, type FileView, GENERAL_INFORMATION, type Rule } from './rule.ts';

const SAFETY_LINTS = [
  'clippy::undocumented_unsafe_blocks',
  'clippy::missing_safety_doc',
  'unsafe_op_in_unsafe_fn',
  'static_mut_refs',
  'clippy::not_unsafe_ptr_arg_deref',
  'clippy::mut_from_ref',
  'improper_ctypes',
  'improper_ctypes_definitions',
  'invalid_reference_casting',
  // groups that hold one of them
  'clippy::all',
  'clippy::correctness',
  'clippy::restriction',
  'clippy::style',
  'rust_2024_compatibility',
  'warnings',
];

export const suppressedSafetyLint: Rule = defineRule({
  id: 'suppressed-safety-lint',
  summary: '`allow` or `expect` of a lint that guards unsafe code',
  why: 'The kernel enables these lints for the whole tree. Once one is allowed, unsafe code can lack its comment, its contract or its check, and no later build warns.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'error', abstraction: 'warning', ffi: 'info' },
  otherSeverities: { leaf: ['warning', 'info'], abstraction: ['info'] },
  when: '`expect` is one step lower, because the compiler warns once it is no longer needed. A note in generated code, in the bindings crates, and in abstractions for `clippy::missing_safety_doc` alone. In a patch, reported only when the attribute is new; if it hides a finding in code that the patch changes, it is as severe as that finding.',
  examples: {
    bad: `#[allow(clippy::undocumented_unsafe_blocks)]
fn reset(regs: *mut u32) {`,
    good: `fn reset(regs: *mut u32) {`,
  },
  lints: [],
  options: {
    lints: {
      description: 'The lints and groups of lints whose `allow` or `expect` it reports.',
      byDefault: SAFETY_LINTS,
      pattern: '^[a-z][a-z0-9_]*(::[a-z][a-z0-9_]*)?$',
      example: 'clippy::undocumented_unsafe_blocks',
    },
  },
  practice:
    "In Linux 7.3.4, leaf code has 3 such attributes, each in another driver or file. Of 16 in abstractions 13 are for `clippy::missing_safety_doc` (7 of them `allow`; no other lint is allowed there); the 3 in the bindings crates are for bindgen's output.",
  misses: ['Lint levels set on the command line or in a `Cargo.toml`.'],
  differs: [],

  *check(view) {
    const guarding = optionOf(suppressedSafetyLint, 'lints', view.options);
    for (const attribute of view.file.attributes) {
      if (attribute.level !== 'allow' && attribute.level !== 'expect') continue;
      const lints = attribute.lints.filter((lint) => guarding.includes(lint));
      if (lints.length === 0) continue;
      yield {
        at: attribute.span,
        key: `${attribute.level} ${lints.join(' ')}`,
        severity: severityOf(view, attribute, lints),
        message: `\`${attribute.inner ? '#!' : '#'}[${attribute.level}(${lints.join(', ')})]\` silences ${lints.length === 1 ? 'this lint' : 'these lints'} for ${attribute.inner ? 'everything around it' : 'the code below'}`,
        help: 'document the unsafe code instead of silencing the lint',
        includesGenerated: true,
        attribute,
      };
    }
  },
});

/** @param lints those of the attribute that guard unsafe code */
function severityOf(
  { layer, isGenerated, file }: FileView,
  attribute: ScopedAttribute,
  lints: readonly string[],
): 'error' | 'warning' | 'info' {
  const covers = file.sites.some(
    ({ keyword }) => attribute.scope.start <= keyword.start && keyword.start < attribute.scope.end,
  );
  if (
    isGenerated(attribute.span.start) ||
    isGenerated(attribute.span.end) ||
    layer === 'ffi' ||
    (layer === 'abstraction' && lints.every((lint) => lint === 'clippy::missing_safety_doc')) ||
    (!covers && attribute.lints.includes('warnings') && layer !== 'leaf')
  )
    return 'info';
  const isError = layer === 'leaf';
  if (attribute.level === 'expect') return isError ? 'warning' : 'info';
  return isError ? 'error' : 'warning';
}
