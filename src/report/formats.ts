/**
 * The formats of a review and an audit, one entry each. The command line, its help, completions, man page and README take them from here, so
 * a format is its renderer and an entry. Renderers are loaded when they are used: a call pays for one of them only.
 */
import type { Series } from '../patch/patch.ts';
import type { Positions } from '../patch/sides.ts';
import type { Audit, Review } from '../review/review.ts';
import type { Rule } from '../rules/rule.ts';
import type { Tool } from './machine/json.ts';
import type { RuleLinks } from './markdown/rule-links.ts';
import type { PerCommit } from './select/selection.ts';
import type { TextStyle } from './terminal/page.ts';

/** What a renderer may use beside the review or audit. */
export interface Rendering {
  readonly tool: Tool;
  /** The catalogue, in its order. */
  readonly rules: readonly Rule[];
  /** Where rules are explained. */
  readonly links: RuleLinks;
  readonly style: TextStyle;
  /** Everything, however long. */
  readonly full: boolean;
}

export interface ReviewRendering extends Rendering {
  readonly perCommit: PerCommit;
  /** The patches that were reviewed, and where they were applied. */
  readonly series: Series;
  readonly positions: Positions;
}

export interface AuditRendering extends Rendering {
  /** What the paths are relative to, if shown. */
  readonly root: string | null;
}

type Render<Subject, Means> = (subject: Subject, means: Means) => Promise<string>;

interface Format {
  /** What it is for: lower-case start, no full stop. */
  readonly description: string;
  /** How the name of a file of this format ends. */
  readonly ending: string;
  /** Null where a review has no such form. */
  readonly review: Render<Review, ReviewRendering> | null;
  /** Null where an audit has no such form. */
  readonly audit: Render<Audit, AuditRendering> | null;
  /** False: a hook shows both streams, so progress would be noise in it. */
  readonly showsProgress: boolean;
  /** It quotes the patches, so a pull request has no such form. */
  readonly quotesPatches: boolean;
}

const USUAL = { showsProgress: true, quotesPatches: false } as const;

export const FORMATS = {
  text: {
    ...USUAL,
    description: 'for reading, in colour on a terminal',
    ending: '.txt',
    review: async (review, { style, ...means }) =>
      (await import('./terminal/review-text.ts')).renderReviewText(review, { ...style, ...means }),
    audit: async (audit, { style, ...means }) =>
      (await import('./terminal/audit-text.ts')).renderAuditText(audit, { ...style, ...means }),
  },
  terse: {
    ...USUAL,
    description: 'a line for each finding and nothing else, for hooks',
    ending: '.txt',
    review: async (review, means) => (await import('./machine/terse.ts')).renderReviewTerse(review, means),
    audit: async (audit) => (await import('./machine/terse.ts')).renderAuditTerse(audit),
    showsProgress: false,
  },
  json: {
    ...USUAL,
    description: 'all that is known, for other programs; `schema/` describes it',
    ending: '.json',
    review: async (review, means) => (await import('./machine/json.ts')).renderReviewJson(review, means),
    audit: async (audit, means) => (await import('./machine/json.ts')).renderAuditJson(audit, means),
  },
  sarif: {
    ...USUAL,
    description: 'SARIF 2.1.0, for code scanning',
    ending: '.sarif',
    review: async (review, means) => (await import('./machine/sarif.ts')).renderReviewSarif(review, means),
    audit: async (audit, means) => (await import('./machine/sarif.ts')).renderAuditSarif(audit, means),
  },
  markdown: {
    ...USUAL,
    description: 'for a comment or a page',
    ending: '.md',
    review: async (review, { links, perCommit }) =>
      (await import('./markdown/markdown-report.ts')).renderReviewMarkdown(review, { perCommit, rules: links }),
    audit: async (audit, { links }) =>
      (await import('./markdown/markdown-report.ts')).renderAuditMarkdown(audit, { rules: links }),
  },
  mail: {
    ...USUAL,
    description: 'a reply to the patches, which quotes them',
    ending: '.txt',
    review: async (review, { series, ...means }) =>
      (await import('./mail/mail-reply.ts')).renderReviewMail(review, series, means),
    audit: null,
    quotesPatches: true,
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;
/** The formats in which a review, or an audit, can be given. */
export type FormatOf<Subject extends 'review' | 'audit'> = {
  [Name in FormatName]: (typeof FORMATS)[Name][Subject] extends null ? never : Name;
}[FormatName];

/** The names of the formats in which a review, or an audit, can be given, in the order of the register. */
export function formatsOf<Subject extends 'review' | 'audit'>(subject: Subject): readonly FormatOf<Subject>[] {
  const isFor = (name: FormatName): name is FormatOf<Subject> => FORMATS[name][subject] !== null;
  return (Object.keys(FORMATS) as FormatName[]).filter(isFor);
}
