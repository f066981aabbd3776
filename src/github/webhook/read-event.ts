/** From GitHub's webhooks to the project's events: the payloads end here. */

import type { Event, Reason } from '../../app/ports/events.ts';
import type { RepositoryRef } from '../../app/ports/forge.ts';
import { type ActionOf, WEBHOOKS, type Webhook, type WebhookName } from '../../app/ports/github-app.ts';
import { SETTINGS_PATH } from '../../config/settings.ts';
import { parseExternalId, pullRequestOfSettingsCheck } from '../../publish/external-id.ts';
import { CHECK_NAME, SETTINGS_CHECK_NAME } from '../../publish/messages.ts';
import { commitId, Part } from './payload.ts';

/** In UTF-16 units: longer comments hold no command. */
const LONGEST_COMMENT = 65_536;

/** @param action one that the table of webhooks has */
type Reader<Action> = (payload: Part, action: Action) => readonly Event[];

/** What a delivery asks for; nothing where it is of no concern or not as GitHub sends it. Never throws. */
export function eventsOf(name: string, given: unknown): readonly Event[] {
  const payload = new Part(given);
  const action = payload.text('action') ?? null;
  if (!isWebhook(name) || !isHandled(name, action)) return [];
  return (READERS[name] as Reader<string | null>)(payload, action);
}

/** Whether anything is done for it: only such deliveries are asked for again. */
export function isHandled(name: string, action: string | null): boolean {
  if (!isWebhook(name)) return false;
  const { actions }: Webhook = WEBHOOKS[name];
  return actions === null ? (action ?? '') === '' : actions.includes(action ?? '');
}

function isWebhook(name: string): name is WebhookName {
  return Object.hasOwn(WEBHOOKS, name);
}

/** A reader for each webhook of the table. */
const READERS: { readonly [Name in WebhookName]: Reader<ActionOf<Name>> } = {
  pull_request: inRepository(ofPullRequest),
  issue_comment: inRepository(ofComment),
  check_run: inRepository(ofRun),
  check_suite: inRepository(ofSuite),
  merge_group: inRepository(ofMergeGroup),
  push: inRepository(ofPush),
  installation: ofInstallation,
  installation_repositories: ofRepositories,
};

/** A reader of what happens in a repository: without one it reads nothing. */
function inRepository<Action>(
  read: (payload: Part, repository: RepositoryRef, action: Action) => readonly Event[],
): Reader<Action> {
  return (payload, action) => {
    const repository = repositoryOf(payload.get('repository'), payload.id('installation', 'id'));
    return repository === undefined ? [] : read(payload, repository, action);
  };
}

const REASONS: Readonly<Record<ActionOf<'pull_request'>, Reason>> = {
  opened: 'opened',
  reopened: 'opened',
  synchronize: 'pushed',
  ready_for_review: 'ready',
  converted_to_draft: 'drafted',
  edited: 'base-changed',
  closed: 'closed',
  labeled: 'label',
  unlabeled: 'label',
};

function ofPullRequest(payload: Part, repository: RepositoryRef, action: ActionOf<'pull_request'>): readonly Event[] {
  const reason = REASONS[action];
  const number = payload.id('pull_request', 'number');
  if (number === undefined) return [];
  if (action === 'edited' && !payload.get('changes', 'base').isThere) return [];
  const head = commitId(payload.text('pull_request', 'head', 'sha')) ?? null;
  const author = payload.text('pull_request', 'user', 'login') ?? null;
  return [{ kind: 'pull-request', repository, number, reason, head, force: false, author }];
}

/** Comments that a person created on an open pull request, and that may hold a command. */
function ofComment(payload: Part, repository: RepositoryRef): readonly Event[] {
  const body = payload.text('comment', 'body') ?? '';
  const [number, comment] = [payload.id('issue', 'number'), payload.id('comment', 'id')];
  const [sender, author] = [payload.text('sender', 'login'), payload.text('issue', 'user', 'login')];
  const isOurs = payload.get('issue', 'pull_request').isThere && payload.text('issue', 'state') === 'open';
  const isPerson =
    isOfPerson(payload.get('sender')) &&
    isOfPerson(payload.get('comment', 'user')) &&
    !payload.get('comment', 'performed_via_github_app').isThere;
  if (!isOurs || !isPerson || body.length > LONGEST_COMMENT || !body.includes('/audit')) return [];
  if (number === undefined || comment === undefined || sender === undefined) return [];
  return [{ kind: 'comment', repository, number, comment, body, sender, author: author ?? '' }];
}

