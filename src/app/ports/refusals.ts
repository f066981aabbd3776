/** What GitHub refuses until a person there changes something: trying again does not help. */
import { ForgeError } from './forge.ts';

/** Why GitHub refuses; the values of a metric's label. */
export const REFUSALS = [
  'unauthorized',
  'suspended',
  'archived',
  'blocked',
  'forbidden',
  'gone',
  'invalid',
  'other',
] as const;
export type RefusalReason = (typeof REFUSALS)[number];

/** Words of GitHub's answers, before the status: it gives 403 and 422 for many reasons. */
const BY_WORDS: readonly (readonly [RegExp, RefusalReason])[] = [
  [/suspended/i, 'suspended'],
  [/archived/i, 'archived'],
  [/access blocked|blocked due to|DMCA/i, 'blocked'],
  [/not accessible to the parent installation/i, 'gone'],
];
const BY_STATUS: Readonly<Record<number, RefusalReason>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'gone',
  410: 'gone',
  422: 'invalid',
  451: 'blocked',
};

/** Null where it is none: limits, trouble on GitHub's side, an answer that was lost, or a mistake of our own. */
export function refusalOf(error: unknown): RefusalReason | null {
  if (!(error instanceof ForgeError) || (error.trouble !== 'gone' && error.trouble !== 'refused')) return null;
  const byWords = BY_WORDS.find(([pattern]) => pattern.test(error.message))?.[1];
  return byWords ?? BY_STATUS[error.status] ?? 'other';
}
