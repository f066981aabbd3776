/** Replies to commands that make no sense: what was meant, where something is near. */
import { RULES, ruleMeantBy, ruleOf } from '../rules/catalogue.ts';
import { nearestWord } from '../text/nearest.ts';
import {
  acceptNeedsFindingReply,
  COMMAND_NAMES,
  type CommandName,
  type NamedFinding,
  unknownCommandReply,
  unknownFingerprintReply,
  unknownRuleReply,
  usage,
} from './messages.ts';

/** @param words what follows `/audit`; hostile */
export function mistypedCommand(words: string): string {
  // `--full`, `explain:transmute`: signs around the word, and what is glued to it, do not hide it
  const word = /[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?/u.exec(words)?.[0] ?? '';
  const command = nearestWord(word, COMMAND_NAMES) as CommandName | null;
  if (command !== null) return unknownCommandReply(words, usage(command));
  const rule = ruleOf(word) ?? ruleMeantBy(word);
  return unknownCommandReply(words, rule === undefined ? null : usage('explain').replace('RULE', rule.id));
}

/** @param id no rule's; hostile */
export function mistypedRule(id: string): string {
  return unknownRuleReply(
    id,
    ruleMeantBy(id)?.id ?? null,
    RULES.map((rule) => rule.id),
  );
}

/**
 * @param written no fingerprint of the findings; hostile
 * @param findings of the head
 */
export function mistypedFingerprint(written: string, head: string, findings: readonly NamedFinding[]): string {
  const near = nearestWord(
    written,
    findings.map(({ fingerprint }) => fingerprint),
  );
  const meant = findings.find(({ fingerprint }) => fingerprint === near) ?? null;
  const rule = meant === null ? (ruleOf(written) ?? ruleMeantBy(written)) : undefined;
  if (rule === undefined) return unknownFingerprintReply(written, head, meant);
  return acceptNeedsFindingReply(
    rule.id,
    head,
    findings.filter((finding) => finding.rule === rule.id),
  );
}
