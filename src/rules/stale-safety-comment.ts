/** Rule: where the code of an unsafe block changes, its SAFETY comment is looked at again. */
import { calledNames, essence, pointerNames, quotedNames, wordsIn } from '../rust/body.ts';
import { headOf } from '../rust/head.ts';
import type { Site } from '../rust/site.ts';
import { defineRule, everywhere, type FileView } from './rule.ts';

export const staleSafetyComment = defineRule({
  id: 'stale-safety-comment',
  summary: 'unsafe block whose code changed under an unchanged SAFETY comment',
  why: 'A commit that changes an unsafe block has to check its SAFETY comment again: the old argument may not hold for the new code.',
  reference: 'https://github.com/Rust-for-Linux/linux/issues/207',
  severity: everywhere('warning'),
  otherSeverities: { leaf: ['info'], abstraction: ['info'], ffi: ['info'] },
  when: 'A warning where the set of called functions changed, another pointer is used, or a name that the comment quotes left the block; otherwise a note. Casts, accessors (`as_ptr`, `cast`) and white space do not count. The same exchange of one function for another is one finding with all its places.',
  examples: {
    bad: `  // SAFETY: \`ring\` is live, and pausing it takes no lock.
- unsafe { bindings::ring_pause(ring) };
+ unsafe { bindings::ring_free(ring) };`,
    good: `- // SAFETY: \`ring\` is live, and pausing it takes no lock.
- unsafe { bindings::ring_pause(ring) };
+ // SAFETY: \`ring\` is live, and this was the last reference to it.
+ unsafe { bindings::ring_free(ring) };`,
  },
  lints: [],
  misses: ['Changes around the block that take its argument away: soundness is a property of the module.'],
  differs: [],

  *compare({ before, after, sites }) {
    if (before === undefined || after === undefined) return;
    for (const pair of sites) {
      const { before: old, after: site } = pair;
      if (old?.kind !== 'block' || site === undefined || site.inDocExample || pair.standing === 'moved') continue;
      const text = site.justification?.text;
      if (text === undefined || text === '' || text !== old.justification?.text || site.code === old.code) continue;
      const view = pairSource(before, old);
      if (view === undefined || essence(view.file.tokens, old.span) === essence(after.file.tokens, site.span)) continue;
      const change = describe(before, old, after, site, text);
      yield {
        at: headOf(after.file, site),
        site,
        key: text,
        standing: 'changed',
        severity: change.isGrave ? 'warning' : 'info',
        message: change.message,
        help: 'check that the comment still proves what the block does now, and adapt it',
        ...(change.group === undefined ? {} : { group: change.group }),
      };
    }
  },
});

function pairSource(view: FileView, site: Site): FileView | undefined {
  return view.file.sites.includes(site) ? view : undefined;
}

interface Description {
  readonly isGrave: boolean;
  readonly message: string;
  readonly group?: string;
}

function describe(before: FileView, old: Site, after: FileView, site: Site, text: string): Description {
  const calledBefore = calledNames(before.file.tokens, old.span);
  const calledAfter = calledNames(after.file.tokens, site.span);
  const gone = calledBefore.filter((name) => !calledAfter.includes(name));
  const come = calledAfter.filter((name) => !calledBefore.includes(name));
  if (gone.length > 0 || come.length > 0) {
    const exchange = `${list(gone)} -> ${list(come)}`;
    const message =
      gone.length === 0
        ? `the block calls ${list(come)} as well now, its SAFETY comment is unchanged`
        : come.length === 0
          ? `the block no longer calls ${list(gone)}, its SAFETY comment is unchanged`
          : `the block calls ${list(come)} instead of ${list(gone)}, its SAFETY comment is unchanged`;
    return { isGrave: true, message, group: exchange };
  }
  const words = wordsIn(after.file.tokens, site.span);
  const wordsBefore = wordsIn(before.file.tokens, old.span);
  const left = quotedNames(text).find(({ last }) => wordsBefore.has(last) && !words.has(last));
  if (left !== undefined) {
    return {
      isGrave: true,
      message: `\`${left.text}\`, which the SAFETY comment names, is no longer in the block`,
    };
  }
  const pointers = pointerNames(after.file.tokens, site.span);
  const pointersBefore = pointerNames(before.file.tokens, old.span);
  const other = pointers.find((name) => !pointersBefore.includes(name));
  if (other !== undefined && !text.includes(other)) {
    return { isGrave: true, message: `the block goes through \`${other}\` now, its SAFETY comment is unchanged` };
  }
  return { isGrave: false, message: 'the code of the unsafe block changed, its SAFETY comment did not' };
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
