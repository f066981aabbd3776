/** What GitHub refuses until a person there changes something: trying again does not help. */
import { ForgeError, type RepositoryRef } from './forge.ts';
import type { JobStore } from './job-store.ts';

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

/** A repository whose jobs GitHub refused. */
export interface RefusedMark {
  readonly reason: RefusalReason;
  /** In ms since 1970. */
  readonly at: number;
}

/** In ms: after so long a sweep looks whether GitHub still refuses; not every change there has a delivery. */
export const LOOK_AGAIN_AFTER = 24 * 3_600_000;

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

function refusedKey({ id }: Pick<RepositoryRef, 'id'>): string {
  return `refused/${id}`;
}

export async function recallRefusal(
  store: JobStore,
  repository: Pick<RepositoryRef, 'id'>,
): Promise<RefusedMark | undefined> {
  return (await store.recall(refusedKey(repository))) as RefusedMark | undefined;
}

/** @param reason null: it is forgotten */
export async function rememberRefusal(
  store: JobStore,
  repository: Pick<RepositoryRef, 'id'>,
  reason: RefusalReason | null,
  now: number,
): Promise<void> {
  await store.remember(refusedKey(repository), reason === null ? undefined : { reason, at: now }, now);
}

/** The numbers of repositories that sweeps pass over: GitHub refused them, and it is too early to look again. */
export async function refusedLately(store: JobStore, now: number): Promise<ReadonlySet<number>> {
  const marks = [...(await store.recallAll('refused/'))] as [string, RefusedMark][];
  return new Set(
    marks.filter(([, { at }]) => at > now - LOOK_AGAIN_AFTER).map(([key]) => Number(key.slice('refused/'.length))),
  );
}
