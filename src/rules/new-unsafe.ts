/** Rule: new unsafe code is counted, file by file. */
import { headOf } from '../rust/head.ts';
import type { Site, SiteKind } from '../rust/site.ts';
import { type ChangeHit, defineRule, type FileView, GENERAL_INFORMATION } from './rule.ts';
import { type SafeWay, safeWays } from './safe-way.ts';

export const newUnsafe = defineRule({
  id: 'new-unsafe',
  summary: 'unsafe code that was not there before',
  why: 'Unsafe code belongs into abstractions, where it is small and reviewed once. A driver that brings new unsafe blocks may be missing an abstraction, or passing by one. In rust/kernel new unsafe code is the daily business, but reviewers want to see where it is.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'info', abstraction: 'info', ffi: 'info' },
  otherSeverities: { leaf: ['warning'] },
  when: 'One note for each file of leaf code, and one for all other files of a patch; each names all its places. Those on leaf code are shown with their code, and as annotations of a pull request. It is a warning, which names the safe way, where leaf code does in a block what the tree or the core library does safely: an abstraction wraps the C function, or the same type has a function that checks (`get` for `get_unchecked`). Code that moved is not new.',
  examples: {
    bad: `+ // SAFETY: \`self.regs\` is mapped.
+ let id = unsafe { bindings::readl(self.regs) };`,
    good: `+ let id = self.regs.read32(ID);`,
  },
  lints: [],
  misses: [
    'A new block that is equal to one which the same patch removes elsewhere counts as moved.',
    'A safe function with another name, and one of a type that neither the patch, nor rust/kernel, nor the core library has.',
  ],
  differs: [],

  *compare(change) {
    const { after } = change;
    if (after === undefined) return;
    const fresh = change.sites.flatMap(({ after: site, standing }) =>
      standing === 'new' && site !== undefined && !site.inDocExample && !after.isGenerated(site.keyword.start)
        ? [site]
        : [],
    );
    if (fresh.length === 0) return;
    const blocks = after.layer === 'leaf' ? fresh.filter(({ kind }) => kind === 'block') : [];
    yield inventory(after, fresh, blocks.length > 0 ? safeWays(change, after, blocks) : NO_WAYS);
  },
});

const NO_WAYS: ReadonlyMap<Site, SafeWay> = new Map();

const NAMES: Readonly<Record<SiteKind, readonly [string, string]>> = {
  block: ['unsafe block', 'unsafe blocks'],
  fn: ['unsafe function', 'unsafe functions'],
  impl: ['unsafe impl', 'unsafe impls'],
  trait: ['unsafe trait', 'unsafe traits'],
  extern: ['extern block', 'extern blocks'],
  attribute: ['unsafe attribute', 'unsafe attributes'],
};

function inventory(after: FileView, sites: readonly Site[], wayOf: ReadonlyMap<Site, SafeWay>): ChangeHit {
  const ways = new Map([...wayOf.values()].map((way) => [said(way), way] as const));
  // what its author can act on comes first
  const first = sites.find((site) => wayOf.has(site)) ?? (sites[0] as Site);
  const counts = new Map<SiteKind, number>();
  for (const { kind } of sites) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const what = [...counts].map(([kind, count]) => `${count} new ${NAMES[kind][count === 1 ? 0 : 1]}`).join(', ');
  return {
    at: headOf(after.file, first),
    // of the file, not of its first site: a later patch that adds another one changes the count, not the finding
    key: 'file',
    standing: 'new',
    // where it is the daily business, one note for a patch is enough
    ...(after.layer !== 'leaf' && { group: 'not leaf' }),
    message: ways.size === 0 ? what : `${what}; there is a safe way: ${[...ways.keys()].join(', ')}`,
    help:
      ways.size === 0
        ? 'use a safe abstraction where there is one; otherwise keep the unsafe code small'
        : `use ${[...new Set([...ways.values()].map(({ safe }) => `\`${safe}\``))].join(', ')}`,
    related: sites
      .filter((site) => site !== first)
      .map((site) => {
        const way = wayOf.get(site);
        const name = `new ${NAMES[site.kind][0]}`;
        return {
          path: after.path,
          line: after.file.lines.lineOf(site.keyword.start),
          message: way === undefined ? name : `${name}; ${said(way)}`,
        };
      }),
    ...(ways.size > 0 && { severity: 'warning' as const }),
  };
}

function said({ safe, unsafe }: SafeWay): string {
  return `\`${safe}\` instead of \`${unsafe}\``;
}
