/** Slow recovery looks at what may have changed without a delivery that arrived, and rests where it cannot help. */

import type { AppServices } from '../../../src/app/context.ts';
import { reconcile, reviewHead } from '../../../src/app/handlers/reconcile.ts';
import { takeTurn } from '../../../src/app/limits/pace.ts';
import type { Event } from '../../../src/app/ports/events.ts';
import type { Forge } from '../../../src/app/ports/forge.ts';
import type { HeadVerdict } from '../../../src/app/records/pull-request-records.ts';
import { forgeWith, NO_LIMITS, NOW, PULL_REQUEST, REPOSITORY, recordsOf, storeOfEachTest } from '../kept-support.ts';

const store = storeOfEachTest();

function servicesWith(forge: Forge): AppServices {
  const clock = { now: () => NOW, sleep: async () => {}, timeout: AbortSignal.timeout };
  return { store: store(), clock, forges: { of: async () => forge } } as Partial<AppServices> as AppServices;
}

/** Whether a look is wanted at pull request 1, whose head is `h1`. */
async function isWanted(head: string | null, why: HeadVerdict['why'] = 'review', failures = 0): Promise<boolean> {
  const verdict: HeadVerdict = {
    number: 1,
    baseBranch: 'main',
    conclusion: 'neutral',
    shown: 'neutral',
    title: 'words',
    why,
    failures,
  };
  if (head !== null) await recordsOf(store()).verdict(head).remember(verdict);
  const forge: Forge = {
    ...forgeWith({}),
    openPullRequests: async () => [{ number: 1, head: 'h1', baseBranch: 'main', author: 'ada' }],
  };
  await reconcile({ kind: 'reconcile', repository: REPOSITORY }, servicesWith(forge));
  const lease = await store().claim('test', NOW, 1_000);
  return (lease?.job.event as (Event & { number?: number }) | undefined)?.number === 1;
}

test.each<[string, boolean, string | null, HeadVerdict['why'], number]>([
  ['nobody has looked', true, null, 'review', 0],
  ['an older head was reviewed', true, 'h0', 'review', 0],
  ['it was reviewed', false, 'h1', 'review', 0],
  ['a label skips it, which may be gone', true, 'h1', 'skipped', 0],
  ['it is paused', true, 'h1', 'paused', 0],
  ['its review failed', true, 'h1', 'crash', 1],
  ['its review took too long', true, 'h1', 'timeout', 2],
  ['its review came to nothing three times', false, 'h1', 'crash', 3],
])('%s: %j', async (_, expected, head, why, failures) => {
  expect(await isWanted(head, why, failures)).toBe(expected);
});

describe('a check suite that is requested for a commit', () => {
  const event = { kind: 'head', repository: REPOSITORY, head: 'h1', suite: 5, force: false } as const;

  /** Calls of GitHub, and whether a look is wanted. */
  async function lookFor(): Promise<{ readonly calls: number; readonly isWanted: boolean }> {
    let calls = 0;
    const counted = <T>(value: T): Promise<T> => {
      calls += 1;
      return Promise.resolve(value);
    };
    const forge: Forge = {
      ...forgeWith({}),
      pullRequestsOf: () => counted([1]),
      runsOfSuite: () => counted([]),
      pullRequest: () => counted(PULL_REQUEST),
    };
    const services = servicesWith(forge);
    await reviewHead(event, services);
    return { calls, isWanted: (await store().claim('test', NOW, 1_000)) !== undefined };
  }

  test('leads to the pull request whose own delivery never came', async () => {
    expect(await lookFor()).toEqual({ calls: 3, isWanted: true });
  });

  test('costs nothing where the pull request was looked at, though a newer head has taken the place of its verdict', async () => {
    const push = { kind: 'pull-request', repository: REPOSITORY, number: 1, reason: 'pushed', force: false } as const;
    const job = { key: 'pr/7/1', event: { ...push, head: 'h1' }, generation: 1, attempts: 0 };
    await takeTurn(job.event, job, { ...servicesWith(forgeWith({})), limits: NO_LIMITS }, () => {});
    expect(await lookFor()).toEqual({ calls: 0, isWanted: false });
  });
});

describe('a re-run that names only a commit', () => {
  const run = (externalId: string) =>
    ({ id: 1, name: 'kernel-rust-audit', head: 'h1', externalId, conclusion: null, annotations: 0 }) as const;

  /** The pull requests that are reviewed. @param named by GitHub for the commit @param runs external ids in the suite */
  async function numbersOf(named: readonly number[], runs: readonly string[]): Promise<readonly number[]> {
    const forge: Forge = {
      ...forgeWith({}),
      pullRequestsOf: async () => named,
      runsOfSuite: async () => runs.map(run),
      pullRequest: async (number) => ({ ...PULL_REQUEST, number, head: number === 9 ? 'h2' : 'h1' }),
    };
    const event = { kind: 'head', repository: REPOSITORY, head: 'h1', suite: 5, force: true } as const;
    await reviewHead(event, servicesWith(forge));
    const numbers: number[] = [];
    for (let lease = await store().claim('test', NOW, 1_000); lease; lease = await store().claim('test', NOW, 1_000))
      numbers.push((lease.job.event as Event & { number: number }).number);
    return numbers.sort();
  }

  test('of a fork, for which GitHub names no pull request: those of our own runs in the suite', async () => {
    expect(await numbersOf([], ['a1:12:h1:m1:s1:e1:0', 'a1:3:h1:m1:s1:e1:1', 'a1:3:h1:m1:s1:e1:0'])).toEqual([12, 3]);
  });

  test('with both, each once, and none that has another head now', async () => {
    expect(await numbersOf([3, 4], ['a1:3:h1:m1:s1:e1:0', 'a1:9:h1:m1:s1:e1:0'])).toEqual([3, 4]);
  });

  test('runs that are of no pull request lead to none', async () => {
    expect(await numbersOf([], ['m1:h1:b1:base:e1:0', 'xa1:12:h1:m1:s1:e1:0', 'c1:12:h1', ''])).toEqual([]);
  });
});
