/** Rule: thread safety is claimed by abstractions, seldom by drivers. */

import { headOf } from '../rust/head.ts';
import { implementedTrait, localNames } from '../rust/token-queries.ts';
import { defineRule, GENERAL_INFORMATION } from './rule.ts';

export const sendSyncImpl = defineRule({
  id: 'send-sync-impl',
  summary: '`unsafe impl Send` or `Sync`',
  why: 'The compiler derives which types may be sent to or shared with other threads. An `unsafe impl` overrides it for good, even for fields added later. In a driver it often hides a missing lock, or a raw pointer that an abstraction should hold.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'warning', abstraction: 'info', ffi: 'info' },
  otherSeverities: { leaf: ['info'] },
  when: 'A note if a SAFETY comment justifies it. In a patch, reported only when the impl is new.',
  examples: {
    bad: `// SAFETY: The ring is only used by one thread.
unsafe impl Send for Ring {}`,
    good: `struct Ring {
    // \`Arc<Mutex<_>>\` is already \`Send\` and \`Sync\`
    slots: Arc<Mutex<Slots>>,
}`,
  },
  lints: [],
  practice:
    'In Linux 7.3.4, 7 of 218 such impls are in leaf code, in three files of one driver, and each of the 7 has a SAFETY comment.',
  misses: ['Whether the claim is true.'],
  differs: [],

  *check({ file, layer, isExcerpt }) {
    const { tokens, sites } = file;
    const impls = sites.filter(({ kind }) => kind === 'impl');
    const names = impls.length === 0 ? [] : localNames(tokens, ['Send', 'Sync']);
    for (const site of impls) {
      const name = implementedTrait(site);
      if (name === undefined || !names.includes(name)) continue;
      yield {
        at: headOf(file, site),
        site,
        key: name,
        message: `\`unsafe ${(site.item?.name ?? '').replace(/\bfor(?! )/, 'for ')}\` overrides the compiler's check`,
        // of an excerpt the comment may be above what is seen
        ...(layer === 'leaf' && (site.justification !== undefined || isExcerpt) && { severity: 'info' as const }),
        help: 'build the type from fields that are already `Send`/`Sync`, or use an abstraction that is',
      };
    }
  },
});
