/** The catalogue: every rule, in the order in which people read them. */
import { nearestWord } from '../text/nearest.ts';
import { allowOverExpect } from './allow-over-expect.ts';
import { bindingInSignature } from './binding-in-signature.ts';
import { bindingsBypass } from './bindings-bypass.ts';
import { changedSafetyContract } from './changed-safety-contract.ts';
import { coreAtomic } from './core-atomic.ts';
import { coreFfiType } from './core-ffi-type.ts';
import { globBindingsImport } from './glob-bindings-import.ts';
import { handwrittenByteImpl } from './handwritten-byte-impl.ts';
import { inlineAsm } from './inline-asm.ts';
import { macroMetavarsInUnsafe } from './macro-metavars-in-unsafe.ts';
import { mismatchedSafetyComment } from './mismatched-safety-comment.ts';
import { misplacedSafetyDoc } from './misplaced-safety-doc.ts';
import { missingSafetyDoc } from './missing-safety-doc.ts';
import { newUnsafe } from './new-unsafe.ts';
import { notUnsafePtrArgDeref } from './not-unsafe-ptr-arg-deref.ts';
import { placeholderSafetyComment } from './placeholder-safety-comment.ts';
import { rawBindingParameter } from './raw-binding-parameter.ts';
import { rawCEntry } from './raw-c-entry.ts';
import { repeatedSafetyComment } from './repeated-safety-comment.ts';
import type { Rule } from './rule.ts';
import { rustIntegerForC } from './rust-integer-for-c.ts';
import { sendSyncImpl } from './send-sync-impl.ts';
import { staleSafetyComment } from './stale-safety-comment.ts';
import { staticMut } from './static-mut.ts';
import { straySafetyMark } from './stray-safety-mark.ts';
import { suppressedSafetyLint } from './suppressed-safety-lint.ts';
import { transmute } from './transmute.ts';
import { undocumentedUnsafe } from './undocumented-unsafe.ts';
import { unfoundedSafetyComment } from './unfounded-safety-comment.ts';
import { unnecessarySafetyComment } from './unnecessary-safety-comment.ts';
import { unnecessarySafetyDoc } from './unnecessary-safety-doc.ts';
import { untidySafetyComment } from './untidy-safety-comment.ts';
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
  rawCEntry,
  rawBindingParameter,
  notUnsafePtrArgDeref,
  bindingInSignature,
  globBindingsImport,
  macroMetavarsInUnsafe,
  sendSyncImpl,
  staticMut,
  transmute,
  inlineAsm,
  coreAtomic,
  coreFfiType,
  rustIntegerForC,
  handwrittenByteImpl,
  unnecessarySafetyComment,
  unnecessarySafetyDoc,
  misplacedSafetyDoc,
  straySafetyMark,
  repeatedSafetyComment,
  untidySafetyComment,
  allowOverExpect,
];

/** Those that ask what other files say: they look at a tree when all of it is read. */
export const RULES_OF_TREES: readonly Rule[] = [bindingsBypass];
/** Those to which a file and what is known of its tree beforehand are enough. */
export const RULES_OF_FILES: readonly Rule[] = RULES.filter((rule) => !RULES_OF_TREES.includes(rule));

/** The rule with this id; undefined where there is none. */
export function ruleOf(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}

/** The rule meant by a word that is not an id: by the name of a lint, with or without `clippy::`, or by a slip of the hand. */
export function ruleMeantBy(word: string): Rule | undefined {
  const plain = (lint: string) => lint.replaceAll('-', '_').replace(/^clippy::/, '');
  const byLint = RULES.find(({ lints }) => lints.some((lint) => plain(lint) === plain(word)));
  if (byLint !== undefined) return byLint;
  const near = nearestWord(
    word,
    RULES.map(({ id }) => id),
  );
  return near === null ? undefined : ruleOf(near);
}
