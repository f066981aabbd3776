/** An outage of the store in the log: once when it begins, at growing intervals, and once when it is over. */
import { outageLog } from '../../../src/app/jobs/outage.ts';

const MINUTE = 60_000;

function logOf() {
  const lines: string[] = [];
  let now = 0;
  const log = outageLog(
    {
      causeOf: (error) => (error as Error).message,
      began: (cause) => lines.push(`${now / MINUTE}: ${cause}`),
      goesOn: (cause, _, milliseconds, failures) =>
        lines.push(`${now / MINUTE}: still ${cause}, ${milliseconds / MINUTE} min, ${failures}`),
      ended: (cause, milliseconds, failures) =>
        lines.push(`${now / MINUTE}: over, ${cause}, ${milliseconds / MINUTE} min, ${failures}`),
    },
    { now: () => now },
  );
  return {
    lines,
    log,
    at: (minute: number) => {
      now = minute * MINUTE;
    },
  };
}

const FULL = new Error('full');
const AWAY = new Error('away');

test('a day of failures at every second: the lines become rare, each with how long and how often', () => {
  const { lines, log, at } = logOf();
  for (let second = 0; second < 24 * 3600; second += 1) {
    at(second / 60);
    log.failed(FULL);
  }
  expect(lines.slice(0, 5)).toEqual([
    '0: full',
    '1: still full, 1 min, 61',
    '3: still full, 3 min, 181',
    '7: still full, 7 min, 421',
    '15: still full, 15 min, 901',
  ]);
  // then every hour
  expect(lines.length).toBeLessThan(32);
  expect(lines.at(-1)).toMatch(/^1383: still full/);
});

test('it is over when a try works and nothing failed since the try before it; said once, with how long it lasted', () => {
  const { lines, log, at } = logOf();
  log.works();
  log.failed(FULL);
  expect(log.isOn()).toBe(true);
  at(0.5);
  log.works();
  log.failed(FULL);
  log.works();
  expect([lines.length, log.isOn()]).toEqual([1, true]);
  at(2);
  log.works();
  log.works();
  expect([lines, log.isOn()]).toEqual([['0: full', '2: over, full, 2 min, 2'], false]);
});

test('the next one begins anew', () => {
  const { lines, log, at } = logOf();
  log.failed(FULL);
  log.works();
  log.works();
  at(1);
  log.failed(FULL);
  expect(lines).toEqual(['0: full', '0: over, full, 0 min, 1', '1: full']);
});

test('another cause is said at once, and each only once', () => {
  const { lines, log } = logOf();
  for (const error of [AWAY, FULL, AWAY, FULL, AWAY]) log.failed(error);
  expect(lines).toEqual(['0: away', '0: still full, 0 min, 2']);
});
