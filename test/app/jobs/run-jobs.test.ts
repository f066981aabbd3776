/** The worker: leases, aborts, attempts, and what happens to a job whose worker ends. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Handler,
  type JobOutcome,
  MOST_ATTEMPTS,
  makesWorthless,
  startWorker,
  type Worker,
} from '../../../src/app/jobs/run-jobs.ts';
import { Postponed, Unheard } from '../../../src/app/limits/too-much.ts';
import type { Event, Reason } from '../../../src/app/ports/events.ts';
import { ForgeError } from '../../../src/app/ports/forge.ts';
import type { Job, JobStore } from '../../../src/app/ports/job-store.ts';
import { wantedReview } from '../../../src/app/ports/wanted-jobs.ts';
import { CLOCK } from '../../../src/main/system-clock.ts';
import { openEmbeddedStore } from '../../../src/queue/embedded.ts';
import { isFailure } from '../../../src/text/failure.ts';

const REPOSITORY = { owner: 'linux', name: 'linux', id: 7, installation: 3 };

let folder: string;
let store: JobStore;
let worker: Worker | undefined;
let now: number;
/** Whose checks were told to wait, and until when. */
let waiting: [key: string, until: number][];
/** What GitHub answers to the last words; null: it takes them. */
let ending: Error | null;
let refused: [key: string, reason: string][];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kra-work-'));
  const opened = await openEmbeddedStore(folder, { about: 'test' });
  if (isFailure(opened)) throw new Error(opened.what);
  store = opened;
  now = 1_000_000;
  waiting = [];
  ending = null;
  refused = [];
});

