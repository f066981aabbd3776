/** Rule: a SAFETY comment is a proof, not the promise of one. */
import { commentedSites } from './comment-text.ts';
import { defineRule } from './rule.ts';

const PLACEHOLDER = /^(?:(?:TODO|FIXME|XXX|TBD)\b.*|\.*|…|\?*)$/i;

export const placeholderSafetyComment = defineRule({
  id: 'placeholder-safety-comment',
  summary: 'SAFETY comment that is a placeholder (`TODO`, `FIXME`, `...`)',
  why: '`// SAFETY: TODO` silences every tool that looks for the comment and justifies nothing. It is debt, and a review is the time to stop new debt.',
  reference: 'https://github.com/Rust-for-Linux/linux/issues/351',
  severity: { leaf: 'error', abstraction: 'warning', ffi: 'warning' },
  when: 'In a patch, reported only when new or changed.',
  examples: {
    bad: `// SAFETY: TODO.
unsafe { bindings::ring_reset(self.ptr) };`,
    good: `// SAFETY: \`self.ptr\` is valid by the type invariant, and the ring's lock
// is held.
unsafe { bindings::ring_reset(self.ptr) };`,
  },
  lints: [],
  misses: ['Comments that give no reason but do not look like a placeholder; see `weak-safety-comment`.'],
  differs: [],

  *check(view) {
    for (const { site, text, at } of commentedSites(view)) {
      if (!PLACEHOLDER.test(text)) continue;
      yield {
        at,
        site,
        key: text,
        message: text === '' ? 'SAFETY comment is empty' : `SAFETY comment is a placeholder: \`${text.slice(0, 40)}\``,
        help: 'explain why the operation is sound; if you cannot, the code is not ready',
      };
    }
  },
});
