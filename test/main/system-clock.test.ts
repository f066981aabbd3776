/** The machine's clock: a sleep ends when its time is over or its signal aborts, and never throws; a timeout always fires. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CLOCK } from '../../src/main/system-clock.ts';

test('a sleep ends when it is over', async () => {
  await expect(CLOCK.sleep(1)).resolves.toBeUndefined();
  await expect(CLOCK.sleep(1, new AbortController().signal)).resolves.toBeUndefined();
});

test('a sleep ends as soon as its signal aborts, also where that was before it began', async () => {
  const stop = new AbortController();
  const sleeping = CLOCK.sleep(3_600_000, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(sleeping).resolves.toBeUndefined();
  await expect(CLOCK.sleep(3_600_000, stop.signal)).resolves.toBeUndefined();
});

test('a timeout fires though the garbage collector ran and only a signal made of it is left', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const stop = new AbortController();
  // as reviews do: nothing else refers to the timeout
  const deadline = AbortSignal.any([stop.signal, CLOCK.timeout(50)]);
  const reason = new Promise((resolve) => {
    deadline.addEventListener('abort', () => resolve(deadline.reason));
  });
  // what was referred to weakly is kept until the turn of the event loop ends
  await CLOCK.sleep(1);
  collect();
  const waited = CLOCK.sleep(1_000, deadline);
  await expect(Promise.race([reason, waited.then(() => 'the timeout did not fire')])).resolves.toMatchObject({
    name: 'TimeoutError',
  });
});
