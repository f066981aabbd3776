/** Random histories: the store has to give the answers of the model. */
import fc from 'fast-check';
import type { Event, Reason } from '../../src/app/ports/events.ts';
import type { JobStore, Lease } from '../../src/app/ports/job-store.ts';
import { LONG_WAIT } from '../../src/queue/claim.ts';
import { comment, pullRequest, REPOSITORY, wanted } from './events.ts';
import { newModel } from './model.ts';

const LEASE = 10;

type Step =
  | { readonly kind: 'accept'; readonly id: number; readonly jobs: readonly Wish[] }
  | { readonly kind: 'attend'; readonly worker: string; readonly slots: number; readonly during: number }
  | { readonly kind: 'claim'; readonly worker: string }
  | { readonly kind: 'renew'; readonly lease: number }
  | { readonly kind: 'complete'; readonly lease: number; readonly how: 'done' | 'given-up' }
  | { readonly kind: 'give-back'; readonly lease: number; readonly after: number; readonly counts: boolean }
  | { readonly kind: 'forget'; readonly installation: number }
  | { readonly kind: 'pass'; readonly time: number };

interface Wish {
  readonly key: number;
  readonly head: string | null;
  readonly reason: Reason;
  readonly hasAuthor: boolean;
  readonly force: boolean;
  readonly after: number;
}

const KEYS = 8;
/** Of keys 6 and 7: who comments. */
const COMMENTS_FROM = 6;
const WISH: fc.Arbitrary<Wish> = fc.record({
  key: fc.nat({ max: KEYS - 1 }),
  head: fc.constantFrom('a', 'a', 'b', null),
  reason: fc.constantFrom('pushed' as const, 'reconciled' as const, 'reconciled' as const),
  hasAuthor: fc.boolean(),
  force: fc.boolean(),
  after: fc.constantFrom(-5, 0, 0, 0, 3, 12),
});
/** Mostly one of the leases given last, which are more often alive. */
const LEASE_INDEX = fc.nat({ max: 5 });

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('accept' as const),
      id: fc.nat({ max: 30 }),
      jobs: fc.array(WISH, { maxLength: 3 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('claim' as const), worker: fc.constantFrom('v', 'w') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('attend' as const),
      worker: fc.constantFrom('v', 'w'),
      slots: fc.nat({ max: 5 }),
      during: fc.constantFrom(LEASE, 10 * LEASE),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('renew' as const), lease: LEASE_INDEX }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('complete' as const),
      lease: LEASE_INDEX,
      how: fc.constantFrom('done' as const, 'given-up' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('give-back' as const),
      lease: LEASE_INDEX,
      after: fc.constantFrom(0, 1, 8),
      counts: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), time: fc.nat({ max: LEASE + 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), time: fc.constant(LONG_WAIT) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), installation: fc.constantFrom(1, 2) }) },
);

export const HISTORY = fc.array(STEP, { minLength: 5, maxLength: 60, size: 'max' });

/** Compares the answers, and at the end drains both. */
export async function compareWithModel(store: JobStore, history: readonly Step[]): Promise<void> {
  const model = newModel();
  // who has ended a lease himself does not use it again
  const leases: { readonly real: Lease; readonly said: Lease }[] = [];
  const used = (index: number): void => {
    leases.splice(-1 - index, 1);
  };
  let now = 1000;

  const claim = async (worker: string): Promise<boolean> => {
    const [real, said] = [await store.claim(worker, now, LEASE), model.claim(worker, now, LEASE)];
    expect(real).toEqual(said);
    if (real !== undefined && said !== undefined) leases.push({ real, said });
    return real !== undefined;
  };

  for (const step of history) {
    const lease = 'lease' in step ? leases.at(-1 - step.lease) : undefined;
    if (step.kind === 'accept') {
      const jobs = step.jobs.map((wish) => jobOf(wish, now));
      const delivery = { id: `1/${step.id}`, name: 'pull_request', action: null };
      expect(await store.accept(delivery, jobs, now)).toBe(model.accept(delivery.id, jobs, now));
    }
    if (step.kind === 'attend') {
      await store.attend(step.worker, step.slots, now + step.during);
      model.attend(step.worker, step.slots, now + step.during);
    }
    if (step.kind === 'claim') await claim(step.worker);
    if (step.kind === 'renew' && lease !== undefined)
      expect(await store.renew(lease.real, now, LEASE)).toEqual(model.renew(lease.said, now, LEASE));
    if (step.kind === 'complete' && lease !== undefined) {
      expect(await store.complete(lease.real, now, step.how)).toBe(model.complete(lease.said, step.how));
      used(step.lease);
    }
    if (step.kind === 'give-back' && lease !== undefined) {
      const at = now + step.after;
      expect(await store.giveBack(lease.real, at, 'why', step.counts)).toBe(
        model.giveBack(lease.said, at, step.counts),
      );
      used(step.lease);
    }
    if (step.kind === 'forget') {
      await store.forget(step.installation, null);
      model.forget(step.installation);
    }
    if (step.kind === 'pass') now += step.time;
    expect(await store.counts(now)).toEqual(model.counts(now));
  }
  // one after the other, each done before the next is claimed: whose turn it is, is compared as well
  now += 1000;
  for (let left = 2 * KEYS; left > 0 && (await claim('last')); left -= 1) {
    expect(await store.counts(now)).toEqual(model.counts(now));
    const last = leases.pop();
    if (last !== undefined && left % 2 === 0)
      expect(await store.complete(last.real, now)).toBe(model.complete(last.said, 'done'));
  }
}

/** The last keys are those of comments; the keys are of two installations, three repositories and two persons. */
function jobOf({ key, head, reason, hasAuthor, force, after }: Wish, now: number) {
  const author = key % 4 < 2 ? 'Ada' : 'bob';
  const event: Event =
    key >= COMMENTS_FROM
      ? comment(key, head ?? '', author)
      : { ...pullRequest(key, head, force), reason, author: hasAuthor ? author : null };
  const repository = { ...REPOSITORY, id: 1 + (key % 3), installation: 1 + (key % 2) };
  return wanted(`k/${key}`, event, now + after, repository);
}
