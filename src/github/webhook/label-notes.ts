/** Labels that were set or taken off: at which head that was, only the delivery says. */
import type { Note } from '../../app/ports/records.ts';
import { type Labelling, labellingKey } from '../../app/records/pull-request-records.ts';
import { commitId, Part } from './payload.ts';

/** GitHub's own limit is 50 characters. */
const LONGEST_LABEL = 200;

/** Of a pull request that is opened. GitHub's own limit is 100. */
const MOST_LABELS = 100;

/**
 * What is to be noted of a delivery; nothing where it is about something else or not as GitHub sends it. Never throws.
 * @param now in ms since 1970: when it came, where it does not say when it happened
 */
export function labelNotesOf(name: string, given: unknown, now: number): readonly Note[] {
  const payload = new Part(given);
  if (name !== 'pull_request') return [];
  const [repository, number] = [payload.id('repository', 'id'), payload.id('pull_request', 'number')];
  const head = commitId(payload.text('pull_request', 'head', 'sha'));
  if (repository === undefined || number === undefined || head === undefined) return [];
  const at = Date.parse(payload.text('pull_request', 'updated_at') ?? '');
  return changesIn(payload).map(({ label, isSet, person }) => {
    // GitHub's times are whole seconds, and deliveries overtake each other. Whether the label is there is asked each time, so that in
    // one second what sets it counts as the later one
    const time = (Number.isNaN(at) ? now : at) + (isSet ? 1 : 0);
    return { key: labellingKey(repository, number, label), value: { label, isSet, person, head }, at: time };
  });
}

function changesIn(payload: Part): readonly Omit<Labelling, 'head'>[] {
  const action = payload.text('action');
  if (action === 'opened') {
    const names = payload
      .get('pull_request', 'labels')
      .items(MOST_LABELS)
      .map((each) => each.text('name'));
    return names.flatMap((label) => (isLabel(label) ? [{ label, isSet: true, person: null }] : []));
  }
  const [label, person] = [payload.text('label', 'name'), payload.text('sender', 'login')];
  if (action !== 'labeled' && action !== 'unlabeled') return [];
  return isLabel(label) && person !== undefined ? [{ label, isSet: action === 'labeled', person }] : [];
}

function isLabel(label: string | undefined): label is string {
  return label !== undefined && label.length <= LONGEST_LABEL;
}
