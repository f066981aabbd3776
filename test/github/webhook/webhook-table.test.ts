/** The table of webhooks: each has a reader for each of its actions, and nothing outside it is read. */
import { EVENTS, WEBHOOKS, type Webhook } from '../../../src/app/ports/github-app.ts';
import { eventsOf, isHandled } from '../../../src/github/webhook/read-event.ts';

const HEAD = 'a'.repeat(40);
const REPOSITORY = { id: 7, full_name: 'kernel/linux' };

/** A payload with all that any reader asks for. */
const PAYLOAD = {
  installation: { id: 3 },
  repository: REPOSITORY,
  sender: { login: 'mia', type: 'User' },
  pull_request: { number: 5, head: { sha: HEAD }, user: { login: 'mia' } },
  changes: { base: { ref: { from: 'old' } } },
  issue: { number: 5, state: 'open', pull_request: {}, user: { login: 'mia' } },
  comment: { id: 9, body: '/audit', user: { login: 'mia', type: 'User' } },
  check_run: { id: 4, name: 'kernel-rust-audit', head_sha: HEAD, pull_requests: [{ number: 5 }] },
  requested_action: { identifier: 'full-audit' },
  check_suite: { id: 6, head_sha: HEAD },
  merge_group: { head_sha: HEAD, base_sha: HEAD, head_ref: 'refs/heads/x', base_ref: 'refs/heads/main' },
  ref: 'refs/heads/main',
  forced: true,
  repositories: [REPOSITORY],
  repositories_added: [REPOSITORY],
  repositories_removed: [REPOSITORY],
};

const ROWS = Object.entries(WEBHOOKS).flatMap(([name, { actions }]: readonly [string, Webhook]) =>
  (actions ?? [null]).map((action): [string, string | null] => [name, action]),
);

test.each(ROWS)('%s %s is read, and asked for again where it is lost', (name, action) => {
  expect(isHandled(name, action)).toBe(true);
  expect(eventsOf(name, action === null ? PAYLOAD : { ...PAYLOAD, action })).not.toEqual([]);
});

test.each([
  ['pull_request', 'assigned'],
  ['pull_request', null],
  ['push', 'created'],
  ['repository', 'archived'],
  ['constructor', null],
  ['toString', 'created'],
])('%s %s is neither', (name, action) => {
  expect(isHandled(name, action)).toBe(false);
  expect(eventsOf(name, { ...PAYLOAD, action })).toEqual([]);
});

test('the App subscribes to each but those that come to every App, to which it cannot', () => {
  const names = EVENTS.map(({ name }) => name);
  expect(Object.keys(WEBHOOKS).filter((name) => !names.includes(name))).toEqual([
    'installation',
    'installation_repositories',
  ]);
});
