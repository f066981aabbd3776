/** Replies that are longer than a sentence. */
import { fittedBy, inBytes, type Part } from '../report/markdown/markdown-fit.ts';
import { renderRulePage } from '../report/markdown/rule-page.ts';
import type { Rule } from '../rules/rule.ts';
import { LONGEST_STICKY } from './comment.ts';
import { explainIntro } from './messages.ts';

/** A rule's page, one heading level lower than in the documentation. */
export function explainReply(rule: Rule): string {
  const [title, ...sections] = renderRulePage(rule).split(/^(?=#{1,2} )/m);
  const items = [title ?? '', ...sections].map((section) => section.replace(/^#/, '###'));
  const page: Part = { open: '\n', items, close: '' };
  return fittedBy(`${explainIntro(rule.id)}\n`, [page], LONGEST_STICKY, () => '', inBytes).text;
}
