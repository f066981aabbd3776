/** Rule: new unsafe code is counted, file by file. */
import type { Severity } from '../finding/finding.ts';
import { headOf } from '../rust/head.ts';
import type { Site, SiteKind } from '../rust/site.ts';
import { defineRule, type FileView, GENERAL_INFORMATION } from './rule.ts';

export const newUnsafe = defineRule({
  id: 'new-unsafe',
  summary: 'unsafe code that was not there before',
  why: 'Unsafe code belongs into abstractions, where it is small and reviewed once. A driver that brings new unsafe blocks may be missing an abstraction, or passing by one. In rust/kernel new unsafe code is the daily business, but reviewers want to see where it is.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'warning', abstraction: 'info', ffi: 'info' },
  otherSeverities: { leaf: ['info'] },
  when: 'One finding for each file: blocks are a warning in leaf code, everything else is a note. Code that moved is not new.',
  examples: {
    bad: `+ // SAFETY: \`self.regs\` is mapped.
+ let id = unsafe { bindings::readl(self.regs) };`,
    good: `+ let id = self.regs.read32(ID);`,
  },
  lints: [],
  misses: ['A new block that is equal to one which the same patch removes elsewhere counts as moved.'],
  differs: [],

  *compare(change) {
    const { after } = change;
    if (after === undefined) return;
    const fresh = change.sites.flatMap(({ after: site, standing }) =>
      standing === 'new' && site !== undefined && !site.inDocExample && !after.isGenerated(site.keyword.start)
        ? [site]
        : [],
    );
    const blocks = fresh.filter(({ kind }) => kind === 'block');
    const others = fresh.filter(({ kind }) => kind !== 'block');
    if (blocks.length > 0) yield inventory(after, blocks, undefined);
    if (others.length > 0) yield inventory(after, others, 'info');
  },
});

const NAMES: Readonly<Record<SiteKind, readonly [string, string]>> = {
  block: ['unsafe block', 'unsafe blocks'],
  fn: ['unsafe function', 'unsafe functions'],
  impl: ['unsafe impl', 'unsafe impls'],
  trait: ['unsafe trait', 'unsafe traits'],
  extern: ['extern block', 'extern blocks'],
  attribute: ['unsafe attribute', 'unsafe attributes'],
};

function inventory(after: FileView, sites: readonly Site[], severity: Severity | undefined) {
  const first = sites[0] as Site;
  const counts = new Map<SiteKind, number>();
  for (const { kind } of sites) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const what = [...counts].map(([kind, count]) => `${count} new ${NAMES[kind][count === 1 ? 0 : 1]}`).join(', ');
  return {
    at: headOf(after.file, first),
    // of the file, not of its first site: a later patch that adds another one changes the count, not the finding
    key: first.kind === 'block' ? 'blocks' : 'others',
    standing: 'new' as const,
    message: what,
    help: 'use a safe abstraction where there is one; otherwise keep the unsafe code small',
    related: sites.slice(1).map((site) => ({
      path: after.path,
      line: after.file.lines.lineOf(site.keyword.start),
      message: `new ${NAMES[site.kind][0]}`,
    })),
    ...(severity === undefined ? {} : { severity }),
  };
}
