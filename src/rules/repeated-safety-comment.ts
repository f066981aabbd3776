/** Rule: a long argument is written once. Reviewers ask for it; no document of the kernel does. */
import type { Site } from '../rust/site.ts';
import { groupBy } from '../text/multimap.ts';
import { commentedSites } from './comment-text.ts';
import { CODING_GUIDELINES, defineRule, everywhere, type SitePair } from './rule.ts';

/** In characters. Shorter arguments are repeated all over the kernel, and reviewers do not mind. */
const LONG = 200;

export const repeatedSafetyComment = defineRule({
  id: 'repeated-safety-comment',
  summary: 'long SAFETY comment repeated in a file',
  why: 'A copied justification is read with less care each time, and the copies diverge when one is fixed. What several places rely on is a type invariant or a function requirement, and should be documented there.',
  reference: CODING_GUIDELINES,
  severity: everywhere('info'),
  when: `Reported for comments of ${LONG} characters or more, with all copies in one finding. In a patch, reported only when a copy is new or changed.`,
  examples: {
    bad: `fn head(&self) -> u32 {
    // SAFETY: \`self.data\` was made by \`into_foreign\` in \`new\`, which is
    // called once for each queue; \`from_foreign\` is only called in
    // \`drop\`, which has not begun, since \`self\` is borrowed here, and
    // nothing else writes the field.
    unsafe { T::borrow(self.data) }.head()
}

fn tail(&self) -> u32 {
    // SAFETY: \`self.data\` was made by \`into_foreign\` in \`new\`, which is
    // called once for each queue; \`from_foreign\` is only called in
    // \`drop\`, which has not begun, since \`self\` is borrowed here, and
    // nothing else writes the field.
    unsafe { T::borrow(self.data) }.tail()
}`,
    good: `fn head(&self) -> u32 {
    // SAFETY: By the type invariant, \`self.data\` is from \`into_foreign\`.
    unsafe { T::borrow(self.data) }.head()
}

fn tail(&self) -> u32 {
    // SAFETY: By the type invariant, \`self.data\` is from \`into_foreign\`.
    unsafe { T::borrow(self.data) }.tail()
}`,
  },
  lints: [],
  practice: `In Linux 7.3.4, six comments of this length occur more than once in their file, not counting vendored code.`,
  misses: ['Copies that differ in a word, and copies in other files.'],
  differs: [],

  *compare({ after, sites }) {
    if (after === undefined) return;
    const fresh = new Set(sites.filter(hasFreshComment).map((pair) => pair.after));
    if (fresh.size === 0) return;
    const long = commentedSites(after).filter(({ text }) => text.length >= LONG);
    for (const [text, copies] of groupBy(long, (each) => each.text)) {
      const first = copies.find(({ site }) => fresh.has(site));
      if (first === undefined || copies.length < 2) continue;
      yield {
        at: first.at,
        site: first.site,
        key: text,
        standing: 'new',
        message: `this SAFETY comment (${text.length} characters) occurs ${copies.length} times in this file`,
        help: 'document it once, as a type invariant or a function requirement, and refer to it',
        related: copies
          .filter((copy) => copy !== first)
          .map(({ at }) => ({
            path: after.path,
            line: after.file.lines.lineOf(at.start),
            message: 'the same comment',
          })),
      };
    }
  },
});

function hasFreshComment({ before, after, standing }: SitePair): boolean {
  return standing !== 'removed' && textOf(before) !== textOf(after);
}

function textOf(site: Site | undefined): string | undefined {
  return site?.justification?.kind === 'comment' ? site.justification.text : undefined;
}
