/** The label that skips an audit: it counts for the head at which a person with write permission set it, and for no other. */
import type { Settings } from '../../config/settings.ts';
import { labelOfAnother, labelOfEarlierHead, labelOfUnknownHead } from '../../publish/messages.ts';
import type { AppServices } from '../context.ts';
import type { Forge, PullRequest } from '../ports/forge.ts';
import type { JobStore, Note } from '../ports/job-store.ts';
import { decisionKey } from '../records/decisions.ts';
import { recallVerdict } from '../records/pull-request.ts';
import { hasRole } from './roles.ts';

/** That a label was set or taken off, as the delivery says it. */
export interface Labelling {
  readonly label: string;
  readonly isSet: boolean;
  /** Who did it; a bot's name ends with `[bot]`. Null: it was there when the pull request was opened. */
  readonly person: string | null;
  /** The pull request's head at that time. */
  readonly head: string;
}

/** Which label of the settings skips is not known when the delivery comes, so each is noted. @param at in ms since 1970 */
export function labellingNote(repository: number, pullRequest: number, labelling: Labelling, at: number): Note {
  return { key: labellingKey(repository, pullRequest, labelling.label), value: labelling, at };
}

function labellingKey(repository: number, pullRequest: number, label: string): string {
  return `${decisionKey('labelled/', repository, pullRequest)}/${label}`;
}

/** What the label of the settings does to a pull request. */
export interface SkipLabel {
  /** Who lets this head pass; null: it is audited. */
  readonly person: string | null;
  /** Markdown sentences: why a label that is there does not count. */
  readonly notes: readonly string[];
}

const NOT_THERE: SkipLabel = { person: null, notes: [] };

/**
 * GitHub is asked each time who set the label last, since deliveries come late, merged or not at all; at which head that was says
 * only the delivery. Without one, or where it is of another person, the label does not count.
 */
export async function skipLabelOf(
  forge: Forge,
  { number, head, labels }: Pick<PullRequest, 'number' | 'head' | 'labels'>,
  { skipLabel }: Settings,
  store: Pick<JobStore, 'recall'>,
): Promise<SkipLabel> {
  if (skipLabel === '' || !labels.includes(skipLabel)) return NOT_THERE;
  const without = (words: string): SkipLabel => ({ person: null, notes: [words] });
  const person = await forge.labelledBy(number, skipLabel);
  if (person === null) return without(labelOfUnknownHead(skipLabel));
  // what an App does may follow from what the pull request brings
  if (person.endsWith('[bot]') || !hasRole(await forge.roleOf(person), 'write'))
    return without(labelOfAnother(skipLabel, person));
  const key = labellingKey(forge.repository.id, number, skipLabel);
  const last = (await store.recall(key)) as Labelling | undefined;
  const isAnothers = last?.person != null && last.person.toLowerCase() !== person.toLowerCase();
  if (last === undefined || !last.isSet || isAnothers) return without(labelOfUnknownHead(skipLabel));
  return last.head === head ? { person, notes: [] } : without(labelOfEarlierHead(skipLabel, last.head));
}

/** Once for a head that begins to be skipped: who let it pass is asked later. */
export async function recordSkip(
  { repository }: Forge,
  { number, head }: PullRequest,
  { skipLabel }: Settings,
  person: string,
  { store, clock }: AppServices,
): Promise<void> {
  if ((await recallVerdict(store, repository.id, head, number))?.why === 'skipped') return;
  const what = `label ${skipLabel}`;
  await store.record({
    at: clock.now(),
    repository: repository.id,
    pullRequest: number,
    actor: person,
    what,
    detail: { head },
  });
}
