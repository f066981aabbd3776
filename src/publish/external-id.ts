/** The id by which a check run is found again: what was reviewed, under which settings, by which engine. */

/** A review of a pull request. `settings` and `engine` name their contents; a new attempt is a new run. */
export interface PullRequestRun {
  readonly kind: 'pull-request';
  readonly number: number;
  readonly head: string;
  readonly mergeBase: string;
  readonly settings: string;
  readonly engine: string;
  readonly attempt: number;
}

/** A review of a merge group. */
export interface MergeGroupRun {
  readonly kind: 'merge-group';
  readonly head: string;
  readonly base: string;
  readonly settings: string;
  readonly engine: string;
  readonly attempt: number;
}

/** Why a check ends without a review: it takes the place of the settings in the id, which then has no merge base. */
export type WithoutReview = 'skipped' | 'paused' | 'timeout' | 'crash' | 'no-base';

/** Without a review no merge base was determined. */
export const NO_MERGE_BASE = 'none';

export type RunIdentity = PullRequestRun | MergeGroupRun;

/** GitHub documents no limit; it is kept below this. */
export const LONGEST_EXTERNAL_ID = 127;

/**
 * `a1:PR:HEAD:MERGEBASE:SETTINGS:ENGINE:ATTEMPT`, for merge groups `m1:HEAD:BASE:SETTINGS:ENGINE:ATTEMPT`. Commits have twelve digits,
 * settings eight characters, the engine at most 24; characters with a meaning here become `-`.
 */
export function externalIdOf(run: Omit<PullRequestRun, 'kind'> | RunIdentity): string {
  const rest = [part(run.settings, 8), part(run.engine, 24), String(run.attempt)];
  const parts =
    'number' in run
      ? ['a1', String(run.number), part(run.head, 12), part(run.mergeBase, 12)]
      : ['m1', part(run.head, 12), part(run.base, 12)];
  return [...parts, ...rest].join(':');
}

/** What such an id says, its parts as short as in the id; undefined where it is none of ours. */
export function parseExternalId(text: string): RunIdentity | undefined {
  if (text.length > LONGEST_EXTERNAL_ID) return undefined;
  const [scheme, ...parts] = text.split(':');
  if (!parts.every((each) => /^[\w.+-]+$/.test(each))) return undefined;
  const number = scheme === 'a1' ? wholeNumber(parts.shift()) : null;
  const [head, base, settings, engine, last, ...more] = parts;
  const attempt = wholeNumber(last);
  if (head === undefined || base === undefined || settings === undefined || engine === undefined) return undefined;
  if (attempt === undefined || more.length > 0 || number === undefined) return undefined;
  if (scheme === 'm1') return { kind: 'merge-group', head, base, settings, engine, attempt };
  if (number === null) return undefined;
  return { kind: 'pull-request', number, head, mergeBase: base, settings, engine, attempt };
}

/** The id of the check of the settings file that a pull request brings. */
export function settingsCheckId(number: number, head: string): string {
  return `c1:${number}:${part(head, 12)}`;
}

/** The pull request of such an id; undefined where it is another one. */
export function pullRequestOfSettingsCheck(externalId: string): number | undefined {
  const [scheme, number, head, ...more] = externalId.split(':');
  return scheme === 'c1' && head !== undefined && more.length === 0 ? wholeNumber(number) : undefined;
}

function part(text: string, length: number): string {
  return text.slice(0, length).replace(/[^\w.+-]/g, '-') || '-';
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:0|[1-9]\d{0,15})$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}
