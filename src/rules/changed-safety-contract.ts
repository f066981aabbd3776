/** Rule: a contract that changes is reviewed together with the code that relies on it. */
import { calledNames } from '../rust/body.ts';
import { documentationOf, type Item } from '../rust/items.ts';
import { defineRule, everywhere, type FileChange, type FileView } from './rule.ts';

export const changedSafetyContract = defineRule({
  id: 'changed-safety-contract',
  summary: '`# Safety` or `# Invariants` changed, or a function became safe or unsafe',
  why: 'Every caller relies on the contract. When it changes, each SAFETY comment that relies on it must be re-read; when a function becomes safe, the patch must show that its preconditions are gone.',
  reference: 'https://github.com/Rust-for-Linux/linux/issues/207',
  severity: everywhere('info'),
  otherSeverities: { leaf: ['warning'], abstraction: ['warning'], ffi: ['warning'] },
  when: 'A warning if an unsafe function became safe; otherwise a note. It names callers in the same patch whose SAFETY comment did not change.',
  examples: {
    bad: `- /// # Safety
- ///
- /// \`ring\` must be live.
- pub unsafe fn free(ring: *mut Ring) {
+ pub fn free(ring: *mut Ring) {`,
    good: `  /// # Safety
  ///
  /// \`ring\` must be live.
  pub unsafe fn free(ring: *mut Ring) {}

+ pub fn free_box(ring: KBox<Ring>) {`,
  },
  lints: [],
  misses: ['Renamed functions and types, and callers in files that the patch does not touch.'],
  differs: [],

  *compare(change) {
    const { before, after, items } = change;
    if (before === undefined || after === undefined) return;
    for (const pair of items) {
      const message = changeOf(before, pair.before, after, pair.after);
      if (message === undefined) continue;
      const becameSafe = pair.before.isUnsafe && !pair.after.isUnsafe;
      const callers = becameSafe || pair.after.kind !== 'fn' ? [] : unchangedCallers(change.patch, pair.after.name);
      yield {
        at: {
          start: pair.after.span.start,
          end: pair.after.body === -1 ? pair.after.span.end : after.file.tokens.start(pair.after.body),
        },
        item: pair.after,
        key: message,
        standing: 'changed',
        severity: becameSafe ? 'warning' : 'info',
        message,
        help: becameSafe
          ? 'explain in the commit message why it no longer has preconditions'
          : 'check the SAFETY comments of the callers against the new contract',
        related: callers,
      };
    }
  },
});

function changeOf(before: FileView, old: Item, after: FileView, item: Item): string | undefined {
  if (item.kind === 'fn' && old.isUnsafe !== item.isUnsafe) {
    return old.isUnsafe ? `\`${item.name}\` was unsafe and is now safe` : `\`${item.name}\` was safe and is now unsafe`;
  }
  const docsBefore = documentationOf(before.file.tokens, old);
  const docs = documentationOf(after.file.tokens, item);
  const isContract = item.kind === 'trait' || (item.kind === 'fn' && item.isUnsafe);
  if (
    isContract &&
    docsBefore.safety !== undefined &&
    docs.safety !== undefined &&
    docsBefore.safety.text !== docs.safety.text
  ) {
    return `the \`# Safety\` section of \`${item.name}\` changed`;
  }
  const isType = item.kind === 'struct' || item.kind === 'enum' || item.kind === 'union';
  if (isType && docsBefore.invariants?.text !== docs.invariants?.text) {
    const how =
      docs.invariants === undefined ? 'was removed' : docsBefore.invariants === undefined ? 'is new' : 'changed';
    return `the \`# Invariants\` section of \`${item.name}\` ${how}`;
  }
  return undefined;
}

/** Blocks in the patch's files that call the function and whose comment the patch left alone. */
function unchangedCallers(
  patch: readonly FileChange[],
  name: string,
): { path: string; line: number; message: string }[] {
  const found: { path: string; line: number; message: string }[] = [];
  for (const { after, sites } of patch) {
    if (after === undefined) continue;
    for (const { before: old, after: site } of sites) {
      if (site?.kind !== 'block' || site.inDocExample || old === undefined) continue;
      if (
        old.justification?.text !== site.justification?.text ||
        !calledNames(after.file.tokens, site.span).includes(name)
      )
        continue;
      found.push({
        path: after.path,
        line: after.file.lines.lineOf(site.keyword.start),
        message: `calls \`${name}\`, but its SAFETY comment did not change`,
      });
    }
  }
  return found;
}
