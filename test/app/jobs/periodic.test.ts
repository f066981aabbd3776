/** What is looked after from time to time, and for how long things are kept. */

import {
  FIRST_SWEEP,
  SWEEP_EVERY,
  sweepInTurn,
  sweepRecords,
  sweepUntil,
  wantOpenRuns,
  wantReconciliation,
} from '../../../src/app/jobs/periodic.ts';
import type { RepositoryRef } from '../../../src/app/ports/forge.ts';
import type { JobStore } from '../../../src/app/ports/job-store.ts';
import type { PullRequestRecords } from '../../../src/app/records/pull-request-records.ts';
import { DAY, NOW, REPOSITORY, recordsOf, repositoryRecordsOf, storeOfEachTest } from '../kept-support.ts';

const store = storeOfEachTest();

const know = (repository: RepositoryRef) => repositoryRecordsOf(store(), repository.id).known.remember(repository);

async function waiting(now = NOW): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let lease = await store().claim('w', now, 1); lease !== undefined; lease = await store().claim('w', now, 1))
    keys.push(lease.job.key);
  return keys.sort();
}

test('runs that nobody ended are looked at again, where the repository is known', async () => {
  await know(REPOSITORY);
  await recordsOf(store(), 1).rememberOpenRuns([{ head: 'h', externalId: 'e', id: 5 }]);
  await recordsOf(store(), 2).rememberOpenRuns([]);
  await recordsOf(store(), 3, { repository: 8 }).rememberOpenRuns([{ head: 'h', externalId: 'e', id: null }]);
  await wantOpenRuns(store(), NOW);
  expect(await waiting()).toEqual(['pr/7/1']);
});

test('every repository that is known is reconciled, once however often it was noted', async () => {
  await know(REPOSITORY);
  await know({ ...REPOSITORY, name: 'renamed' });
  await know({ ...REPOSITORY, id: 70 });
  await wantReconciliation(store(), NOW);
  await wantReconciliation(store(), NOW);
  expect(await waiting()).toEqual(['reconcile/7', 'reconcile/70']);
});

const KEPT = { values: 30 * DAY, records: 400 * DAY };
const decidedOf = (records: PullRequestRecords) => [records.pause.key, records.acceptance('f1').key];

test.each([
  ['29 days', 29, true, true],
  ['31 days', 31, false, true],
  ['364 days', 364, false, true],
  ['366 days', 366, false, false],
])('after %s', async (_, days, hasState, hasDecisions) => {
  const records = recordsOf(store());
  const [state, decided] = [records.state.key, decidedOf(records)];
  for (const key of [state, ...decided]) await store().remember(key, { at: NOW }, NOW);
  await sweepRecords(store(), NOW + days * DAY, KEPT);
  const left = [...(await store().recallAll('')).keys()].sort();
  expect(left).toEqual([...(hasDecisions ? decided : []), ...(hasState ? [state] : [])].sort());
});

test('records of what people did are kept for 400 days', async () => {
  await store().record({ at: NOW, repository: 7, pullRequest: 1, actor: 'max', what: 'command pause', detail: {} });
  await sweepRecords(store(), NOW + 399 * DAY, KEPT);
  expect(await store().records(7, 1)).toHaveLength(1);
  await sweepRecords(store(), NOW + 401 * DAY, KEPT);
  expect(await store().records(7, 1)).toEqual([]);
});

test('with a pull request, what was decided about it goes, and nothing of others', async () => {
  const records = recordsOf(store());
  const ofOthers = [recordsOf(store(), 12), recordsOf(store(), 1, { repository: 71 })];
  const others = [...ofOthers.flatMap(decidedOf), records.state.key];
  for (const key of [...decidedOf(records), ...others]) await store().remember(key, 1, NOW);
  await records.forgetDecisions();
  expect([...(await store().recallAll('')).keys()].sort()).toEqual(others.toSorted());
});

