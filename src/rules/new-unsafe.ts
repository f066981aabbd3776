/** Rule: new unsafe code is counted, file by file. */
import { headOf } from '../rust/head.ts';
import type { Site, SiteKind } from '../rust/site.ts';
import { countOf, type Noun } from '../text/nouns.ts';
import { type ChangeHit, defineRule, type FileView, GENERAL_INFORMATION } from './rule.ts';
import { type SafeWay, safeWays } from './safe-way.ts';

export const newUnsafe = defineRule({
  id: 'new-unsafe',
  summary: 'unsafe code that the patch adds',
  why: 'Unsafe code belongs in abstractions, where it is small and reviewed once. A driver that adds unsafe blocks may need a missing abstraction, or bypass an existing one. In rust/kernel, new unsafe code is expected, but reviewers want to see where it is.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'info', abstraction: 'info', ffi: 'info' },
  otherSeverities: { leaf: ['warning'] },
  when: 'One note for each leaf file, and one for all other files of a patch; each lists all its places. Notes on leaf files are shown with their code and as annotations on a pull request. It is a warning that names the safe alternative if leaf code calls something that the tree or the core library also offers safely: an abstraction wraps the C function, or the same type has a checked function (`get` for `get_unchecked`). Moved code is not new.',
  examples: {
    bad: `+ // SAFETY: \`self.regs\` is mapped.
+ let id = unsafe { bindings::readl(self.regs) };`,
    good: `+ let id = self.regs.read32(ID);`,
  },
  lints: [],
  misses: [
    'A new block that equals one which the same patch removes elsewhere counts as moved.',
    'A safe function with another name, or of a type that is not in the patch, rust/kernel or the core library.',
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

const NOUNS: Readonly<Record<SiteKind, Noun>> = {
  block: ['new unsafe block', 'new unsafe blocks'],
  fn: ['new unsafe function', 'new unsafe functions'],
  impl: ['new unsafe impl', 'new unsafe impls'],
  trait: ['new unsafe trait', 'new unsafe traits'],
  extern: ['new extern block', 'new extern blocks'],
  attribute: ['new unsafe attribute', 'new unsafe attributes'],
};

/** The message names at most so many safe ways; each place names its own. */
const MOST_WAYS = 3;

function inventory(after: FileView, sites: readonly Site[], wayOf: ReadonlyMap<Site, SafeWay>): ChangeHit {
  const ways = [...new Set([...wayOf.values()].map(said))];
  // what its author can act on comes first
  const first = sites.find((site) => wayOf.has(site)) ?? (sites[0] as Site);
  const others = sites.filter((site) => site !== first);
  const what = countOf(sites.map(({ kind }) => NOUNS[kind]));
  const more = ways.length > MOST_WAYS ? [`and ${ways.length - MOST_WAYS} more`] : [];
  return {
    at: headOf(after.file, first),
    // of the file, not of its first site: a later patch that adds another one changes the count, not the finding
    key: 'file',
    standing: 'new',
    // in abstractions it is so usual that one note for a patch is enough
    ...(after.layer !== 'leaf' && { group: 'not leaf' }),
    counted: [first, ...others].map(({ kind }) => NOUNS[kind]),
    message:
      ways.length === 0 ? what : `${what}; safe alternative: ${[...ways.slice(0, MOST_WAYS), ...more].join(', ')}`,
    help:
      ways.length === 0
        ? 'use a safe abstraction if there is one; otherwise keep the unsafe code small'
        : 'use the safe alternative, or explain in the commit message why it does not fit',
    related: others.map((site) => {
      const way = wayOf.get(site);
      const [name] = NOUNS[site.kind];
      return {
        path: after.path,
        line: after.file.lines.lineOf(site.keyword.start),
        message: way === undefined ? name : `${name}; ${said(way)}`,
      };
    }),
    ...(ways.length > 0 && { severity: 'warning' as const }),
  };
}

function said({ safe, unsafe }: SafeWay): string {
  return `\`${safe}\` instead of \`${unsafe}\``;
}