afterEach(async () => {
  await worker?.stop(0);
  worker = undefined;
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function wanted(number: number, reason: Reason = 'pushed', head = `head-${number}`) {
  return wantedReview(REPOSITORY, number, reason, { head, force: false, notBefore: now });
}

interface Outcome {
  readonly number: number;
  readonly outcome: JobOutcome;
}

/** Works until so many outcomes were told. Time stands where the test put it; only waiting is real. */
function work(
  handle: (job: Job, signal: AbortSignal) => Promise<void>,
  count: number,
  given: Job[] = [],
  giveUp: Handler['giveUp'] = async (job) => void given.push(job),
) {
  const outcomes: Outcome[] = [];
  return new Promise<readonly Outcome[]>((resolve) => {
    worker = startWorker({
      store,
      clock: {
        now: () => now,
        sleep: (ms, signal) => CLOCK.sleep(Math.min(ms, 20), signal),
        timeout: AbortSignal.timeout,
      },
      name: 'w1',
      slots: 2,
      handler: {
        handle,
        isGone: async ({ key }) => key === 'pr/7/1',
        waits: async ({ key }, until) => void waiting.push([key, until]),
        giveUp: async (job, ...rest) => {
          await giveUp(job, ...rest);
          if (ending !== null) throw ending;
        },
        refused: async ({ key }, reason) => void refused.push([key, reason]),
      },
      onOutcome: (job, outcome) => {
        outcomes.push({ number: (job.event as Event & { number: number }).number, outcome });
        if (outcomes.length === count) resolve(outcomes);
      },
    });
  });
}

test('every job that is wanted is done, once', async () => {
  const done: string[] = [];
  await store.want([wanted(1), wanted(2), wanted(3)], now);
  await work(async (job) => void done.push(job.key), 3);
  expect(done.sort()).toEqual(['pr/7/1', 'pr/7/2', 'pr/7/3']);
  expect(await store.counts(now)).toMatchObject({ waiting: 0, held: 0 });
});

test('what fails is tried again after a rest, and given up with words in the end', async () => {
  const given: Job[] = [];
  await store.want([wanted(1)], now);
  const outcomes = await work(
    async () => {
      // the rest is over at once
      setImmediate(() => {
        now += 400_000;
      });
      throw new Error('our own mistake');
    },
    5,
    given,
  );
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed', 'failed', 'given-up']);
  expect(given.map(({ key }) => key)).toEqual(['pr/7/1']);
  expect(await store.counts(now)).toMatchObject({ waiting: 0, held: 0 });
});

test('a sweep begins no new attempts: not while a job rests, not while it is held, not when it was given up', async () => {
  const given: Job[] = [];
  const attempts: number[] = [];
  const remind = () => store.want([wanted(1, 'reconciled')], now);
  const later: Promise<void>[] = [];
  await store.want([wanted(1)], now);
  const outcomes = await work(
    async (job) => {
      attempts.push(job.attempts);
      await remind();
      setImmediate(() => {
        now += 400_000;
        later.push(remind());
      });
      throw new Error('our own mistake');
    },
    6,
    given,
  );
  expect(attempts).toEqual([0, 1, 2, 3, 4]);
  // the last reminder came while the job was held: what it shows is looked at again, without another attempt
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([...Array(4).fill('failed'), 'given-up', 'given-up']);
  await worker?.stop(0);
  await Promise.all(later);
  await store.want([wanted(1, 'pushed', 'another head')], now);
  expect((await store.claim('w2', now, 1000))?.job).toMatchObject({ attempts: 0 });
});

test('a job in which every worker died ends with words, and is not begun once more', async () => {
  const given: Job[] = [];
  await store.want([wanted(1)], now);
  for (let died = 0; died < MOST_ATTEMPTS; died += 1) {
    expect(await store.claim(`dead-${died}`, now, 1000)).toBeDefined();
    now += 1000;
  }
  const begun: Job[] = [];
  const outcomes = await work(async (job) => void begun.push(job), 1, given);
  expect(outcomes).toEqual([{ number: 1, outcome: 'given-up' }]);
  expect([begun, given.map(({ attempts }) => attempts)]).toEqual([[], [MOST_ATTEMPTS]]);
});

test('where GitHub takes not even the words, the work is tried again until it is back', async () => {
  let isAway = true;
  let last = 0;
  const attempts: number[] = [];
  await store.want([wanted(1)], now);
  const outcomes = await work(
    async (job) => {
      attempts.push(job.attempts);
      setImmediate(() => {
        now += 400_000;
      });
      if (isAway) throw new ForgeError('later', 'GitHub is away', null, 502);
    },
    7,
    [],
    async () => {
      last += 1;
      isAway = last < 2;
      throw new ForgeError('later', 'GitHub is away', null, 502);
    },
  );
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([...Array(6).fill('failed'), 'done']);
  expect(attempts).toEqual([0, 1, 2, 3, 4, 4, 4]);
});

test('what is postponed comes back at its time, without an attempt; a newer event asks at once, and rests in its turn', async () => {
  const seen: [attempts: number, at: number][] = [];
  const until = now + 100_000;
  await store.want([wanted(1)], now);
  const outcomes = await work(async (job) => {
    seen.push([job.attempts, now]);
    if (now >= until) return;
    if (seen.length === 1) await store.want([wanted(1, 'pushed', 'newer')], now);
    // the newer one is asked for at once, and only then the time goes on
    if (seen.length === 2)
      setImmediate(() => {
        now = until;
      });
    throw new Postponed(until);
  }, 3);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['resting', 'resting', 'done']);
  expect(seen).toEqual([
    [0, 1_000_000],
    [0, 1_000_000],
    [0, until],
  ]);
});

test('what is not heard is over, and nothing is tried again', async () => {
  await store.want([wanted(1)], now);
  const outcomes = await work(async () => {
    throw new Unheard();
  }, 1);
  expect(outcomes).toEqual([{ number: 1, outcome: 'unheard' }]);
  expect(await store.counts(now)).toMatchObject({ waiting: 0, held: 0 });
});

test('slots count for as long as the worker lives', async () => {
  const attended: [slots: number, until: number][] = [];
  const seen = new Promise<void>((resolve) => {
    const attend: JobStore['attend'] = async (_, slots, until) => {
      attended.push([slots, until - now]);
      if (attended.length === 2) resolve();
      now += 30_000;
    };
    store = { ...store, attend };
  });
  void work(async () => {}, 1);
  await seen;
  await worker?.stop(0);
  expect(attended).toEqual([
    [2, 60_000],
    [2, 60_000],
    [0, 0],
  ]);
});

test('waiting for quota is no attempt', async () => {
  const attempts: number[] = [];
  await store.want([wanted(1)], now);
  const outcomes = await work(async (job) => {
    attempts.push(job.attempts);
    if (attempts.length > 8) return;
    const at = now + 60_000;
    setImmediate(() => {
      now += 100_000;
    });
    throw new ForgeError('later', 'no quota', at, 403);
  }, 9);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([...Array(8).fill('later'), 'done']);
  expect(attempts).toEqual(Array(9).fill(0));
  expect(waiting).toHaveLength(8);
  expect(waiting[0]).toEqual(['pr/7/1', 1_060_000]);
});

test('a newer head aborts the review of the older one and is worked on next', async () => {
  const heads: (string | null)[] = [];
  await store.want([wanted(1, 'pushed', 'old')], now);
  const outcomes = await work((job, signal) => {
    const { head } = job.event as Event & { head: string | null };
    heads.push(head);
    if (head === 'new') return Promise.resolve();
    void store.want([wanted(1, 'pushed', 'new')], now);
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }, 2);
  expect(heads).toEqual(['old', 'new']);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['superseded', 'done']);
});

