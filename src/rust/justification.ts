/** The justification of a site: the comment or section that says why it is sound. */
import type { LineTable, Span } from '../text/lines.ts';
import { joinProse } from './docs.ts';

export interface Justification {
  /** A SAFETY comment (the proof), or a `# Safety` section (the contract). */
  readonly kind: 'comment' | 'section';
  /** `above` the line of the keyword, `inside` behind the brace, above the `statement`; a section is in the `docs`. */
  readonly place: 'above' | 'inside' | 'statement' | 'docs';
  /** From the comment's first line that belongs to it to its end. */
  readonly span: Span;
  /** Its words, without the tag and comment signs, on one line. */
  readonly text: string;
}

/** Other tags end a SAFETY comment: `// INVARIANT: ...`, `// CAST: ...`. */
const OTHER_TAG = /^[A-Z][A-Z ]*:/;

/** The whole comment whose mark is at `mark`. */
export function commentAt(lines: LineTable, mark: number, place: Justification['place']): Justification {
  const text = lines.text;
  const firstLine = lines.lineOf(mark);
  const lineStart = lines.startOf(firstLine);
  const before = text.slice(lineStart, mark);
  const words = [lines.lineText(firstLine).slice(mark - lineStart + 'safety:'.length)];
  let end = lineStart + lines.lineText(firstLine).length;
  if (!before.includes('//')) {
    const closing = text.indexOf('*/', mark);
    end = closing === -1 ? text.length : closing + 2;
    const inside = text.slice(mark + 'safety:'.length, closing === -1 ? text.length : closing);
    const opening = text.lastIndexOf('/*', mark);
    return {
      kind: 'comment',
      place,
      span: { start: Math.max(opening, 0), end },
      text: joinProse(inside.split('\n').map(withoutStar)),
    };
  }
  for (let line = firstLine + 1; line <= lines.last; line += 1) {
    const raw = lines.lineText(line);
    const next = raw.trim();
    const body = next.replace(/^\/\/[/!]?/, '').trim();
    if (!next.startsWith('//') || OTHER_TAG.test(body)) break;
    words.push(body);
    end = lines.startOf(line) + raw.trimEnd().length;
  }
  return { kind: 'comment', place, span: { start: lineStart + before.search(/\/\//), end }, text: joinProse(words) };
}

function withoutStar(line: string): string {
  return line.replace(/^\s*\*(?!\/)/, '');
}
