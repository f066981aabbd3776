/** What is shown of work that goes on: its result alone, or its progress first; once, whatever comes when. */
import fc from 'fast-check';
import { SHOWN_AFTER, showingProgress } from '../../../src/app/check/show-progress.ts';
import { holds } from '../../support/holds.ts';

/** A clock that a test moves on. */
function steeredClock() {
  let now = 0;
  const sleeping = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleep: (milliseconds: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const one = { at: now + milliseconds, wake: resolve };
        sleeping.add(one);
        const leave = (): void => {
          sleeping.delete(one);
          resolve();
        };
        if (signal?.aborted) leave();
        else signal?.addEventListener('abort', leave, { once: true });
      }),
    /** To the next moment at which someone wakes; gives whether there was one. */
    next: (): boolean => {
      const first = [...sleeping].sort((a, b) => a.at - b.at)[0];
      if (first === undefined) return false;
      now = first.at;
      sleeping.delete(first);
      first.wake();
      return true;
    },
  };
}

interface Case {
  /** In ms: what came before the work. */
  readonly before: number;
  readonly work: number;
  readonly turn: number;
  readonly write: number;
  readonly workFails: boolean;
  readonly writeFails: boolean;
  readonly isTriedAgain: boolean;
}

/** What one case came to. */
async function outcomeOf(given: Case) {
  const clock = steeredClock();
  const seen = { asked: 0, begun: 0, written: 0, underWay: 0, worked: false, ended: false };
  const worked = new Error('the work failed');
  const unwritten = new Error('the write failed');
  const work = async (ending: AbortSignal): Promise<string> => {
    await clock.sleep(given.work, ending);
    ending.throwIfAborted();
    seen.worked = true;
    if (given.workFails) throw worked;
    return 'done';
  };
  const show = async (whileWaiting: AbortSignal): Promise<string> => {
    seen.asked += 1;
    seen.underWay += 1;
    try {
      await clock.sleep(given.turn, whileWaiting);
      whileWaiting.throwIfAborted();
      seen.begun += 1;
      await clock.sleep(given.write);
      if (given.writeFails) throw unwritten;
      seen.written += 1;
      return 'shown';
    } finally {
      seen.underWay -= 1;
    }
  };
  const result = showingProgress(work, show, () => given.isTriedAgain, -given.before, clock).then(
    (value) => ({ ...value, error: null }),
    (error: unknown) => ({ done: null, shown: null, error }),
  );
  void result.then(() => {
    seen.ended = true;
  });
  while (!seen.ended) {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    if (!seen.ended && !clock.next()) await new Promise((resolve) => setImmediate(resolve));
  }
  return { ...(await result), seen, worked, unwritten };
}

const CASE: Case = { before: 0, work: 0, turn: 0, write: 50, workFails: false, writeFails: false, isTriedAgain: true };

test.each<[string, Partial<Case>, { readonly done: string | null; readonly shown: string | null }, number]>([
  ['soon done', { work: SHOWN_AFTER - 1 }, { done: 'done', shown: null }, 0],
  ['it takes longer', { work: SHOWN_AFTER + 1 }, { done: 'done', shown: 'shown' }, 1],
  ['what came before it counts', { before: SHOWN_AFTER, work: 10 }, { done: 'done', shown: 'shown' }, 1],
  ['done while its beginning waits for its turn', { work: 3_000, turn: 9_000 }, { done: 'done', shown: null }, 0],
  ['done while its beginning is written', { work: SHOWN_AFTER + 10 }, { done: 'done', shown: 'shown' }, 1],
  ['soon failed, and tried again', { workFails: true }, { done: null, shown: null }, 1],
  ['soon failed for good', { workFails: true, isTriedAgain: false }, { done: null, shown: null }, 0],
  ['failed later, and shown already', { work: 5_000, workFails: true }, { done: null, shown: null }, 1],
])('%s', async (_, given, expected, written) => {
  const found = await outcomeOf({ ...CASE, ...given });
  expect(found).toMatchObject(expected);
  expect(found.seen.written).toBe(written);
  expect(found.error).toBe(given.workFails === true ? found.worked : null);
});

test('work whose progress cannot be shown is ended with that failure', async () => {
  const found = await outcomeOf({ ...CASE, work: 60_000, writeFails: true });
  expect(found.error).toBe(found.unwritten);
  expect(found.seen.worked).toBe(false);
});

const times = fc.constantFrom(0, 1, SHOWN_AFTER - 1, SHOWN_AFTER, SHOWN_AFTER + 1, 1_049, 1_050, 1_051, 3_000, 9_000);
const cases: fc.Arbitrary<Case> = fc.record({
  before: times,
  work: times,
  turn: times,
  write: times,
  workFails: fc.boolean(),
  writeFails: fc.boolean(),
  isTriedAgain: fc.boolean(),
});

test('whatever comes when: one write at most, none under way at the end, and what is given back is so', async () => {
  await holds(
    300,
    fc.asyncProperty(cases, async (given) => {
      const { done, shown, error, seen, worked, unwritten } = await outcomeOf(given);
      expect(seen.begun).toBeLessThanOrEqual(1);
      expect(seen.underWay).toBe(0);
      // whoever goes on knows of the run that is there
      if (done !== null) expect([seen.begun, seen.written]).toEqual(shown === null ? [0, 0] : [1, 1]);
      expect(done === null).toBe(error !== null);
      if (error !== null) expect([worked, unwritten]).toContain(error);
      if (given.before + given.work < SHOWN_AFTER && !given.workFails)
        expect([done, shown, seen.asked]).toEqual(['done', null, 0]);
    }),
  );
});
