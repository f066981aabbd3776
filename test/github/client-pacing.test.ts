/** Pacing: writes alone and apart, reads together up to a number. */
import { makePacing, makePacings } from '../../src/github/client/rate-limit.ts';
import { START, stillClock } from './client-support.ts';

test('writes follow one another, a second after the last one ended; what notifies three after the last such one', async () => {
  const clock = stillClock();
  const pacing = makePacing(clock);
  const begun: [string, number][] = [];
  let running = 0;
  const write = (name: string, notifies: boolean) =>
    pacing.write(async () => {
      expect(++running).toBe(1);
      begun.push([name, clock.now() - START]);
      await new Promise(setImmediate);
      clock.pass(100);
      running--;
      return name;
    }, notifies);
  const done = await Promise.all([
    write('a', false),
    write('b', true),
    write('c', false),
    write('d', true),
    write('e', true),
  ]);
  expect(done).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(begun).toEqual([
    ['a', 0],
    // nothing else waits while a notification waits for its longer pause
    ['c', 1100],
    ['b', 2200],
    ['d', 5300],
    ['e', 8400],
  ]);
});

test('a write that fails holds up nothing', async () => {
  const pacing = makePacing(stillClock());
  const failing = pacing.write(() => Promise.reject(new Error('no')), false);
  const next = pacing.write(async () => 'done', false);
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});

test('twenty reads at once, and one that is aborted while it waits takes no place', async () => {
  const pacing = makePacing(stillClock());
  const abort = new AbortController();
  const ends: (() => void)[] = [];
  let most = 0;
  let running = 0;
  const read = (signal?: AbortSignal) =>
    pacing.read(async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running--;
    }, signal);
  const reads = Array.from({ length: 50 }, () => read());
  const aborted = read(abort.signal);
  await new Promise(setImmediate);
  expect(running).toBe(20);
  abort.abort(new Error('over'));
  await expect(aborted).rejects.toThrow('over');
  while (ends.length > 0) {
    for (const end of ends.splice(0)) end();
    await new Promise(setImmediate);
  }
  await Promise.all(reads);
  expect([most, running]).toEqual([20, 0]);
});

test('a write that is given up while it asks for its turn is not done', async () => {
  let refuse = (_: Error): void => {};
  const asked = (): Promise<number> =>
    new Promise((_, reject) => {
      refuse = reject;
    });
  const pacing = makePacing(stillClock(), 1_000, asked);
  const abort = new AbortController();
  let written = 0;
  const write = async (): Promise<void> => {
    written += 1;
  };
  const given = pacing.write(write, false, abort.signal);
  await new Promise(setImmediate);
  abort.abort(new Error('over'));
  await expect(given).rejects.toThrow('over');
  refuse(new Error('the store does not answer'));
  await new Promise(setImmediate);
  expect(written).toBe(0);
  const next = pacing.write(write, false);
  await new Promise(setImmediate);
  refuse(new Error('the store does not answer'));
  await next;
  expect(written).toBe(1);
});

test('an installation has one pacing, another one its own', () => {
  const pacings = makePacings(stillClock());
  expect(pacings(1)).toBe(pacings(1));
  expect(pacings(1)).not.toBe(pacings(2));
});

describe('over all processes', () => {
  /** Turns as a store gives them. */
  function turns() {
    const next = new Map<string, number>();
    const asked: string[] = [];
    return {
      asked,
      reserveWith: (now: () => number) => async (lane: string, apart: number) => {
        asked.push(lane);
        const at = Math.max(now(), next.get(lane) ?? 0);
        next.set(lane, at + apart);
        return at;
      },
    };
  }

  /** A clock whose sleepers wake in the order of their times, when nothing else happens. */
  function orderly() {
    const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
    let now = START;
    return {
      now: () => now,
      sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ at: now + ms, wake })),
      timeout: AbortSignal.timeout,
      until: async (done: Promise<unknown>): Promise<void> => {
        let isDone = false;
        void done.then(() => {
          isDone = true;
        });
        for (;;) {
          await new Promise(setImmediate);
          if (isDone) return;
          const next = sleepers.sort((one, other) => one.at - other.at).shift();
          now = Math.max(now, next?.at ?? now);
          next?.wake();
        }
      },
    };
  }

  test('two processes write as far apart as one alone', async () => {
    const clock = orderly();
    const { reserveWith } = turns();
    const processes = [0, 1].map(() => makePacing(clock, 1000, reserveWith(clock.now)));
    const begun: number[] = [];
    await clock.until(
      Promise.all(
        processes.flatMap((pacing) =>
          [0, 1, 2].map(() => pacing.write(async () => void begun.push(clock.now() - START), false)),
        ),
      ),
    );
    expect(begun).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  });

  test('what notifies has a lane of its own as well, three pauses apart', async () => {
    const clock = stillClock();
    const { asked, reserveWith } = turns();
    await makePacing(clock, 1000, reserveWith(clock.now)).write(async () => {}, true);
    expect(asked).toEqual(['notices', 'writes']);
    const begun: number[] = [];
    await makePacing(clock, 1000, reserveWith(clock.now)).write(async () => void begun.push(clock.now() - START), true);
    expect(begun[0]).toBeGreaterThanOrEqual(3000);
  });

  test.each([
    ['fails', () => Promise.reject(new Error('the store does not answer'))],
    ['names a time that is far away', async () => START + 1_000_000_000],
  ])('a store that %s leaves the process its own pace', async (_, reserve) => {
    const clock = stillClock();
    const pacing = makePacing(clock, 1000, reserve);
    const begun: number[] = [];
    for (let write = 0; write < 3; write += 1)
      await pacing.write(async () => void begun.push(clock.now() - START), false);
    expect(begun).toEqual([0, 1000, 2000]);
  });

  test('without a pause nothing is reserved', async () => {
    const { asked, reserveWith } = turns();
    await makePacing(stillClock(), 0, reserveWith(Date.now)).write(async () => {}, false);
    expect(asked).toEqual([]);
  });
});
