/** Labels that were set or taken off: at which head that was, only the delivery says. */
import type { Note } from '../app/job-store.ts';
import { labellingNote } from '../app/skip-label.ts';
import { commitId, Part } from './payload.ts';

/** GitHub's own limit is 50 characters. */
const LONGEST_LABEL = 200;

/**
 * What is to be noted of a delivery; nothing where it is about something else or not as GitHub sends it. Never throws.
 * @param now in ms since 1970: when it came, where it does not say when it happened
 */
export function labelNotesOf(name: string, given: unknown, now: number): readonly Note[] {
  const payload = new Part(given);
  const action = payload.text('action');
  if (name !== 'pull_request' || (action !== 'labeled' && action !== 'unlabeled')) return [];
  const [repository, number] = [payload.id('repository', 'id'), payload.id('pull_request', 'number')];
  const [label, person] = [payload.text('label', 'name'), payload.text('sender', 'login')];
  const head = commitId(payload.text('pull_request', 'head', 'sha'));
  if (repository === undefined || number === undefined || head === undefined) return [];
  if (label === undefined || label.length > LONGEST_LABEL || person === undefined) return [];
  const at = Date.parse(payload.text('pull_request', 'updated_at') ?? '');
  const labelling = { label, isSet: action === 'labeled', person, head };
  return [labellingNote(repository, number, labelling, Number.isNaN(at) ? now : at)];
}
