/** Which looks have to wait, what their checks say meanwhile, and who need not wait. */

import type { AppServices, Limits } from '../../../src/app/context.ts';
import { countingHandler } from '../../../src/app/jobs/counted-calls.ts';
import type { Handler } from '../../../src/app/jobs/run-jobs.ts';
import { FREE_LOOKS } from '../../../src/app/limits/cool-down.ts';
import { takeTurn } from '../../../src/app/limits/pace.ts';
import { Postponed } from '../../../src/app/limits/too-much.ts';
import type { PullRequestEvent } from '../../../src/app/ports/events.ts';
import { type Forge, ForgeError } from '../../../src/app/ports/forge.ts';
import type { HeadVerdict } from '../../../src/app/records/pull-request-records.ts';
import type { SpentCalls } from '../../../src/app/records/spent-calls.ts';
import type { Value } from '../../../src/app/records/value.ts';
import type { CheckRun } from '../../../src/publish/published.ts';
import {
  forgeWith,
  NO_LIMITS,
  NOW,
  personRecordsOf,
  REPOSITORY,
  recordsOf,
  repositoryRecordsOf,
  spend,
  storeOfEachTest,
} from '../kept-support.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const LIMITS: Limits = { perPullRequest: 100, perAuthor: 300, firstRest: 15 * SECOND };
const store = storeOfEachTest();

let now: number;
let generation: number;
let runs: (CheckRun & { title: string; summary: string })[];
let asked: string[];
let trouble: ForgeError | null;
beforeEach(() => {
  now = NOW;
  generation = 0;
  runs = [];
  asked = [];
  trouble = null;
});

const forge: Partial<Forge> = {
  ...forgeWith({}, { max: 'write', tri: 'triage' }),
  roleOf: async (person) => {
    asked.push(person);
    return ({ max: 'write', tri: 'triage' } as const)[person] ?? 'read';
  },
  createRun: async (run) => {
    if (trouble !== null) throw trouble;
    const { name, head, externalId, conclusion, output } = run;
    const { title, summary } = output;
    runs.push({ name, head, externalId, conclusion, id: runs.length + 1, annotations: 0, title, summary });
    return runs.at(-1) as CheckRun;
  },
  runOf: async (id) => runs[id - 1] ?? null,
  changeRun: async (id, { conclusion, output: { title, summary } }) => {
    runs[id - 1] = { ...(runs[id - 1] as (typeof runs)[0]), conclusion, title, summary };
  },
};

function servicesWith(limits: Limits): AppServices {
  return {
    store: store(),
    limits,
    engine: '1',
    clock: { now: () => now, sleep: async () => {}, timeout: AbortSignal.timeout },
    forges: { of: async () => forge as Forge },
  } as Partial<AppServices> as AppServices;
}

function pushOf(head: string, more: Partial<PullRequestEvent> = {}): PullRequestEvent {
  const rest = { reason: 'pushed', force: false, author: 'ada' } as const;
  return { kind: 'pull-request', repository: REPOSITORY, number: 1, head, ...rest, ...more };
}

/** In s: how long the look has to wait; 0: it begins. */
async function wait(event: PullRequestEvent, limits = LIMITS, onUntold: (error: unknown) => void = () => {}) {
  generation += 1;
  const job = { key: 'pr/7/1', event, generation, attempts: 0 };
  try {
    await takeTurn(event, job, servicesWith(limits), onUntold);
    return 0;
  } catch (error) {
    if (!(error instanceof Postponed)) throw error;
    return (error.until - now) / SECOND;
  }
}

async function lookOften(times = FREE_LOOKS): Promise<void> {
  for (let index = 0; index < times; index += 1) expect(await wait(pushOf(`early-${index}`))).toBe(0);
}

test('after the free looks the next one waits; its check is open and says until when; the rest is no attempt and no look', async () => {
  await lookOften();
  expect(await wait(pushOf('h6'))).toBe(15);
  expect(runs).toEqual([expect.objectContaining({ head: 'h6', conclusion: null, title: 'Waiting until 00:01 UTC' })]);
  expect(runs[0]?.summary).toMatch(
    /changed often.*newest head will be reviewed by 00:01 UTC.*write permission.*`\/audit`/,
  );
  now += 14 * SECOND;
  expect(await wait(pushOf('h6'))).toBe(1);
  now += SECOND;
  expect(await wait(pushOf('h6'))).toBe(0);
  expect(await wait(pushOf('h6'))).toBe(30);
});

/** Looks as soon as it may, so often that the next rest takes eight minutes. */
async function lookWithoutEnd(): Promise<void> {
  await lookOften();
  for (let index = 0; index < 5; index += 1) {
    for (let left = -1; left !== 0; now += left * SECOND) left = await wait(pushOf(`r-${index}`));
  }
  runs.splice(0);
  await store().remember('runs/7/1', undefined, now);
}

