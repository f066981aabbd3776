/** From a rule's name to the words that explain it. */
import { ruleOf } from '../../rules/catalogue.ts';
import { PROGRAM, RULE_IN_ADDRESS } from '../../text/name.ts';
import { code } from './markdown-escape.ts';

export interface RuleLinks {
  /** The address of a rule's page, or of the kernel's document that asks for it; null for an unknown name, which may be hostile. */
  readonly addressOf: (rule: string) => string | null;
  /** Whether rules have pages of their own there. */
  readonly arePages: boolean;
}

/** @param pages an address with `{rule}` in it; null: there are none */
export function ruleLinks(pages: string | null): RuleLinks {
  const addressOf = (id: string): string | null => {
    const rule = ruleOf(id);
    if (rule === undefined) return null;
    return pages === null ? rule.reference : pages.replaceAll(RULE_IN_ADDRESS, rule.id);
  };
  return { addressOf, arePages: pages !== null };
}

/** A rule's name in Markdown, as a link where there is an address. */
export function ruleName(rule: string, links: RuleLinks | undefined): string {
  const address = links?.addressOf(rule) ?? null;
  return address === null ? code(rule) : `[${code(rule)}](${address})`;
}

/** The terminal command that explains a rule without a page. */
export function explainCall(rule: string): string {
  return `${PROGRAM} explain ${rule}`;
}