function isOfPerson(user: Part): boolean {
  return user.text('type') !== 'Bot' && user.text('login')?.endsWith('[bot]') !== true;
}

function ofRun(payload: Part, repository: RepositoryRef, action: ActionOf<'check_run'>): readonly Event[] {
  const run = payload.get('check_run');
  const head = commitId(run.text('head_sha'));
  const name = run.text('name');
  if (head === undefined) return [];
  // GitHub takes back the suite's conclusion, so the button of either check has to lead to a new run
  if (action === 'rerequested' && (name === CHECK_NAME || name === SETTINGS_CHECK_NAME))
    return ofRerun(run, head, payload, repository);
  if (action === 'requested_action' && name === CHECK_NAME) return ofButton(run, head, payload, repository);
  return [];
}

function ofRerun(run: Part, head: string, payload: Part, repository: RepositoryRef): readonly Event[] {
  const group = groupAgain(run.get('check_suite'), head, repository);
  if (group !== undefined) return [group];
  const numbers = numbersOfRun(run, repository);
  if (numbers.length === 0) return [headAgain(run.get('check_suite'), head, true, payload, repository)];
  // the head is what the run was for; the worker reads what it is now
  const asker = payload.text('sender', 'login') ?? null;
  const rest = { reason: 'rerun', head: null, force: true, asker } as const;
  return numbers.map((number) => ({ kind: 'pull-request', repository, number, ...rest }));
}

/** By our own id first: GitHub names no pull request for the head of a fork. It may name those of other repositories. */
function numbersOfRun(run: Part, { id }: RepositoryRef): readonly number[] {
  const externalId = run.text('external_id') ?? '';
  const identity = parseExternalId(externalId);
  if (identity?.kind === 'pull-request' && identity.number > 0) return [identity.number];
  const ofSettings = pullRequestOfSettingsCheck(externalId) ?? 0;
  if (ofSettings > 0) return [ofSettings];
  const here = run.list('pull_requests').filter((each) => (each.id('base', 'repo', 'id') ?? id) === id);
  return [...new Set(here.flatMap((each) => each.id('number') ?? []))];
}

function ofButton(run: Part, head: string, payload: Part, repository: RepositoryRef): readonly Event[] {
  const [id, identifier, sender] = [
    run.id('id'),
    payload.text('requested_action', 'identifier'),
    payload.text('sender', 'login'),
  ];
  if (id === undefined || identifier === undefined || sender === undefined) return [];
  if (!/^[\w-]{1,20}$/.test(identifier)) return [];
  const externalId = run.text('external_id') ?? '';
  return [{ kind: 'action', repository, run: id, externalId, head, identifier, sender }];
}

function ofSuite(payload: Part, repository: RepositoryRef, action: ActionOf<'check_suite'>): readonly Event[] {
  const head = commitId(payload.text('check_suite', 'head_sha'));
  if (head === undefined) return [];
  const force = action === 'rerequested';
  const group = force ? groupAgain(payload.get('check_suite'), head, repository) : undefined;
  if (group !== undefined) return [group];
  return [headAgain(payload.get('check_suite'), head, force, payload, repository)];
}

function headAgain(suite: Part, head: string, force: boolean, payload: Part, repository: RepositoryRef): Event {
  const sender = payload.text('sender', 'login') ?? null;
  return { kind: 'head', repository, head, suite: suite.id('id') ?? null, force, sender };
}

