/** An acceptance holds for the head it was given for, and for the place as it was there; then it is gone for good. */

import { acceptancesFor, frameText } from '../../../src/app/records/acceptances.ts';
import type { GivenAcceptance } from '../../../src/app/records/pull-request-records.ts';
import type { Review } from '../../../src/review/review.ts';
import { DAY, NOW, recordsOf, storeOfEachTest } from '../kept-support.ts';

const store = storeOfEachTest();

const frame = (...lines: readonly string[]) => lines.map((text, at) => ({ line: at + 1, text }));
const reviewOf = (head: string, findings: readonly object[]): Review => ({ head, findings }) as unknown as Review;

async function given(fingerprint: string, more: Partial<GivenAcceptance> = {}): Promise<void> {
  const acceptance: GivenAcceptance = {
    fingerprint,
    person: 'max',
    reason: 'seen',
    head: 'h1',
    at: NOW - DAY,
    comment: 1,
    frame: frameText(frame('unsafe { *p }')),
    ...more,
  };
  await recordsOf(store()).acceptance(fingerprint).remember(acceptance);
}

const held = async (review: Review) =>
  (await acceptancesFor(recordsOf(store()), await recordsOf(store()).acceptances(), review)).map(
    ({ fingerprint }) => fingerprint,
  );

test('without any, there is none and nothing is recorded', async () => {
  expect(await held(reviewOf('h1', []))).toEqual([]);
  expect(await store().records(7, 1)).toEqual([]);
});

test('at its own head it holds, whatever the review found', async () => {
  await given('f1');
  expect(await held(reviewOf('h1', []))).toEqual(['f1']);
});

test.each([
  ['the same lines, indented otherwise', [{ fingerprint: 'f1', frame: frame('    unsafe { *p }') }], true],
  ['other lines', [{ fingerprint: 'f1', frame: frame('unsafe { *q }') }], false],
  ['one more line', [{ fingerprint: 'f1', frame: frame('a();', 'unsafe { *p }') }], false],
  ['another finding with the same lines', [{ fingerprint: 'f2', frame: frame('unsafe { *p }') }], false],
  ['no finding', [], false],
])('at another head with %s: %j', async (_, findings, holds) => {
  await given('f1');
  expect(await held(reviewOf('h2', findings))).toEqual(holds ? ['f1'] : []);
  expect(await recordsOf(store()).acceptances()).toHaveLength(holds ? 1 : 0);
});

test('what was dropped is on record, and does not come back with the old head', async () => {
  await given('f1');
  await given('f2', { frame: frameText(frame('b')) });
  expect(await held(reviewOf('h2', [{ fingerprint: 'f2', frame: frame('b') }]))).toEqual(['f2']);
  expect(await held(reviewOf('h1', []))).toEqual(['f2']);
  expect(await store().records(7, 1)).toMatchObject([
    { at: NOW, what: 'acceptance dropped', detail: { fingerprint: 'f1', person: 'max', head: 'h2' } },
  ]);
});

test('pull requests whose numbers begin alike have each their own', async () => {
  await given('f1');
  for (const other of [recordsOf(store(), 12), recordsOf(store(), 1, { repository: 71 })])
    await other.acceptance('f2').remember({ fingerprint: 'f2' } as GivenAcceptance);
  expect((await recordsOf(store()).acceptances()).map(({ fingerprint }) => fingerprint)).toEqual(['f1']);
});
