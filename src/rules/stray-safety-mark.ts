/** Rule: a SAFETY comment has one mark, at its start. */
import { commentedSites } from './comment-text.ts';
import { CODING_GUIDELINES, defineRule, everywhere, type FileView } from './rule.ts';

export const straySafetyMark = defineRule({
  id: 'stray-safety-mark',
  summary: 'SAFETY comment with a second `SAFETY:`, or with text before it',
  why: 'Readers and tools look for one `// SAFETY:` at the start of a line and take the text after it as the justification. Text before it is not read as part of it, and with a second one it is unclear which applies.',
  reference: CODING_GUIDELINES,
  severity: everywhere('info'),
  when: 'In a patch, reported only when new or changed.',
  examples: {
    bad: `// Kicks the ring. SAFETY: \`ring\` is live.
unsafe { bindings::ring_kick(ring) };`,
    good: `// Kicks the ring.
//
// SAFETY: \`ring\` is live.
unsafe { bindings::ring_kick(ring) };`,
  },
  lints: [],
  misses: ['Block comments.'],
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
      message: 'SAFETY comment has `SAFETY:` in the middle of a line',
      help: 'start a line with `SAFETY:`',
    };
  }
  if (/\bSAFETY:/.test(text) || isMarkedAbove(file, first)) {
    return {
      message: 'SAFETY comment has a second `SAFETY:`',
      help: 'merge them into one comment, with a list if there are several reasons',
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
