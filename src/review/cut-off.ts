/** What hunks alone do not show of a change, and what therefore cannot be judged: the review names it. */

import type { Unread } from '../finding/finding.ts';
import type { RustFile } from '../rust/file.ts';
import type { Span } from '../text/lines.ts';
import type { MatchedSite } from './match.ts';
import type { ViewChange } from './read-views.ts';

/** SAFETY comments that a hunk takes away without showing their code: whether it lost its comment is unknown. */
export function takenAwayIn(changes: readonly ViewChange[]): Unread[] {
  return changes.flatMap(({ before, after }) => {
    if (before === undefined || after === undefined || !after.main.isExcerpt) return [];
    const gone = marksIn(before.main.file).filter(
      (offset) => !before.main.file.sites.some(({ justification }) => isWithin(justification?.span, offset)),
    );
    const [first] = gone;
    if (first === undefined || marksIn(after.main.file).length >= marksIn(before.main.file).length) return [];
    const line = before.main.file.lines.lineOf(first);
    const reason = `line ${line} (before): the hunk removes a SAFETY comment but does not show its code`;
    return [{ path: after.path, reason, partial: true }];
  });
}

/** Where a piece of a file has SAFETY comments and `# Safety` headings of its own. */
function marksIn({ text, tokens, piece }: RustFile): number[] {
  const marks = Array.from(text.matchAll(/safety:|#[ \t]+safety\b/gi), ({ index }) => index);
  return marks.filter((offset) => isWithin(piece, offset) && tokens.isComment(tokens.from(offset + 1) - 1));
}

function isWithin(span: Span | undefined, offset: number): boolean {
  return span !== undefined && span.start <= offset && offset < span.end;
}

/** New sites of hunks that do not show what belongs to them: they cannot be judged, and the review has to say so. */
export function cutOffIn(changes: readonly ViewChange[], sites: readonly MatchedSite[]): Unread[] {
  const fresh = new Set(sites.flatMap(({ after, standing }) => (/^(?:new|changed)$/.test(standing) ? [after] : [])));
  return changes.flatMap(({ after }) => {
    if (after === undefined || !after.main.isExcerpt) return [];
    const { lines, sites: own } = after.main.file;
    return own
      .filter((site) => site.cutOff && fresh.has(site))
      .map(({ keyword, kind }) => {
        const reason = `line ${lines.lineOf(keyword.start)}: the hunk does not show all of this unsafe ${kind}`;
        return { path: after.path, reason, partial: true };
      });
  });
}
