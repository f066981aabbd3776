/**
 * A GitHub for tests: one App, its installation, repositories with real git objects, check runs, comments, webhooks; with
 * GitHub's limits, and trouble on demand.
 *
 *   const hub = await startFakeGitHub();
 *   const repo = hub.repository('linux/kernel');
 *   repo.commit({ files: { 'rust/lib.rs': 'fn a() {}\n' } }); // the tip of main
 *   const head = repo.commit({ files: { 'rust/lib.rs': 'unsafe fn a() {}\n' } });
 *   hub.webhook = { url: `${app}/api/github/webhooks`, secret };
 *   const { number } = repo.openPullRequest({ head });
 *   await hub.deliverAll(); // all webhooks since the last time
 *   await hub.until(() => repo.runs(head)[0]?.conclusion != null);
 *   expect(repo.comments(number)).toHaveLength(1);
 *   await hub.close();
 *
 * An Octokit talks to it with `baseUrl: hub.url` (or `hub.url + '/api/v3'`, as for GHE_HOST), `appId: hub.appId` and
 * `privateKey: TEST_KEY`. `hub.fail({ route: 'POST /repos/{}/{}/check-runs', kind: '502-after-commit' })` makes the next call fail.
 */

import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, makeDeliveries } from './deliveries.ts';
import { emitInstallation } from './events.ts';
import { isOf, makeFaults } from './faults.ts';
import type { FakeGitHub, HubOptions, Violation } from './hub.ts';
import { TEST_PUBLIC_KEY } from './key.ts';
import { requestProblems } from './openapi.ts';
import { makeRepository } from './repository.ts';
import { appRoutes } from './routes-app.ts';
import { CHECK_ROUTES } from './routes-checks.ts';
import { GIT_ROUTES } from './routes-git.ts';
import { PULL_ROUTES } from './routes-pulls.ts';
import { type LoggedRequest, makeServer } from './server.ts';
import { makeTokens } from './tokens.ts';
import { type Access, type HubEvent, LIMITS, makeWorld, type Permissions, type World } from './world.ts';

export { mentionsOf } from './comments.ts';
export type { Delivery, Receiver } from './deliveries.ts';
export type { MergeGroup } from './events.ts';
export type { FakeRepository, NewPullRequest } from './fake-repository.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { Delivering, FakeGitHub, HubOptions, RepositoryOptions, Violation } from './hub.ts';
export { signJwt, TEST_KEY, TEST_PUBLIC_KEY } from './key.ts';
export type { Content } from './objects.ts';
export type { LoggedRequest } from './server.ts';
export type { CommentState, HubEvent, Limits, Mention, PullRequestState, Role, RunState } from './world.ts';

const PERMISSIONS: Permissions = {
  checks: 'write',
  contents: 'read',
  pull_requests: 'write',
  issues: 'write',
  metadata: 'read',
  merge_queues: 'read',
} satisfies Readonly<Record<string, Access>>;

const EVENTS = ['pull_request', 'issue_comment', 'check_run', 'check_suite', 'merge_group', 'push'];
/** Every App gets them. */
const ALWAYS = ['installation', 'installation_repositories'];

