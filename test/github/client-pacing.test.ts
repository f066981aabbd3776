/** Pacing: writes alone and apart, reads together up to a number. */
import { makePacing, makePacings } from '../../src/github/pacing.ts';
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

test('an installation has one pacing, another one its own', () => {
  const pacings = makePacings(stillClock());
  expect(pacings(1)).toBe(pacings(1));
  expect(pacings(1)).not.toBe(pacings(2));
});
