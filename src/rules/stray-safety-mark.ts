/** Rule: a SAFETY comment has one mark, at its start. */
import { commentedSites } from './comment-text.ts';
import { CODING_GUIDELINES, defineRule, everywhere, type FileView } from './rule.ts';

export const straySafetyMark = defineRule({
  id: 'stray-safety-mark',
  summary: 'SAFETY comment with a second mark, or with words in front of its mark',
  why: 'Readers and tools look for one `// SAFETY:` at the start of a line, and take all behind it as the proof. Words in front of the mark are read as something else, and a second mark hides which of the two is meant.',
  reference: CODING_GUIDELINES,
  severity: everywhere('info'),
  when: 'In a review it reports only a comment that is new or changed.',
  examples: {
    bad: `// Kicks the ring. SAFETY: \`ring\` is live.
unsafe { bindings::ring_kick(ring) };`,
    good: `// Kicks the ring.
//
// SAFETY: \`ring\` is live.
unsafe { bindings::ring_kick(ring) };`,
  },
  lints: [],
  misses: ['Marks in block comments.'],
  differs: [],

  *check(view) {
    for (const { site, text, at } of commentedSites(view)) {
      const fault = faultOf(view, text, at.start);
      if (fault !== undefined) yield { at, site, key: text, ...fault };
    }
  },
});

/** @param start where the comment's line that holds its mark begins */
function faultOf({ file }: FileView, text: string, start: number) {
  const { lines } = file;
  const first = lines.lineOf(start);
  const mark = /^\/\/[/!]?(.*?)\bSAFETY:/.exec(lines.lineText(first).slice(start - lines.startOf(first)));
  if (mark === null) return undefined;
  if (mark[1]?.trim() !== '') {
    return {
      message: 'SAFETY comment has its mark in the middle of a line',
      help: 'let the mark begin a line of its own',
    };
  }
  if (/\bSAFETY:/.test(text) || isMarkedAbove(file, first)) {
    return {
      message: 'SAFETY comment has a second mark',
      help: 'make it one comment, a list if there are several reasons',
    };
  }
  return undefined;
}

/** Whether the run of comments above a line holds a mark, too. */
function isMarkedAbove({ lines, piece }: FileView['file'], first: number): boolean {
  // what represents the code above a hunk is not the file's
  for (let line = first - 1; line >= lines.first && lines.startOf(line) >= (piece?.start ?? 0); line -= 1) {
    const text = lines.lineText(line).trim();
    if (!text.startsWith('//')) return false;
    if (/^\/\/ *SAFETY:/.test(text)) return true;
  }
  return false;
}
