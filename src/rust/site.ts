/** A site: one place of unsafe, with its justification. Plain data; spans are offsets into the file's text. */
import type { Span } from '../text/lines.ts';

export const SITE_KINDS = ['block', 'fn', 'impl', 'trait', 'extern', 'attribute'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];
