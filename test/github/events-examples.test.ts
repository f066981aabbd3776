/** What GitHub's own example payloads ask for. */
import type { Event } from '../../src/app/ports/events.ts';
import { jobsOf } from '../../src/github/webhook/jobs-of-events.ts';
import { eventsOf, isHandled } from '../../src/github/webhook/read-event.ts';
import { ownExamples, recordedExamples } from './webhook-examples.ts';

const ASKED: Readonly<Record<string, readonly string[]>> = {
  'check_run.rerequested': ['head d6fde92 suite 5 forced'],
  'check_suite.requested': ['head 78a9609 suite 10', 'head f95f852 suite 118578174'],
  'check_suite.rerequested': ['head 14977a7 suite 9 forced', 'head ec26c3e suite 118578147 forced'],
  'installation.created': ['reconcile'],
  'installation.deleted': ['uninstalled 2 all', 'uninstalled 5 all'],
  'installation.new_permissions_accepted': ['reconcile'],
  'installation.suspend': ['uninstalled 16598467 all'],
  'installation_repositories.added': ['reconcile'],
  'installation_repositories.removed': ['uninstalled 2 1296269', 'uninstalled 5 119'],
  'merge_group.checks_requested': ['merge-group 2ffea6d on 380387f of 104'],
  'pull_request.closed': ['pull request 2 closed 14977a7', 'pull request 2 closed ec26c3e'],
  'pull_request.converted_to_draft': ['pull request 2 drafted ec26c3e'],
  'pull_request.labeled': ['pull request 2 label 14977a7', 'pull request 2 label ec26c3e'],
  'pull_request.opened': ['pull request 2 opened 14977a7', 'pull request 2 opened ec26c3e'],
  'pull_request.ready_for_review': ['pull request 2 ready ec26c3e'],
  'pull_request.reopened': ['pull request 2 opened ec26c3e'],
  'pull_request.synchronize': ['pull request 2 pushed ec26c3e'],
  'pull_request.unlabeled': ['pull request 2 label 14977a7', 'pull request 2 label ec26c3e'],
};

test('of all examples only these ask for something', () => {
  const asked = new Map<string, Set<string>>();
  for (const { name, payload } of ownExamples()) {
    const key = `${name}.${payload['action']}`;
    for (const event of eventsOf(name, payload)) asked.set(key, (asked.get(key) ?? new Set()).add(inShort(event)));
  }
  const table = [...asked].map(([key, found]) => [key, [...found].sort()] as const);
  expect(Object.fromEntries(table)).toEqual(ASKED);
});

test('there are hundreds of them, of every kind of event', () => {
  const names = new Set(recordedExamples().map(({ name }) => name));
  expect(recordedExamples().length).toBeGreaterThan(700);
  expect([...names]).toEqual(expect.arrayContaining(['push', 'ping', 'issue_comment', 'star', 'workflow_run']));
});

test('an installation is needed: webhooks of a repository itself ask for nothing', () => {
  const found = recordedExamples().flatMap(({ name, payload }) =>
    payload['installation'] === undefined ? eventsOf(name, payload) : [],
  );
  expect(found).toEqual([]);
});

test('what asks for something is asked for again when it got lost', () => {
  const lost = ownExamples().filter(({ name, payload }) => {
    const { action } = payload;
    return eventsOf(name, payload).length > 0 && !isHandled(name, typeof action === 'string' ? action : null);
  });
  expect(lost.map(({ name, payload }) => `${name}.${payload['action']}`)).toEqual([]);
  expect([isHandled('ping', null), isHandled('star', 'created'), isHandled('check_run', 'created')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('each event has a job, whose key fits into the ledger', () => {
  for (const { name, payload } of ownExamples()) {
    const events = eventsOf(name, payload);
    const jobs = jobsOf(events, 1000, 'guid');
    expect(jobs.map(({ event }) => event)).toEqual(events);
    for (const { key, notBefore } of jobs) {
      expect(key).toMatch(/^[a-z]+\/[\w/-]{1,120}$/);
      expect(notBefore).toBeGreaterThanOrEqual(1000);
    }
  }
});

function inShort(event: Event): string {
  switch (event.kind) {
    case 'pull-request':
      return `pull request ${event.number} ${event.reason} ${event.head?.slice(0, 7)}${event.force ? ' forced' : ''}`;
    case 'head':
      return `head ${event.head.slice(0, 7)} suite ${event.suite}${event.force ? ' forced' : ''}`;
    case 'merge-group':
      return `merge-group ${event.head.slice(0, 7)} on ${event.base.slice(0, 7)} of ${event.pullRequest}`;
    case 'uninstalled':
      return `uninstalled ${event.installation} ${event.repositories?.join(' ') ?? 'all'}`;
    default:
      return event.kind;
  }
}