test('newer heads during the rest do not bring it forward, and one a minute says that it waits, in place of the one before', async () => {
  await lookWithoutEnd();
  const until = now + 8 * MINUTE;
  let claims = 0;
  for (let at = now; at < until; at += 2 * SECOND) {
    now = at;
    claims += 1;
    const seconds = await wait(pushOf(`p-${claims}`));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual((until - at) / SECOND);
  }
  expect(claims).toBe(240);
  expect(runs.length).toBeGreaterThanOrEqual(7);
  expect(runs.length).toBeLessThanOrEqual(9);
  expect(runs.filter(({ conclusion }) => conclusion === null)).toEqual([runs.at(-1)]);
  expect(await recordsOf(store()).openRuns()).toHaveLength(1);
  now = until;
  expect(await wait(pushOf('p-240'))).toBe(0);
});

test('a head that could not say so yet is looked at again for that, before the rest is over', async () => {
  await lookWithoutEnd();
  expect(await wait(pushOf('h1'))).toBe(480);
  now += 10 * SECOND;
  expect(await wait(pushOf('h2'))).toBe(50);
  now += 50 * SECOND;
  expect(await wait(pushOf('h2'))).toBe(420);
  expect(runs.map(({ head, conclusion }) => [head, conclusion])).toEqual([
    ['h1', 'cancelled'],
    ['h2', null],
  ]);
});

test('of all pull requests of an author one in 30 s says that it waits; those of others say so at once', async () => {
  for (const number of [1, 2, 3]) expect(await wait(pushOf('h0', { number }))).toBe(0);
  await spend(personRecordsOf(store(), 'ada').calls, 300, now);
  await spend(personRecordsOf(store(), 'bob').calls, 300, now);
  expect(await wait(pushOf('h1', { number: 1 }))).toBe(3600);
  expect(await wait(pushOf('h2', { number: 2 }))).toBe(30);
  expect(await wait(pushOf('h3', { number: 3, author: 'bob' }))).toBe(3600);
  now += 30 * SECOND;
  expect(await wait(pushOf('h2', { number: 2 }))).toBe(3570);
  expect(runs.map(({ head }) => head)).toEqual(['h1', 'h3', 'h2']);
});

test('a check that cannot be written is tried once a minute; the rest holds', async () => {
  await lookOften();
  trouble = new ForgeError('refused', 'no permission', null, 403);
  const untold: unknown[] = [];
  const onUntold = (error: unknown) => void untold.push(error);
  expect(await wait(pushOf('h6'), LIMITS, onUntold)).toBe(15);
  now += SECOND;
  expect(await wait(pushOf('h7'), LIMITS, onUntold)).toBe(14);
  expect(untold).toEqual([trouble]);
});

test('a push back to a head that has its verdict leaves its check alone', async () => {
  await lookOften();
  await recordsOf(store())
    .verdict('early-1')
    .remember({ number: 1 } as HeadVerdict);
  expect(await wait(pushOf('early-1'))).toBe(15);
  expect(runs).toEqual([]);
});

test('whatever the author does counts', async () => {
  const reasons = ['opened', 'closed', 'opened', 'drafted', 'ready'] as const;
  for (let index = 0; index < FREE_LOOKS; index += 1)
    expect(await wait(pushOf('h1', { reason: reasons[index % reasons.length] ?? 'opened' }))).toBe(0);
  expect(await wait(pushOf('h1', { reason: 'base-changed' }))).toBe(15);
});

test('heads that were looked at are known, and those that came in a rest', async () => {
  const areKnown = (...heads: readonly string[]) =>
    Promise.all(heads.map(async (head) => (await repositoryRecordsOf(store()).knownHead(head).recall()) !== undefined));
  expect(await areKnown('early-0', 'h1')).toEqual([false, false]);
  await lookOften();
  expect(await wait(pushOf('h1'))).toBe(15);
  expect(await areKnown('early-0', 'h1', 'h2')).toEqual([true, true, false]);
});

test('sweeps and other pull requests at the same head make no rest longer', async () => {
  await lookOften();
  now += 15 * SECOND;
  for (let index = 0; index < 20; index += 1) expect(await wait(pushOf('h1', { reason: 'reconciled' }))).toBe(0);
  expect(await wait(pushOf('h1'))).toBe(0);
});

