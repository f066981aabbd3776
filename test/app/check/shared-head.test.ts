/** What several pull requests of one head come to together; a kill between two writes has to leave nothing wrong. */

import {
  dropAllHeads,
  isUpToDate,
  rememberVerdict,
  requeueOutdated,
  showsWorstConclusion,
} from '../../../src/app/check/shared-head.ts';
import { type AppServices, pullRequestContext } from '../../../src/app/context.ts';
import type { Event } from '../../../src/app/ports/events.ts';
import type { HeadVerdict } from '../../../src/app/records/pull-request-records.ts';
import { type CheckRun, CONCLUSIONS, type Conclusion } from '../../../src/publish/published.ts';
import { forgeWith, NOW, REPOSITORY, storeOfEachTest } from '../kept-support.ts';

const store = storeOfEachTest();
const forge = forgeWith({});
const services = () =>
  ({
    store: store(),
    clock: { now: () => NOW, sleep: async () => {}, timeout: AbortSignal.timeout },
  }) as Partial<AppServices> as AppServices;

function verdictOf(number: number, conclusion: Conclusion, shown: Conclusion = conclusion): HeadVerdict {
  return { number, baseBranch: 'main', conclusion, shown, title: 'words', why: 'review', failures: 0 };
}

function runOf(number: number, conclusion: Conclusion | null): CheckRun {
  const externalId = `a1:${number}:h1:m1:s1:e1:0`;
  return { id: number, name: 'kernel-rust-audit', head: 'h1', externalId, conclusion, annotations: 0 };
}

/** The numbers of the pull requests that are to be looked at, and no more afterwards. */
async function wanted(): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (;;) {
    const lease = await store().claim('test', NOW, 1_000);
    if (lease === undefined) return numbers.sort();
    numbers.push((lease.job.event as Event & { number: number }).number);
    await store().complete(lease, NOW);
  }
}

const at = (number: number, head = 'h1') => pullRequestContext(services(), forge, { number, head });
const remember = (verdict: HeadVerdict, head = 'h1') => rememberVerdict(at(verdict.number, head), verdict);

test('one alone wants nobody', async () => {
  await remember(verdictOf(1, 'failure'));
  expect(await wanted()).toEqual([]);
});

test('whoever shows something better is looked at, once', async () => {
  await remember(verdictOf(1, 'neutral'));
  await remember(verdictOf(2, 'failure'));
  expect(await wanted()).toEqual([1]);
  await remember(verdictOf(1, 'neutral', 'failure'));
  expect(await wanted()).toEqual([]);
});

test('one that did not see the other is looked at itself', async () => {
  await remember(verdictOf(2, 'failure'));
  await remember(verdictOf(1, 'neutral'));
  expect(await wanted()).toEqual([1]);
});

test('after a kill before the others were wanted, they are wanted by the next look', async () => {
  await remember(verdictOf(1, 'neutral'));
  await remember(verdictOf(2, 'failure'));
  await store().forget(REPOSITORY.installation, null);
  expect(await wanted()).toEqual([]);
  await requeueOutdated(at(2));
  expect(await wanted()).toEqual([1]);
});

test('one that leaves, by a push or for good, leaves the others to be judged, also when it has to be done again', async () => {
  await remember(verdictOf(1, 'neutral', 'failure'));
  await remember(verdictOf(2, 'failure'));
  await remember(verdictOf(2, 'success'), 'h2');
  expect(await wanted()).toEqual([1]);
  await remember(verdictOf(3, 'neutral', 'neutral'));
  await dropAllHeads(at(1));
  await store().forget(REPOSITORY.installation, null);
  await dropAllHeads(at(1));
  expect(await wanted()).toEqual([3]);
});

test.each<[string, readonly CheckRun[], boolean]>([
  ['none', [], false],
  ['in progress', [runOf(3, null), runOf(2, 'success')], true],
  ['of one that counts, with the worst', [runOf(2, 'failure'), runOf(1, 'success')], true],
  ['of one that counts, with something better', [runOf(1, 'success'), runOf(2, 'failure')], false],
  ['of one that counts no more', [runOf(9, 'failure'), runOf(2, 'failure')], false],
  ['cancelled', [runOf(1, 'cancelled'), runOf(2, 'failure')], false],
])('the newest run is %s', (_, runs, expected) => {
  expect(showsWorstConclusion(runs, [verdictOf(1, 'neutral'), verdictOf(2, 'failure')])).toBe(expected);
});

test('every conclusion gives way to those that are worse', () => {
  const worstFirst = ['failure', 'action_required', 'timed_out', 'cancelled', 'neutral', 'success'] as const;
  expect(worstFirst.toSorted()).toEqual(CONCLUSIONS.toSorted());
  for (const [index, worse] of worstFirst.entries()) {
    for (const better of worstFirst.slice(index + 1)) {
      const counted = [verdictOf(1, better), verdictOf(2, worse)];
      expect([worse, better, showsWorstConclusion([runOf(1, worse)], counted)]).toEqual([worse, better, true]);
      expect([worse, better, showsWorstConclusion([runOf(1, better)], counted)]).toEqual([worse, better, false]);
    }
  }
});

test('settled is who counts, shows the worst, and is not hidden', async () => {
  const settled = (runs: readonly CheckRun[]) => isUpToDate(at(1), runs);
  expect(await settled([runOf(1, 'neutral')])).toBe(false);
  await remember(verdictOf(1, 'neutral'));
  expect(await settled([runOf(1, 'neutral')])).toBe(true);
  expect(await settled([runOf(1, 'cancelled')])).toBe(false);
  await remember(verdictOf(2, 'failure'));
  expect(await settled([runOf(2, 'failure')])).toBe(false);
  await remember(verdictOf(1, 'neutral', 'failure'));
  expect(await settled([runOf(2, 'failure')])).toBe(true);
});
