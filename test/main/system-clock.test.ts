/** The machine's clock: a sleep ends when its time is over or its signal aborts, and never throws. */
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