test('a worker that stops hands back what it cannot finish', async () => {
  await store.want([wanted(1)], now);
  const began = new Promise<void>((resolve) => {
    void work((_, signal) => {
      resolve();
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }, 1);
  });
  await began;
  await worker?.stop(0);
  expect(await store.counts(now)).toMatchObject({ waiting: 1, held: 0 });
  expect((await store.claim('w2', now, 1000))?.job).toMatchObject({ key: 'pr/7/1', attempts: 0 });
});

test('a repository that is gone leaves nothing to do', async () => {
  await store.want([wanted(1)], now);
  const outcomes = await work(() => Promise.reject(new ForgeError('gone', 'not found', null, 404)), 1);
  expect(outcomes).toEqual([{ number: 1, outcome: 'gone' }]);
  expect(refused).toEqual([['pr/7/1', 'gone']]);
});

describe('what GitHub refuses is given up after three attempts', () => {
  const refusing = async (error: ForgeError, last: Error | null, count: number) => {
    ending = last;
    await store.want([wanted(2)], now);
    const outcomes = await work(async () => {
      setImmediate(() => {
        now += 400_000;
      });
      throw error;
    }, count);
    return outcomes.map(({ outcome }) => outcome);
  };

  test.each([
    [401, 'Bad credentials', 'unauthorized', 'refused'],
    [403, 'Resource not accessible by integration', 'forbidden', 'refused'],
    [403, 'This installation has been suspended', 'suspended', 'refused'],
    [403, 'Repository was archived so is read-only.', 'archived', 'refused'],
    [403, 'Repository access blocked', 'blocked', 'refused'],
    [404, 'Not Found', 'gone', 'gone'],
    [410, 'Gone', 'gone', 'gone'],
    [422, 'a repository that is not accessible to the parent installation', 'gone', 'gone'],
    [422, 'No commit found for SHA', 'invalid', 'refused'],
    [451, 'Unavailable', 'blocked', 'refused'],
  ])('%i %s: the ending is refused as well, and the job ends', async (status, words, reason, outcome) => {
    const trouble = [404, 410].includes(status) ? 'gone' : 'refused';
    const error = new ForgeError(trouble, `GitHub answered ${status}: ${words}`, null, status);
    expect(await refusing(error, error, 3)).toEqual(['failed', 'failed', outcome]);
    expect(refused).toEqual([['pr/7/2', reason]]);
    expect(await store.counts(now)).toMatchObject({ waiting: 0, held: 0 });
  });

  test('but for the ending: then it is given up with words', async () => {
    const error = new ForgeError('refused', 'GitHub answered 403: no', null, 403);
    expect(await refusing(error, null, 3)).toEqual(['failed', 'failed', 'given-up']);
    expect(refused).toEqual([]);
  });

  test.each([502, 0])('%i at the ending is trouble of today: the job waits', async (status) => {
    const error = new ForgeError('refused', 'GitHub answered 403: no', null, 403);
    const away = new ForgeError('later', 'GitHub is away', null, status);
    expect(await refusing(error, away, 4)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(refused).toEqual([]);
    expect(await store.counts(now)).toMatchObject({ waiting: 1, held: 0 });
  });
});

test('a part that GitHub does not find is tried again while the pull request is there', async () => {
  await store.want([wanted(2)], now);
  const outcomes = await work(() => Promise.reject(new ForgeError('gone', 'not found', null, 404)), 1);
  expect(outcomes).toEqual([{ number: 2, outcome: 'failed' }]);
});

test.each([
  ['a newer head', wanted0('pushed', 'new'), wanted0('pushed', 'old'), true],
  ['the same head', wanted0('label', 'old'), wanted0('pushed', 'old'), false],
  ['a command', wanted0('command', null), wanted0('pushed', 'old'), false],
  ['the end', wanted0('closed', 'old'), wanted0('pushed', 'old'), true],
])('%s makes a running review worthless or not', (_, newer, running, expected) => {
  expect(makesWorthless(newer, running)).toBe(expected);
});

function wanted0(reason: Reason, head: string | null): Event {
  return { kind: 'pull-request', repository: REPOSITORY, number: 1, reason, head, force: false };
}
