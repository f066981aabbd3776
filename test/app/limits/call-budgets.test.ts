/** What was spent within an hour, and how long a pull request rests between looks. */

import { FREE_LOOKS, type Looks, nextLook, restAfter, withLook } from '../../../src/app/limits/cool-down.ts';
import { belowAt, callsIn, withCalls } from '../../../src/app/records/spent-calls.ts';
import { NOW, personRecordsOf, recordsOf, spend, storeOfEachTest } from '../kept-support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FIRST = 4_000;
const store = storeOfEachTest();

describe('calls within an hour', () => {
  test('add up, and leave when their minute is an hour past', () => {
    const spent = withCalls(withCalls(withCalls([], 10, NOW), 5, NOW + 20_000), 7, NOW + MINUTE);
    expect(callsIn(spent, NOW + MINUTE)).toBe(22);
    expect(callsIn(spent, NOW + HOUR - 1)).toBe(22);
    expect(callsIn(spent, NOW + HOUR)).toBe(7);
    expect(callsIn(spent, NOW + HOUR + MINUTE)).toBe(0);
  });

  test('take no more room than an hour has minutes', () => {
    let spent = withCalls([], 1, NOW);
    for (let at = NOW; at < NOW + 5 * HOUR; at += 7_000) spent = withCalls(spent, 1, at);
    expect(spent.length).toBeLessThanOrEqual(60);
    expect(callsIn(spent, NOW + 5 * HOUR)).toBeGreaterThan(480);
  });

  test('a budget is free again when enough of them are an hour past, and never later than in an hour', () => {
    const spent = withCalls(withCalls(withCalls([], 60, NOW), 30, NOW + 2 * MINUTE), 20, NOW + 4 * MINUTE);
    const at = NOW + 5 * MINUTE;
    expect(belowAt(spent, 111, at)).toBe(at);
    expect(belowAt(spent, 110, at)).toBe(NOW + HOUR);
    expect(belowAt(spent, 50, at)).toBe(NOW + HOUR + 2 * MINUTE);
    expect(belowAt(spent, 20, at)).toBe(NOW + HOUR + 4 * MINUTE);
  });

  test('those of a machine whose clock is ahead count now, and are past in an hour', () => {
    const spent = withCalls([], 50, NOW + 10 * HOUR);
    expect(callsIn(spent, NOW)).toBe(50);
    expect(belowAt(spent, 50, NOW)).toBe(NOW + HOUR);
  });

  test('of two that add at the same time both count; a person is the same however the name is written', async () => {
    const { calls } = personRecordsOf(store(), 'Ada');
    await Promise.all(Array.from({ length: 20 }, () => spend(calls, 3)));
    expect(await personRecordsOf(store(), 'ADA').calls.recall()).toEqual([[NOW / MINUTE, 60]]);
    expect(await personRecordsOf(store(), 'ada', 4).calls.recall()).toBeUndefined();
    await spend(recordsOf(store(), 1).calls, 5);
    expect(await recordsOf(store(), 11).calls.recall()).toBeUndefined();
  });
});

describe('the cool-down', () => {
  /** How long each of so many looks waits for the one before it, in s, where they begin as soon as they may. */
  const waits = (count: number): number[] => {
    const all: number[] = [];
    let looks: Looks | undefined;
    let now = NOW;
    for (let index = 0; index < count; index += 1) {
      const at: number = looks === undefined ? now : nextLook(looks, FIRST, now);
      all.push((at - now) / 1000);
      now = at;
      looks = withLook(looks, FIRST, now);
    }
    return all;
  };

  test('the free looks begin at once, then each rest is twice as long, up to ten minutes', () => {
    const rests = [4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600];
    expect(waits(FREE_LOOKS + rests.length)).toEqual([...Array(FREE_LOOKS).fill(0), ...rests]);
  });

  test('two quiet minutes after the rest take one step back; after an hour all is as at the beginning', () => {
    let looks = withLook(undefined, FIRST, NOW);
    for (let index = 1; index < FREE_LOOKS + 5; index += 1) looks = withLook(looks, FIRST, NOW);
    expect(restAfter(looks, FIRST)).toBe(128_000);
    const rested = NOW + restAfter(looks, FIRST);
    expect(restAfter(withLook(looks, FIRST, rested), FIRST)).toBe(256_000);
    expect(restAfter(withLook(looks, FIRST, rested + 2 * MINUTE), FIRST)).toBe(128_000);
    expect(restAfter(withLook(looks, FIRST, rested + 4 * MINUTE), FIRST)).toBe(64_000);
    expect(withLook(looks, FIRST, rested + HOUR)).toEqual({ level: 1, at: rested + HOUR });
  });

  test('a clock that is ahead makes no rest longer, and one that goes back takes no step back', () => {
    const ahead = { level: 40, at: NOW + HOUR };
    expect(nextLook(ahead, FIRST, NOW) - NOW).toBe(600_000);
    expect(withLook({ level: 7, at: NOW + HOUR }, FIRST, NOW).level).toBe(8);
  });

  test('without a first rest nothing ever rests', () => {
    expect(nextLook({ level: 40, at: NOW }, 0, NOW)).toBe(NOW);
  });
});
