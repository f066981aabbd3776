/** Words that the rules about the text of SAFETY comments share. */
import type { Site } from '../rust/site.ts';
import { type FileView, sitesIn } from './rule.ts';

/** A block or impl with the comment that justifies it. */
export interface Commented {
  readonly site: Site;
  readonly text: string;
  /** The comment's start. */
  readonly at: { readonly start: number; readonly end: number };
}

/** The sites of a file that have a SAFETY comment, one for each comment: a comment that serves several sites counts once. */
export function commentedSites(view: FileView): readonly Commented[] {
  const seen = new Set<number>();
  const found: Commented[] = [];
  for (const site of sitesIn(view, 'block', 'impl', 'extern', 'attribute')) {
    const { justification } = site;
    if (justification?.kind !== 'comment' || seen.has(justification.span.start)) continue;
    seen.add(justification.span.start);
    found.push({ site, text: justification.text, at: justification.span });
  }
  return found;
}

/** The sentences of a comment; an item of a list is one, or several. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.;!?])\s+|(?:^|\s)[-*]\s+/)
    .map((sentence) => sentence.replace(/^[-*]\s+/, '').trim())
    .filter((sentence) => sentence !== '');
}
