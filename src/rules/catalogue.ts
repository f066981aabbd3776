/** The catalogue: every rule, in the order in which people read them. */
import { allowOverExpect } from './allow-over-expect.ts';
import { bindingsBypass } from './bindings-bypass.ts';
import { changedSafetyContract } from './changed-safety-contract.ts';
import { mismatchedSafetyComment } from './mismatched-safety-comment.ts';
import { misplacedSafetyDoc } from './misplaced-safety-doc.ts';
import { missingSafetyDoc } from './missing-safety-doc.ts';
import { newUnsafe } from './new-unsafe.ts';
import { placeholderSafetyComment } from './placeholder-safety-comment.ts';
import type { Rule } from './rule.ts';
import { staleSafetyComment } from './stale-safety-comment.ts';
import { suppressedSafetyLint } from './suppressed-safety-lint.ts';
import { undocumentedUnsafe } from './undocumented-unsafe.ts';
import { unfoundedSafetyComment } from './unfounded-safety-comment.ts';
import { unnecessarySafetyComment } from './unnecessary-safety-comment.ts';
import { unnecessarySafetyDoc } from './unnecessary-safety-doc.ts';
import { weakSafetyComment } from './weak-safety-comment.ts';

export const RULES: readonly Rule[] = [
  undocumentedUnsafe,
  missingSafetyDoc,
  staleSafetyComment,
  placeholderSafetyComment,
  unfoundedSafetyComment,
  mismatchedSafetyComment,
  weakSafetyComment,
  suppressedSafetyLint,
  changedSafetyContract,
  newUnsafe,
  bindingsBypass,
  unnecessarySafetyComment,
  unnecessarySafetyDoc,
  misplacedSafetyDoc,
  allowOverExpect,
];

export function ruleOf(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
