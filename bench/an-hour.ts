/**
 * An hour of endless pushes and commands, on the App's own parts with the fake GitHub and a clock that jumps: calls of GitHub, and
 * what it does to another author's pull requests meanwhile. Calls are counts, and the same on every machine. As JSON:
 *
 *   node --import ./bench/typescript.js bench/an-hour.ts [WORD ...]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppServices } from '../src/app/context.ts';
import { countingHandler } from '../src/app/jobs/counted-calls.ts';
import { makeHandler } from '../src/app/jobs/dispatch.ts';
import { startWorker } from '../src/app/jobs/run-jobs.ts';
import type { JobStore } from '../src/app/ports/job-store.ts';
import { NO_CACHE } from '../src/app/ports/source-tree.ts';
import type { Analyst } from '../src/app/review/analyst-port.ts';
import { reviewCommits } from '../src/app/review/review-commits.ts';
import { policyOf } from '../src/app/settings/policy-of-settings.ts';
import { pullRequestSettings } from '../src/app/settings/pull-request-settings.ts';
import type { OctokitLike } from '../src/github/client/attempt.ts';
import { makeClient } from '../src/github/client/client.ts';
import { makePacing } from '../src/github/client/rate-limit.ts';
import { makeForges } from '../src/github/forge/github-forge.ts';
import { NUMBERS } from '../src/github/setup/environment.ts';
import { jobsOf } from '../src/github/webhook/jobs-of-events.ts';
import { eventsOf } from '../src/github/webhook/read-event.ts';
import { CLOCK } from '../src/main/system-clock.ts';
import { openEmbeddedStore } from '../src/queue/embedded.ts';
import { ruleLinks } from '../src/report/markdown/rule-links.ts';
import { RULES } from '../src/rules/catalogue.ts';
import { isFailure } from '../src/text/failure.ts';
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from '../test/support/fake-github/index.ts';
import { octokitOf } from '../test/support/fake-github/octokit.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LIMITS = {
  perPullRequest: NUMBERS.KRA_CALLS_PER_PULL_REQUEST.instead,
  perAuthor: NUMBERS.KRA_CALLS_PER_AUTHOR.instead,
  firstRest: NUMBERS.KRA_COOL_DOWN_MS.instead,
};

interface Rig {
  readonly hub: FakeGitHub;
  readonly repo: FakeRepository;
  /** Delivers what GitHub has to say, works until nothing is due, and lets the time go on. */
  step(ms: number): Promise<void>;
  now(): number;
  /** All, and those that count against GitHub's limit: "not modified" is free. */
  calls(): { readonly all: number; readonly counted: number };
  close(): Promise<void>;
}