export async function startFakeGitHub(options: HubOptions = {}): Promise<FakeGitHub> {
  const { appId = 123_456, slug = 'kernel-rust-audit', now = Date.now, events = EVENTS } = options;
  const outbox: HubEvent[] = [];
  const requests: LoggedRequest[] = [];
  const calls = new Map<string, number>();
  const violations: Violation[] = [];
  const waiting = new Set<{ readonly look: () => void; readonly end: (error: Error) => void }>();
  const acts: { readonly route: string; readonly act: () => unknown; readonly isWanted: (body: unknown) => boolean }[] =
    [];
  const faults = makeFaults();

  const world: World = makeWorld({
    app: {
      id: appId,
      slug,
      name: slug,
      permissions: options.permissions ?? PERMISSIONS,
      events,
      publicKey: options.publicKey ?? TEST_PUBLIC_KEY,
    },
    limits: { ...LIMITS, ...options.limits },
    now,
    emit: (event) => {
      if (![...events, ...ALWAYS].includes(event.name)) return event;
      if (options.autoDeliver && hub.webhook !== null) void hub.deliver(event);
      else outbox.push(event);
      return event;
    },
  });
  const tokens = makeTokens(world);
  const deliveries = makeDeliveries(world, () => hub.webhook);
  const look = (): void => {
    for (const each of waiting) each.look();
  };

  const server = makeServer({
    world,
    tokens,
    routes: [...appRoutes(tokens, deliveries, () => hub.webhook), ...PULL_ROUTES, ...GIT_ROUTES, ...CHECK_ROUTES],
    faults,
    check: requestProblems,
    onViolation: (route, problem) => void violations.push({ route, problem }),
    before: async (route, body) => {
      const latency = typeof hub.latency === 'function' ? hub.latency(route) : hub.latency;
      if (latency > 0) await sleep(latency);
      const index = acts.findIndex((each) => isOf(each.route, route) && each.isWanted(body));
      if (index >= 0) await acts.splice(index, 1)[0]?.act();
    },
    onAnswered: (request) => {
      requests.push(request);
      calls.set(request.route, (calls.get(request.route) ?? 0) + 1);
      look();
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const hub: FakeGitHub = {
    url: world.url,
    appId,
    installationId: world.installation,
    botLogin: world.bot.login,
    webhook: options.webhook ?? null,
    repository: (fullName, { isPrivate = false, isInstalled = true, defaultBranch = 'main' } = {}) => {
      const [owner = '', name = ''] = fullName.split('/');
      const fresh = { owner, name, isPrivate, isInstalled, defaultBranch, source: null };
      return makeRepository(world, world.find(owner, name) ?? world.addRepository(fresh));
    },
    outbox,
    deliver: async (event, { guid, ...to } = {}) => {
      const index = outbox.indexOf(event);
      if (index >= 0) outbox.splice(index, 1);
      const receiver = { ...hub.webhook, ...to };
      if (receiver.url === undefined || receiver.secret === undefined) throw new Error('set hub.webhook first');
      const delivery = await deliveries.deliver(event, { url: receiver.url, secret: receiver.secret }, guid);
      look();
      return delivery;
    },
    deliverAll: async ({ order = 'as-sent', times = 1, isLost = () => false } = {}) => {
      const all = outbox.splice(0);
      const done: Delivery[] = [];
      for (const event of order === 'reversed' ? all.reverse() : all) {
        if (isLost(event)) done.push(deliveries.lose(event));
        else {
          const first = await hub.deliver(event);
          done.push(first);
          for (let again = 1; again < times; again++) done.push(await hub.deliver(event, { guid: first.guid }));
        }
      }
      return done;
    },
    deliveries: deliveries.all,
    installationOf: (owner, id) => void world.installations.set(owner.toLowerCase(), id),
    installation: (action) => {
      if (action === 'deleted') world.state = 'deleted';
      else world.state = action === 'suspend' ? 'suspended' : 'active';
      return emitInstallation(
        world,
        'installation',
        action,
        world.repositories.filter(({ isInstalled }) => isInstalled),
      );
    },
    install: ({ state }) => {
      state.isInstalled = true;
      return emitInstallation(world, 'installation_repositories', 'added', [state]);
    },
    remove: ({ state }) => {
      state.isInstalled = false;
      return emitInstallation(world, 'installation_repositories', 'removed', [state]);
    },
    requests,
    calls,
    count: (route = '*') => requests.filter((request) => isOf(route, request.route)).length,
    mentions: world.mentions,
    violations,
    fail: (fault) => faults.add(fault),
    heal: () => faults.clear(),
    before: (route, act, isWanted = () => true) => void acts.push({ route, act, isWanted }),
    latency: 0,
    expireTokens: () => tokens.expireAll(),
    token: (narrowed = {}) => tokens.issue(narrowed).token,
    until: (condition) =>
      new Promise((resolve, reject) => {
        const each = {
          look: () => {
            if (!condition()) return;
            waiting.delete(each);
            resolve();
          },
          end: reject,
        };
        waiting.add(each);
        each.look();
      }),
    settled: () => deliveries.settled(),
    close: async () => {
      for (const { end } of waiting) end(new Error('the fake GitHub was closed before it came to that'));
      waiting.clear();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  return hub;
}
