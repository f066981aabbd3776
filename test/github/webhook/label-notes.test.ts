/** What is noted of a label: who set it or took it off, at which head, and when. */
import fc from 'fast-check';
import { labelNotesOf } from '../../../src/github/webhook/label-notes.ts';

const HEAD = 'a'.repeat(40);
const NOW = 1_800_000_000_000;
const PAYLOAD = {
  action: 'labeled',
  repository: { id: 7, full_name: 'linux/kernel' },
  sender: { login: 'max', type: 'User' },
  label: { name: 'no-audit' },
  pull_request: { number: 3, head: { sha: HEAD }, updated_at: '2027-01-15T08:00:00Z' },
};
const NOTE = {
  key: 'labelled/7/3/no-audit',
  value: { label: 'no-audit', isSet: true, person: 'max', head: HEAD },
  at: Date.UTC(2027, 0, 15, 8) + 1,
};

test.each<[string, object, object]>([
  ['set', {}, NOTE],
  ['taken off', { action: 'unlabeled' }, { ...NOTE, value: { ...NOTE.value, isSet: false }, at: NOTE.at - 1 }],
  ['without a time', { pull_request: { ...PAYLOAD.pull_request, updated_at: null } }, { ...NOTE, at: NOW + 1 }],
])('%s', (_, more, note) => {
  expect(labelNotesOf('pull_request', { ...PAYLOAD, ...more }, NOW)).toEqual([note]);
});

test.each<[string, string, object]>([
  ['of another event', 'issues', {}],
  ['of another action', 'pull_request', { action: 'opened' }],
  ['without a label', 'pull_request', { label: null }],
  ['with a label that is too long for GitHub', 'pull_request', { label: { name: 'x'.repeat(201) } }],
  ['of no person', 'pull_request', { sender: null }],
  ['without a head', 'pull_request', { pull_request: { number: 3, head: { sha: 'main' } } }],
  ['without a number', 'pull_request', { pull_request: { head: { sha: HEAD } } }],
  ['without a repository', 'pull_request', { repository: {} }],
])('nothing %s', (_, name, more) => {
  expect(labelNotesOf(name, { ...PAYLOAD, ...more }, NOW)).toEqual([]);
});

test('what is there when a pull request is opened was set at that head, by whom GitHub says later', () => {
  const labels = [{ name: 'no-audit' }, { name: 'bug' }, { name: 'x'.repeat(201) }, null];
  const opened = { ...PAYLOAD, action: 'opened', pull_request: { ...PAYLOAD.pull_request, labels } };
  const notes = labelNotesOf('pull_request', opened, NOW);
  expect(notes[0]).toEqual({ ...NOTE, value: { ...NOTE.value, person: null } });
  expect(notes.map(({ key }) => key)).toEqual(['labelled/7/3/no-audit', 'labelled/7/3/bug']);
});

test('nothing of what is no payload', () => {
  fc.assert(
    fc.property(fc.anything(), (payload) => {
      expect(labelNotesOf('pull_request', payload, NOW)).toEqual([]);
    }),
  );
});
