/** Webhooks on their way to an App. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from '../support/fake-github/index.ts';
import { appOctokitOf } from '../support/fake-github/octokit.ts';

interface Arrived {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let hub: FakeGitHub;
let repo: FakeRepository;
let app: Server;
let arrived: Arrived[];
let status: number;

beforeEach(async () => {
  arrived = [];
  status = 202;
  app = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      arrived.push({ headers: request.headers, body });
      response.writeHead(status).end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => {
    app.listen(0, '127.0.0.1', resolve);
  });
  hub = await startFakeGitHub();
  hub.webhook = { url: `http://127.0.0.1:${(app.address() as AddressInfo).port}/hook`, secret: 's3cret' };
  repo = hub.repository('linux/kernel');
  repo.commit({ files: { 'a.rs': 'fn a() {}\n' } });
});

afterEach(async () => {
  await hub.close();
  await new Promise((resolve) => {
    app.close(resolve);
    app.closeAllConnections();
  });
});

const namesOf = (all: readonly Arrived[]) => all.map(({ headers }) => headers['x-github-event']);

test('a delivery is signed, has a GUID, and is told with its answer', async () => {
  const { event } = repo.openPullRequest({ head: repo.commit({ files: { b: '1' } }) });
  const delivery = await hub.deliver(event, { guid: 'guid-1' });
  expect([delivery.status, delivery.answer]).toEqual([202, '{"ok":true}']);
  const [{ headers, body } = { headers: {}, body: '' }] = arrived;
  const signature = createHmac('sha256', 's3cret').update(body).digest('hex');
  expect(headers).toMatchObject({
    'x-hub-signature-256': `sha256=${signature}`,
    'x-github-event': 'pull_request',
    'x-github-delivery': 'guid-1',
    'content-type': 'application/json',
  });
  expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(event.payload)));
  expect(hub.outbox).not.toContain(event);
});

test('all that happened arrives in order; or reversed, doubled, lost', async () => {
  const head = repo.commit({ files: { b: '1' } });
  const { number } = repo.openPullRequest({ head });
  await hub.deliverAll();
  expect(namesOf(arrived)).toEqual(['check_suite', 'pull_request']);
  arrived = [];
  repo.comment(number, 'maria', '/audit');
  repo.close(number);
  const sent = await hub.deliverAll({ order: 'reversed', times: 2, isLost: ({ name }) => name === 'issue_comment' });
  expect(namesOf(arrived)).toEqual(['pull_request', 'pull_request']);
  expect(sent.map((each) => each.status)).toEqual([202, 202, 0]);
  expect(new Set(arrived.map(({ headers }) => headers['x-github-delivery'])).size).toBe(1);
  expect(hub.outbox).toEqual([]);
});

test('what was lost is listed as failed, and sent again with the same GUID', async () => {
  const { event } = repo.openPullRequest({ head: repo.commit({ files: { b: '1' } }) });
  await hub.deliverAll({ isLost: () => true });
  status = 500;
  const failed = await hub.deliver(event);
  status = 202;
  const octokit = appOctokitOf(hub);
  const { data } = await octokit.rest.apps.listWebhookDeliveries({ per_page: 100 });
  expect(data.map((each) => [each.event, each.status_code])).toEqual([
    ['pull_request', 500],
    ['pull_request', 0],
    ['check_suite', 0],
  ]);
  arrived = [];
  await octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: failed.id });
  await hub.settled();
  expect(arrived.map(({ headers }) => headers['x-github-delivery'])).toEqual([failed.guid]);
  const again = await octokit.rest.apps.listWebhookDeliveries({ per_page: 1 });
  expect(again.data[0]).toMatchObject({ guid: failed.guid, redelivery: true, status_code: 202 });
  expect(again.headers.link).toContain('cursor=');
});

test('webhooks go out by themselves where a test wants that, the App hears of what it does, but not of repositories without it', async () => {
  const own = await startFakeGitHub({ autoDeliver: true, ...(hub.webhook ? { webhook: hub.webhook } : {}) });
  const other = own.repository('linux/other', { isInstalled: false });
  other.commit({ files: { a: '1' } });
  other.openPullRequest({ head: other.commit({ files: { b: '1' } }) });
  const installed = own.repository('linux/kernel');
  const head = installed.commit({ files: { a: '1' } });
  await fetch(`${own.url}/repos/linux/kernel/check-runs`, {
    method: 'POST',
    headers: { authorization: `token ${own.token()}` },
    body: JSON.stringify({ name: 'n', head_sha: head, conclusion: 'success' }),
  });
  await own.settled();
  await own.close();
  const told = arrived.map(({ headers, body }) => `${headers['x-github-event']}.${JSON.parse(body).action}`);
  expect(told.sort()).toEqual(['check_run.completed', 'check_run.created', 'check_suite.completed']);
  expect(JSON.parse(arrived[0]?.body ?? '').sender.login).toBe(own.botLogin);
});

test('people press buttons, re-run, and put pull requests into the merge queue', async () => {
  const head = repo.commit({ files: { b: '1' } });
  const { number } = repo.openPullRequest({ head });
  const actions = [{ label: 'Again', description: 'Once more', identifier: 'again' }];
  await fetch(`${hub.url}/repos/linux/kernel/check-runs`, {
    method: 'POST',
    headers: { authorization: `token ${hub.token()}` },
    body: JSON.stringify({ name: 'n', head_sha: head, external_id: 'x:1', conclusion: 'failure', actions }),
  });
  const id = repo.runs(head)[0]?.id ?? 0;
  const { payload } = repo.press(id, 'again', 'maria');
  expect(payload).toMatchObject({
    action: 'requested_action',
    requested_action: { identifier: 'again' },
    check_run: { id, external_id: 'x:1', check_suite: { head_sha: head } },
    sender: { login: 'maria' },
  });
  expect(() => repo.press(id, 'other')).toThrow('no button');
  expect(repo.rerequest(id).payload).toMatchObject({ action: 'rerequested', check_run: { conclusion: 'failure' } });
  const { group } = repo.enqueue(number);
  expect([...repo.files(group.head).keys()]).toEqual(['a.rs', 'b']);
  expect(group.base).toBe(repo.tip());
  expect(repo.merge(number).payload).toMatchObject({ action: 'closed', pull_request: { merged: true } });
  expect([...repo.files(repo.tip()).keys()]).toEqual(['a.rs', 'b']);
});

test('an App gets the events that it asked for, and those of its installation', async () => {
  const own = await startFakeGitHub({ events: ['pull_request'] });
  const other = own.repository('linux/kernel');
  other.commit({ files: { a: '1' } });
  other.openPullRequest({ head: other.commit({ files: { b: '1' } }) });
  own.remove(other);
  expect(own.outbox.map(({ name }) => name)).toEqual(['pull_request', 'installation_repositories']);
  await own.close();
});