test('who may write passes, and others do not: that is asked once in ten minutes, and a granted role each time', async () => {
  await lookOften();
  const by = (asker: string | null) => pushOf('h1', { reason: 'command', head: null, force: true, asker });
  expect(await wait(by('ada'))).toBe(15);
  expect(await wait(by('ADA'))).toBe(15);
  expect(await wait(by('tri'))).toBe(15);
  expect(await wait(by(null))).toBe(15);
  expect(asked).toEqual(['ada', 'tri']);
  expect(await wait(by('max'))).toBe(0);
  expect(await wait(by('max'))).toBe(0);
  expect(asked).toEqual(['ada', 'tri', 'max', 'max']);
  // and it was counted
  expect(await wait(by('ada'))).toBe(60);
  now += 10 * MINUTE;
  expect(await wait(by('ada'))).toBe(0);
  // nothing is written where no head is known
  expect(runs).toEqual([]);
});

test('budgets: of the pull request, and of its author in all pull requests; others are not concerned', async () => {
  const other = { number: 2, author: 'bob' };
  await spend(recordsOf(store()).calls, 100, now);
  expect(await wait(pushOf('h1'))).toBe(3600);
  expect(runs[0]?.summary).toMatch(/^Reviews of this pull request have used up their share/);
  expect(await wait(pushOf('h2', { number: 3 }))).toBe(0);
  expect(await wait(pushOf('h2', { number: 4 }))).toBe(0);
  await spend(personRecordsOf(store(), 'Ada').calls, 300, now);
  now += 30 * SECOND;
  expect(await wait(pushOf('h3', { number: 4 }))).toBe(3570);
  expect(runs.at(-1)?.summary).toMatch(/of this author's pull requests have used up their share/);
  expect(await wait(pushOf('h4', other))).toBe(0);
  now += 60 * MINUTE;
  expect(await wait(pushOf('h3', { number: 4 }))).toBe(0);
});

test('yet another pull request of an author whose hour is used up waits as well, and its check says until when', async () => {
  await spend(personRecordsOf(store(), 'ada').calls, 300, now);
  const opened = { number: 5, reason: 'opened' } as const;
  expect(await wait(pushOf('h5', opened))).toBe(3600);
  expect(runs).toEqual([expect.objectContaining({ head: 'h5', conclusion: null, title: 'Waiting until 01:00 UTC' })]);
  expect(await wait(pushOf('h6', { number: 6, author: 'bob', reason: 'opened' }))).toBe(0);
  expect(await wait(pushOf('h5', { ...opened, reason: 'command', asker: 'max' }))).toBe(0);
  now += 60 * MINUTE;
  expect(await wait(pushOf('h7', { number: 7, reason: 'opened' }))).toBe(0);
});

test('the author is remembered where an event does not name one', async () => {
  expect(await wait(pushOf('h1'))).toBe(0);
  await spend(personRecordsOf(store(), 'ada').calls, 300, now);
  expect(await wait(pushOf('h1', { author: null }))).toBe(3600);
});

test('what a job cost is noted however it ends, for the pull request and its author or for whoever asked', async () => {
  const services: AppServices = {
    ...servicesWith(NO_LIMITS),
    forges: {
      of: async (_, onCall) => {
        onCall?.();
        onCall?.();
        return forge as Forge;
      },
    },
  };
  const calling = async (own: AppServices) => void (await own.forges.of(REPOSITORY));
  const handler = countingHandler(services, (own) => {
    const handle = async ({ event }: Parameters<Handler['handle']>[0]) => {
      await calling(own);
      if (event.kind === 'pull-request') throw new Error('it failed');
    };
    return { handle, waits: () => calling(own) } as Partial<Handler> as Handler;
  });
  const { signal } = new AbortController();
  const push = { key: 'pr/7/1', event: pushOf('h1'), generation: 1, attempts: 0 };
  await expect(handler.handle(push, signal)).rejects.toThrow('it failed');
  await handler.waits(push, now);
  const comment = { number: 1, comment: 5, body: '/audit', sender: 'Rea', author: 'ada' };
  const event = { kind: 'comment', repository: REPOSITORY, ...comment } as const;
  await handler.handle({ key: 'comment/7/5', event, generation: 1, attempts: 0 }, signal);
  const spent = async (value: Value<SpentCalls>) => (await value.recall())?.map(([, calls]) => calls);
  expect(await spent(recordsOf(store()).calls)).toEqual([4]);
  expect(await spent(personRecordsOf(store(), 'ada').calls)).toEqual([4]);
  expect(await spent(personRecordsOf(store(), 'rea').calls)).toEqual([2]);
});

test('what failed or was given back is tried again without a rest: it is the same look', async () => {
  await lookOften();
  const event = pushOf('early-4');
  const again = { key: 'pr/7/1', event, generation, attempts: 1 };
  await expect(takeTurn(event, again, servicesWith(LIMITS), () => {})).resolves.toBeUndefined();
});
