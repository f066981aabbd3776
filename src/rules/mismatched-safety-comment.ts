/** Rule: the function that a SAFETY comment argues about is the one that is called. */
import { calledNames, quotedNames, wordsIn } from '../rust/body.ts';
import type { Span } from '../text/lines.ts';
import { commentedSites } from './comment-text.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

/** "safe to call `x`", "calling `x` is fine": the comment says that x is what happens here. */
const CLAIM =
  /\b(?:safe|okay|ok|fine|sound|allowed|valid|legal|sufficient) to call (?:the (?:C )?(?:function )?)?\[?(`[^`]+`)|\bcalling \[?(`[^`]+`)\]? is\b/gi;

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export const mismatchedSafetyComment = defineRule({
  id: 'mismatched-safety-comment',
  summary: 'SAFETY comment about a different function than the one called',
  why: 'A comment that says why it is safe to call one function says nothing about another. Usually it was copied with the code and only the code was adapted.',
  reference: CODING_GUIDELINES,
  severity: everywhere('warning'),
  when: 'In a patch, reported only when the comment or the body is new or changed.',
  examples: {
    bad: `// SAFETY: It is always safe to call \`ring_pause()\`.
unsafe { bindings::ring_resume(self.ptr) };`,
    good: `// SAFETY: It is always safe to call \`ring_resume()\`.
unsafe { bindings::ring_resume(self.ptr) };`,
  },
  lints: [],
  misses: ['Comments that do not name the call.'],
  differs: [],

  *check(view) {
    const { tokens } = view.file;
    for (const { site, text, at } of commentedSites(view)) {
      if (site.kind !== 'block' || site.inMacro !== null) continue;
      const called = calledNames(tokens, site.span);
      if (called.length === 0) continue;
      const item = site.item?.span ?? site.span;
      // what the comment names may be in unseen code
      if (view.isExcerpt && !holds(view.file.piece ?? item, item)) continue;
      const around = wordsIn(tokens, item);
      for (const match of text.matchAll(CLAIM)) {
        const named = quotedNames(match[1] ?? match[2] ?? '')[0];
        if (named === undefined || around.has(named.last) || called.includes(`${named.last}!`)) continue;
        yield {
          at,
          site,
          key: `${text} ${called.join(' ')}`,
          message: `SAFETY comment is about calling \`${named.text}\`, but the block calls ${called
            .map((name) => `\`${name}\``)
            .slice(0, 3)
            .join(', ')}`,
          help: 'explain why calling this function is safe',
        };
        break;
      }
    }
  },
});