describe('of several processes', () => {
  const LEASE = 300;

  /** A process that looks whose turn it is when the test wakes it. */
  function processOf(name: string, time: { now: number }, over: Partial<JobStore> = {}) {
    const controller = new AbortController();
    const seen: string[] = [];
    let wake = (): void => {};
    let looked = (): void => {};
    const clock = {
      now: () => time.now,
      sleep: (_: number) =>
        new Promise<void>((resolve) => {
          wake = resolve;
          looked();
        }),
      timeout: AbortSignal.timeout,
    };
    const sweep = async (signal: AbortSignal): Promise<void> => {
      seen.push('sweeps');
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      seen.push('ends');
    };
    const sweeping = {
      store: { ...store(), ...over },
      clock,
      kept: KEPT,
      redeliver: async () => 0,
      onTrouble: () => {},
    };
    const look = (begin: () => void) =>
      new Promise<void>((resolve) => {
        looked = resolve;
        begin();
      });
    let done: Promise<void> = Promise.resolve();
    return {
      seen,
      start: () =>
        look(() => {
          done = sweepInTurn(controller.signal, sweeping, name, LEASE, sweep);
        }),
      look: () => look(() => wake()),
      stop: async () => {
        controller.abort();
        wake();
        await done;
      },
    };
  }

  test('one sweeps; another takes over when it is silent for the time of a lease, and the first one ends', async () => {
    const time = { now: NOW };
    const [one, other] = [processOf('one', time), processOf('other', time)];
    await one.start();
    await other.start();
    for (let round = 0; round < 6; round += 1) {
      time.now += LEASE / 3;
      await one.look();
      await other.look();
    }
    expect([one.seen, other.seen]).toEqual([['sweeps'], []]);
    // the first one hangs
    time.now += LEASE;
    await other.look();
    expect(other.seen).toEqual(['sweeps']);
    await one.look();
    expect(one.seen).toEqual(['sweeps', 'ends']);
    await Promise.all([one.stop(), other.stop()]);
  });

  test('one that stops leaves its turn to the others at once', async () => {
    const time = { now: NOW };
    const [one, other] = [processOf('one', time), processOf('other', time)];
    await one.start();
    await other.start();
    await one.stop();
    await other.look();
    expect([one.seen, other.seen]).toEqual([['sweeps', 'ends'], ['sweeps']]);
    await other.stop();
  });

  test('where the store does not answer, whoever sweeps goes on until another one could', async () => {
    const time = { now: NOW };
    let isAway = false;
    const takeTurn: JobStore['takeTurn'] = async (...given) => {
      if (isAway) throw new Error('away');
      return store().takeTurn(...given);
    };
    const one = processOf('one', time, { takeTurn });
    await one.start();
    isAway = true;
    time.now += LEASE - 1;
    await one.look();
    expect(one.seen).toEqual(['sweeps']);
    time.now += 1;
    await one.look();
    expect(one.seen).toEqual(['sweeps', 'ends']);
    await one.stop();
  });
});

describe('the round of sweeps', () => {
  /** A clock that goes on by itself, until a time. */
  function runUntil(end: number, redeliver: (since: number) => Promise<number>, over: Partial<JobStore> = {}) {
    const controller = new AbortController();
    const troubles: string[] = [];
    const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
    let now = NOW;
    const clock = {
      now: () => now,
      sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ at: now + ms, wake })),
      timeout: AbortSignal.timeout,
    };
    const swept = sweepUntil(controller.signal, {
      store: { ...store(), ...over },
      clock,
      kept: KEPT,
      redeliver,
      onTrouble: (what) => void troubles.push(what),
    });
    const turn = async (): Promise<readonly string[]> => {
      while (sleepers.length < 4) await new Promise((done) => setImmediate(done));
      const [next] = sleepers.sort((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) {
        controller.abort();
        for (const { wake } of sleepers) wake();
        await swept;
        return troubles;
      }
      now = next.at;
      sleepers.shift();
      next.wake();
      return turn();
    };
    return turn();
  }

  test('lost deliveries are asked for from where the last time ended', async () => {
    const asked: number[] = [];
    const redeliver = async (since: number) => {
      asked.push(since);
      return NOW + asked.length;
    };
    expect(await runUntil(NOW + 2 * SWEEP_EVERY.deliveries + 60_000, redeliver)).toEqual([]);
    expect(asked).toEqual([NOW + FIRST_SWEEP.deliveries - DAY, NOW + 1, NOW + 2]);
  });

  test('trouble with one sweep is reported, and leaves the others and its own next time alone', async () => {
    await know(REPOSITORY);
    const tries: number[] = [];
    const redeliver = async (since: number): Promise<number> => {
      tries.push(since);
      throw new Error('GitHub is away');
    };
    const troubles = await runUntil(NOW + SWEEP_EVERY.deliveries + 60_000, redeliver);
    expect(troubles).toEqual(['lost deliveries', 'lost deliveries']);
    expect(tries).toHaveLength(2);
    expect(await waiting(NOW + DAY)).toEqual(['reconcile/7']);
  });
});
