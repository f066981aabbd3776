/** A kind of hostile input, and the words for what is wrong with an answer. */
import type { Failure } from '../../../src/text/failure.ts';
import type { Chance } from './chance.ts';

/** Inputs are plain JSON, so that a failing one can be kept in a file and tried again. */
export interface Kind<Input = unknown> {
  /** Makes one input. */
  make(chance: Chance): Input;
  /** What is wrong with what the program makes of it, in words; null where nothing is. An exception is wrong too. */
  troubleIn(input: Input): Promise<string | null> | string | null;
}

/** What a failure lacks: its place, what is wrong, or the remedy. */
export function troubleInFailure(found: Failure): string | null {
  const missing = (['where', 'what', 'remedy'] as const).filter((part) => found[part].trim() === '');
  return missing.length === 0 ? null : `a failure without ${missing.join(', ')}: ${JSON.stringify(found)}`;
}

/** The first trouble of several. */
export function firstOf(troubles: readonly (string | null)[]): string | null {
  return troubles.find((each) => each !== null) ?? null;
}

/** A rule that throws is caught and named in the review: for a fuzzer that is a crash. */
export function brokenRule(unread: readonly { readonly reason: string }[]): string | null {
  return unread.find(({ reason }) => reason.startsWith('the rule'))?.reason ?? null;
}