async function startRig(): Promise<Rig> {
  const begun = Date.UTC(2027, 0, 15);
  let now = begun;
  let delivered = 0;
  const hub = await startFakeGitHub({ limits: { primary: 10_000_000 } });
  const folder = mkdtempSync(join(tmpdir(), 'kra-hour-'));
  const store = await openEmbeddedStore(folder, { about: 'bench' });
  if (isFailure(store)) throw new Error(store.what);
  const clock = {
    now: () => now,
    sleep: (ms: number, signal?: AbortSignal) => CLOCK.sleep(Math.min(ms, 10), signal),
    timeout: AbortSignal.timeout,
  };
  const client = makeClient(octokitOf(hub) as unknown as OctokitLike, { clock, pacing: makePacing(clock, 0) });
  const worker = startWorker({
    store,
    clock,
    name: 'w',
    slots: 2,
    handler: countingHandler(servicesOf(hub, store, client, clock), (own) =>
      makeHandler(
        own,
        () => 'id',
        (job, error) => process.stderr.write(`${job.key}: ${error}\n`),
      ),
    ),
  });
  const idle = async (): Promise<void> => {
    for (;;) {
      const { held, oldest } = await store.counts(now);
      if (held === 0 && oldest === null) return;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  return {
    hub,
    repo: hub.repository('bench/hour'),
    now: () => now,
    calls: () => ({ all: hub.requests.length, counted: hub.requests.filter(({ status }) => status !== 304).length }),
    step: async (ms) => {
      for (const { name, payload } of hub.outbox) {
        const jobs = jobsOf(eventsOf(name, payload), now, `guid-${delivered++}`);
        await store.accept({ id: `1/${delivered}`, name, action: null }, jobs, now);
      }
      await hub.deliverAll({ isLost: () => true });
      await idle();
      now += ms;
    },
    close: async () => {
      await worker.stop(0);
      await store.close();
      await hub.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function servicesOf(
  hub: FakeGitHub,
  store: JobStore,
  client: ReturnType<typeof makeClient>,
  clock: AppServices['clock'],
): AppServices {
  const review: Analyst['review'] = (_owner, commits, asked, sources) =>
    reviewCommits({ ...commits, excluded: new Map() }, sources, { policy: policyOf(asked), cache: NO_CACHE });
  return {
    store,
    clock,
    analyst: { review } as Partial<Analyst> as Analyst,
    forges: makeForges(async () => client, { id: hub.appId }, { cache: store.cache }),
    settingsFor: (forge, revisions) =>
      pullRequestSettings(forge, revisions, {
        store,
        now: clock.now(),
        rules: RULES,
        readParent: () => Promise.reject(new Error('no parent')),
      }),
    engine: 'bench',
    webUrl: hub.url,
    rules: ruleLinks(null),
    deadline: HOUR,
    limits: LIMITS,
  };
}

function driver(text: string): string {
  return `//! ${text}.\n\npub fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n`;
}

interface Pull {
  readonly number: number;
  push(): string;
  readonly head: () => string;
}

function open(repo: FakeRepository, author: string, name: string): Pull {
  const commit = (text: string, parent: string) =>
    repo.commit({ files: { [`drivers/${name}.rs`]: driver(text) }, parents: [parent] });
  let pushes = 0;
  let head = commit(`${author} 0`, repo.tip());
  const { number } = repo.openPullRequest({ head, author });
  const push = (): string => {
    pushes += 1;
    head = commit(`${author} ${pushes}`, head);
    repo.push(number, head);
    return head;
  };
  return { number, push, head: () => head };
}

const isDone = (repo: FakeRepository, head: string): boolean =>
  repo.runs(head).some(({ conclusion }) => conclusion !== null && conclusion !== 'cancelled');

const rows: { readonly what: string; readonly measured: string; readonly target: string }[] = [];

/**
 * @param every in ms: so often it is asked
 * @param begin gives what is done each time
 * @param longest in minutes: what waits is to be done so long after the end of the hour
 */
async function hour(
  what: string,
  every: number,
  begin: (rig: Rig) => (index: number) => void,
  longest = 60,
): Promise<void> {
  const words = process.argv.slice(2);
  if (!words.every((word) => what.includes(word))) return;
  process.stderr.write(`bench: ${what}\n`);
  const rig = await startRig();
  const { repo } = rig;
  repo.commit({ files: { 'rust/kernel/lib.rs': '//! The kernel crate.\n', 'drivers/a.rs': 'fn a() {}\n' } });
  const honest = open(repo, 'bob', 'bob');
  await rig.step(10 * MINUTE);
  const act = begin(rig);
  const first = rig.calls();
  let late = 0;
  let reviews = 0;
  for (let index = 0; index * every < HOUR; index += 1) {
    act(index);
    const isTurn = index % Math.round((10 * MINUTE) / every) === 0;
    const head = isTurn ? honest.push() : null;
    await rig.step(every);
    if (head === null) continue;
    reviews += 1;
    if (!isDone(repo, head)) late += 1;
  }
  const { all, counted } = rig.calls();
  rows.push({
    what: `calls of GitHub in an hour: ${what}; six pushes of another author in it`,
    measured: `${all - first.all}, of which ${counted - first.counted} count; ${reviews - late} of ${reviews} reviewed at once`,
    target: 'under 5,000; all',
  });
  const isAllDone = () => repo.runs().every(({ status }) => status === 'completed');
  let minutes = 0;
  for (; minutes < longest + 30 && (minutes === 0 || !isAllDone()); minutes += 1) await rig.step(MINUTE);
  rows.push({
    what: `${what}: minutes after the end of it until no check waits`,
    measured: isAllDone() ? String(minutes - 1) : `more than ${longest + 30}`,
    target: `at most ${longest}`,
  });
  await rig.close();
}

await hour('a fork that pushes every two seconds (19,500 before)', 2 * SECOND, ({ repo }) => {
  const fork = open(repo, 'mallory', 'm');
  return () => void fork.push();
});
await hour('twenty forks of one author, one of them pushed to every two seconds', 2 * SECOND, ({ repo }) => {
  const forks = Array.from({ length: 20 }, (_, index) => open(repo, 'mallory', `m${index}`));
  return (index) => void forks[index % 20]?.push();
});
// more than twice what an author gets in an hour
await hour(
  'a pull request of one author opened every five seconds',
  5 * SECOND,
  ({ repo }) => {
    return (index) => void open(repo, 'mallory', `m${index}`);
  },
  120,
);
await hour('`/audit` by a reader every three seconds (10,380 before)', 3 * SECOND, ({ repo }) => {
  repo.setRole('rea', 'read');
  const { number } = open(repo, 'ada', 'a');
  return () => void repo.comment(number, 'rea', '/audit');
});
await hour('`/audit` by the author of the pull request every three seconds', 3 * SECOND, ({ repo }) => {
  const { number } = open(repo, 'ada', 'a');
  return () => void repo.comment(number, 'ada', '/audit');
});
process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
