/** The label that skips an audit: it counts for the head at which a person with write permission set it, and for no other. */
import type { Settings } from '../../config/settings.ts';
import { labelOfAnother, labelOfEarlierHead, labelOfUnknownHead } from '../../publish/messages.ts';
import type { PullRequestContext } from '../context.ts';
import { hasRole } from './roles.ts';

/** What the label of the settings does to a pull request. */
export interface SkipLabel {
  /** Who lets this head pass; null: it is audited. */
  readonly person: string | null;
  /** Markdown sentences: why a label that is there does not count. */
  readonly notes: readonly string[];
}

const NOT_THERE: SkipLabel = { person: null, notes: [] };

/**
 * Asks GitHub each time who set the label last, since deliveries come late, merged or not at all; only the
 * delivery says at which head. Without one, or where it is of another person, the label does not count.
 */
export async function skipLabelOf(
  { forge, records, number, head }: Pick<PullRequestContext, 'forge' | 'records' | 'number' | 'head'>,
  labels: readonly string[],
  { skipLabel }: Settings,
): Promise<SkipLabel> {
  if (skipLabel === '' || !labels.includes(skipLabel)) return NOT_THERE;
  const without = (words: string): SkipLabel => ({ person: null, notes: [words] });
  const person = await forge.labelledBy(number, skipLabel);
  if (person === null) return without(labelOfUnknownHead(skipLabel));
  // what an App does may follow from what the pull request brings
  if (person.endsWith('[bot]') || !hasRole(await forge.roleOf(person), 'write'))
    return without(labelOfAnother(skipLabel, person));
  const last = await records.labelling(skipLabel).recall();
  const isAnothers = last?.person != null && last.person.toLowerCase() !== person.toLowerCase();
  if (last === undefined || !last.isSet || isAnothers) return without(labelOfUnknownHead(skipLabel));
  return last.head === head ? { person, notes: [] } : without(labelOfEarlierHead(skipLabel, last.head));
}

/** Once for a head that begins to be skipped: people ask later who let it pass. */
export async function recordSkip(
  { records, head }: PullRequestContext,
  { skipLabel }: Settings,
  person: string,
): Promise<void> {
  if ((await records.verdict(head).recall())?.why === 'skipped') return;
  await records.record(person, `label ${skipLabel}`, { head });
}