function ofMergeGroup(payload: Part, repository: RepositoryRef, action: ActionOf<'merge_group'>): readonly Event[] {
  const head = commitId(payload.text('merge_group', 'head_sha'));
  const base = commitId(payload.text('merge_group', 'base_sha'));
  if (head === undefined || base === undefined) return [];
  const queued = queuedAs(payload.text('merge_group', 'head_ref')?.replace(/^refs\/heads\//, ''));
  const baseBranch = payload.text('merge_group', 'base_ref')?.replace(/^refs\/heads\//, '') ?? queued?.baseBranch ?? '';
  const pullRequest = queued?.pullRequest ?? null;
  const isDestroyed = action === 'destroyed';
  return [{ kind: 'merge-group', repository, head, base, baseBranch, pullRequest, isDestroyed, force: false }];
}

/** The most commits of a push, and the most files of a commit, that GitHub lists (GitHub docs, "Webhook events and payloads"). */
const MOST_COMMITS = 2048;
const MOST_FILES = 3000;

/** A push to a branch that may change its settings: what is not listed counts as changed. */
function ofPush(payload: Part, repository: RepositoryRef): readonly Event[] {
  const branch = /^refs\/heads\/(?!gh-readonly-queue\/)(.{1,255})$/.exec(payload.text('ref') ?? '')?.[1];
  // nothing is open into a branch that was not there, or is gone
  if (branch === undefined || payload.is('created') || payload.is('deleted')) return [];
  const commits = payload.get('commits').items(MOST_COMMITS);
  const isListed = !payload.is('forced') && commits.length > 0 && commits.length < MOST_COMMITS;
  if (isListed && !commits.some(touchesSettings)) return [];
  return [{ kind: 'settings', repository, branch }];
}

function touchesSettings(commit: Part): boolean {
  const lists = ['added', 'removed', 'modified'].map((name) => commit.texts(name));
  const paths = lists.flat();
  return lists.includes(undefined) || paths.length >= MOST_FILES || paths.includes(SETTINGS_PATH);
}

/** The audit of a merge group once more: only the name of the suite's branch says whose commit it is. */
function groupAgain(suite: Part, head: string, repository: RepositoryRef): Event | undefined {
  const queued = queuedAs(suite.text('head_branch'));
  return queued && { kind: 'merge-group', repository, head, ...queued, isDestroyed: false, force: true };
}

/** What a queue calls its branches, as `gh-readonly-queue/main/pr-12-…` with the base's commit: no field says it. */
function queuedAs(branch: string | undefined) {
  const [, baseBranch, number, base] =
    /^gh-readonly-queue\/(.{1,255})\/pr-(\d{1,9})-([0-9a-f]{40})$/.exec(branch ?? '') ?? [];
  if (baseBranch === undefined || base === undefined) return undefined;
  return { baseBranch, pullRequest: Number(number), base };
}

function ofInstallation(payload: Part, action: ActionOf<'installation'>): readonly Event[] {
  const installation = payload.id('installation', 'id');
  if (installation === undefined) return [];
  if (action === 'deleted' || action === 'suspend')
    return [{ kind: 'uninstalled', installation, repositories: null, isForGood: action === 'deleted' }];
  return lookedAt(payload.list('repositories'), installation, action === 'created');
}

function ofRepositories(payload: Part, action: ActionOf<'installation_repositories'>): readonly Event[] {
  const installation = payload.id('installation', 'id');
  if (installation === undefined) return [];
  if (action === 'added') return lookedAt(payload.list('repositories_added'), installation, true);
  const removed = payload.list('repositories_removed').flatMap((each) => each.id('id') ?? []);
  return removed.length > 0 ? [{ kind: 'uninstalled', installation, repositories: removed, isForGood: true }] : [];
}

/** @param ifRefused only those where GitHub refused the App before */
function lookedAt(repositories: readonly Part[], installation: number, ifRefused: boolean): readonly Event[] {
  return repositories.flatMap((each) => {
    const repository = repositoryOf(each, installation);
    if (repository === undefined) return [];
    return [{ kind: 'reconcile' as const, repository, ...(ifRefused ? { ifRefused } : {}) }];
  });
}

/** `.` and `..` would be folders in an address. */
const NAME = /^(?!\.{1,2}$)[\w.-]{1,100}$/;

function repositoryOf(repository: Part, installation: number | undefined): RepositoryRef | undefined {
  const id = repository.id('id');
  const [owner = '', name = '', ...more] = (repository.text('full_name') ?? '').split('/');
  if (id === undefined || installation === undefined || more.length > 0) return undefined;
  return NAME.test(owner) && NAME.test(name) ? { owner, name, id, installation } : undefined;
}
