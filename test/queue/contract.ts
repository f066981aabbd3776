/** What every store has to do, whatever lies below: the docstrings of app/ports/job-store.ts as tests. */
import type { Event } from '../../src/app/ports/events.ts';
import type { JobStore, Lease, WantedJob } from '../../src/app/ports/job-store.ts';
import type { StoreOptions } from '../../src/queue/sql-store.ts';
import { comment, delivery, pullRequest, REPOSITORY, reminder, wanted } from './events.ts';

/** A new, empty store, which whoever calls closes. */
export type NewStore = (options?: Partial<StoreOptions>) => Promise<JobStore>;

const MINUTE = 60_000;
/** Generations begin at the time of the first mark, so that those of a forgotten row never come again. */
const FIRST = 1000;

export function describeStore(newStore: NewStore): void {
  let store: JobStore;
  beforeEach(async () => {
    store = await newStore();
  });
  afterEach(() => store.close());

  /** The next job, which has to be there. */
  const claim = async (now: number, worker = 'w'): Promise<Lease> => {
    const lease = await store.claim(worker, now, MINUTE);
    if (lease === undefined) throw new Error(`no job at ${now}`);
    return lease;
  };

  describe('accepting', () => {
    test('a delivery is accepted once; what it wanted waits', async () => {
      const known = delivery();
      const jobs = [wanted('pr/7/1', pullRequest(1, 'a')), wanted('pr/7/2', pullRequest(2, 'b'))];
      expect(await store.accept(known, jobs, 1000)).toBe('accepted');
      expect(await store.counts(1000)).toEqual({ waiting: 2, held: 0, oldest: 1000 });
      expect(await store.accept(known, [wanted('pr/7/3', pullRequest(3))], 2000)).toBe('known');
      expect(await store.counts(2000)).toEqual({ waiting: 2, held: 0, oldest: 1000 });
      expect((await claim(2000)).job).toEqual({
        key: 'pr/7/1',
        event: pullRequest(1, 'a'),
        generation: FIRST,
        attempts: 0,
      });
    });

    test('what it says is noted; the newest counts, in whatever order they come', async () => {
      const note = (value: unknown, at: number) => ({ key: 'labelled/7/1/x', value, at });
      await store.accept(delivery(), [], 1000, [note('second', 20), { key: 'labelled/7/2/x', value: 'other', at: 1 }]);
      await store.accept(delivery(), [], 1000, [note('first', 10)]);
      expect(await store.recall('labelled/7/1/x')).toBe('second');
      expect(await store.recall('labelled/7/2/x')).toBe('other');
      const last = delivery();
      // GitHub's times are of a second
      await store.accept(last, [], 1000, [note('third', 20)]);
      await store.accept(last, [], 1000, [note('again', 30)]);
      expect(await store.recall('labelled/7/1/x')).toBe('third');
    });

    test('two at once: one accepts the delivery, the other knows it', async () => {
      const same = delivery();
      const job = wanted('pr/7/1', pullRequest(1));
      const answers = await Promise.all(Array.from({ length: 8 }, () => store.accept(same, [job], 1000)));
      expect(answers.sort()).toEqual(['accepted', ...Array.from({ length: 7 }, () => 'known')]);
      expect((await claim(1000)).job.generation).toBe(FIRST);
    });

    test('all or nothing: where one job cannot be written the delivery is not known either', async () => {
      const known = delivery();
      const good = wanted('pr/7/1', pullRequest(1));
      const bad = { ...good, key: 'pr/7/2', installation: Number.NaN };
      await expect(store.accept(known, [good, bad], 1000)).rejects.toThrow();
      expect(await store.counts(1000)).toEqual({ waiting: 0, held: 0, oldest: null });
      expect(await store.accept(known, [good], 1000)).toBe('accepted');
    });

    test('a delivery that wants nothing is known too', async () => {
      const known = delivery();
      expect(await store.accept(known, [], 1000)).toBe('accepted');
      expect(await store.accept(known, [], 1000)).toBe('known');
      expect(await store.claim('w', 1000, MINUTE)).toBeUndefined();
    });

    test('hostile text comes back as it was, or marked where no database can hold it', async () => {
      const body = 'a\0b \ud800 \u202e "\'; drop table kra_jobs; -- \u{1f980}';
      await store.want([wanted('comment/7/1', comment(1, body))], 1000);
      await store.want([wanted('k\0\ud800', comment(2, ''))], 1001);
      expect((await claim(2000)).job.event).toEqual(comment(1, body));
      const odd = await claim(2000);
      expect(odd.job.key).toBe('k\ufffd\ufffd');
      expect(await store.complete(odd, 2000)).toBe(true);
      await store.accept({ id: '1/\0', name: '\0', action: '\0' }, [], 1);
      expect(await store.accept({ id: '1/\0', name: '\0', action: '\0' }, [], 1)).toBe('known');
    });
  });

  describe('events of one key', () => {
    test('the newest waits, in the place of the first, with a higher generation', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1, 'a'))], 1000);
      await store.want([wanted('pr/7/2', pullRequest(2, 'x'))], 1500);
      await store.want([wanted('pr/7/1', pullRequest(1, 'b'))], 2000);
      expect((await claim(3000)).job).toMatchObject({ key: 'pr/7/1', event: { head: 'b' }, generation: FIRST + 1 });
    });

    test('force is kept until the work was done that had it', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1, 'a', true))], 1000);
      await store.want([wanted('pr/7/1', pullRequest(1, 'b', false))], 1001);
      const first = await claim(2000);
      expect(first.job.event).toEqual(pullRequest(1, 'b', true));
      // seen: a newer event does not have it by itself
      await store.want([wanted('pr/7/1', pullRequest(1, 'c', false))], 2001);
      expect(await store.renew(first, 2002, MINUTE)).toEqual({ kind: 'superseded', event: pullRequest(1, 'c', false) });
      // but what was given back is not done
      await store.giveBack(first, 2003, 'later', true);
      const second = await claim(2004);
      expect(second.job).toEqual({
        key: 'pr/7/1',
        event: pullRequest(1, 'c', true),
        generation: FIRST + 2,
        attempts: 0,
      });
      await store.complete(second, 2005);
      await store.want([wanted('pr/7/1', pullRequest(1, 'd', false))], 2006);
      expect((await claim(2007)).job.event).toEqual(pullRequest(1, 'd', false));
    });

    test('force outlives a worker that dies', async () => {
      const head = (force: boolean): Event => ({ kind: 'head', repository: REPOSITORY, head: 'h', suite: 5, force });
      await store.want([wanted('head/7/h', head(true))], 1000);
      await claim(1000);
      await store.want([wanted('head/7/h', head(false))], 1001);
      expect((await claim(1000 + MINUTE)).job.event).toEqual(head(true));
    });

    test.each([
      comment(5, '/audit'),
      { kind: 'action', repository: REPOSITORY, run: 1, externalId: 'e', head: 'h', identifier: 'i', sender: 's' },
    ] satisfies Event[])(
      'a $kind happens once: waiting, held or done, the same again changes nothing',
      async (event) => {
        const again = { ...event, sender: 'mallory' };
        await store.want([wanted('once', event)], 1000);
        await store.want([wanted('once', again)], 1001);
        const lease = await claim(2000);
        expect(lease.job).toEqual({ key: 'once', event, generation: FIRST, attempts: 0 });
        await store.want([wanted('once', again)], 2001);
        expect(await store.renew(lease, 2002, MINUTE)).toEqual({ kind: 'held' });
        await store.complete(lease, 2003);
        await store.want([wanted('once', again)], 2004);
        expect(await store.claim('w', 3000, MINUTE)).toBeUndefined();
      },
    );

    test('the earliest of the wished times holds while it waits', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1), 5000)], 1000);
      await store.want([wanted('pr/7/1', pullRequest(1), 9000)], 1001);
      expect(await store.claim('w', 4999, MINUTE)).toBeUndefined();
      await store.want([wanted('pr/7/1', pullRequest(1), 4000)], 1002);
      expect(await store.claim('w', 3999, MINUTE)).toBeUndefined();
      expect((await claim(4000)).job.generation).toBe(FIRST + 2);
    });

    test('while it is held the wish of the newer event holds', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      const lease = await claim(1000);
      await store.want([wanted('pr/7/1', pullRequest(1), 9000)], 2000);
      expect(await store.complete(lease, 2001)).toBe(true);
      expect(await store.claim('w', 8999, MINUTE)).toBeUndefined();
      expect((await claim(9000)).job.generation).toBe(FIRST + 1);
    });
  });

  describe('claiming', () => {
    test('by the time it may run, then by how long it waits; each to one', async () => {
      await store.want([wanted('late', pullRequest(1), 3000)], 1000);
      await store.want([wanted('b', pullRequest(2), 2000)], 1001);
      await store.want([wanted('a', pullRequest(3), 2000)], 1002);
      await store.want([wanted('now', pullRequest(4))], 1003);
      const keys: string[] = [];
      for (let count = 0; count < 4; count += 1) keys.push((await claim(5000)).job.key);
      expect(keys).toEqual(['now', 'b', 'a', 'late']);
      expect(await store.claim('w', 5000, MINUTE)).toBeUndefined();
      expect(await store.counts(5000)).toEqual({ waiting: 0, held: 4, oldest: null });
    });

    test('a past time is no way to the front', async () => {
      await store.want([wanted('b', pullRequest(2))], 1000);
      await store.want([wanted('a', pullRequest(1), -5)], 2000);
      expect((await claim(3000)).job.key).toBe('b');
    });

    /** Claims until nothing is left, each time 10 ms later, and completes what it got; the keys in their order. */
    /** @param apart in ms: from one claim to the next */
    const inOrder = async (now: number, apart = 10): Promise<string[]> => {
      const keys: string[] = [];
      for (let at = now; ; at += apart) {
        const lease = await store.claim('w', at, MINUTE);
        if (lease === undefined) return keys;
        keys.push(lease.job.key);
        await store.complete(lease, at + apart / 2);
      }
    };
    const of = (author: string | null, number: number, repository = REPOSITORY): WantedJob =>
      wanted(`${author}/${number}`, { ...pullRequest(number), author }, 0, repository);
    const other = { ...REPOSITORY, id: 8 };

    test('one slot: persons take turns, however many jobs one has and however many repositories', async () => {
      const many = Array.from({ length: 4 }, (_, index) => ({ ...REPOSITORY, id: 20 + index }));
      for (const [index, repository] of many.entries()) await store.want([of('mallory', index, repository)], 1000);
      for (let number = 4; number < 8; number += 1) await store.want([of('Mallory', number)], 1000);
      await store.want([of('ada', 1), of('ada', 2)], 1500);
      const keys = await inOrder(2000);
      expect(keys.slice(0, 4).map((key) => key.split('/')[0]?.toLowerCase())).toEqual([
        'mallory',
        'ada',
        'mallory',
        'ada',
      ]);
      expect(keys).toHaveLength(10);
    });

    test('repositories take turns, whatever the number of persons in one', async () => {
      for (let number = 0; number < 5; number += 1) await store.want([of(`sock-${number}`, number)], 1000);
      await store.want([of('ada', 1, other), of('grace', 2, other)], 1500);
      expect(await inOrder(2000)).toEqual([
        'sock-0/0',
        'ada/1',
        'sock-1/1',
        'grace/2',
        'sock-2/2',
        'sock-3/3',
        'sock-4/4',
      ]);
    });

    test('in a repository persons take turns: whoever was not served goes before whoever was', async () => {
      await store.want([of('ada', 1), of('ada', 2), of('bob', 1), of('bob', 2)], 1000);
      await store.want([of('cyd', 1)], 1001);
      expect(await inOrder(2000)).toEqual(['ada/1', 'bob/1', 'cyd/1', 'ada/2', 'bob/2']);
    });

    test('persons take turns within a millisecond too', async () => {
      await store.want([of('ada', 1), of('ada', 2), of('ada', 3), of('bob', 1), of('bob', 2), of('bob', 3)], 1000);
      expect(await inOrder(2000, 0)).toEqual(['ada/1', 'bob/1', 'ada/2', 'bob/2', 'ada/3', 'bob/3']);
    });

    test('a person with work in all repositories takes no turn from them', async () => {
      await store.want([of('ada', 1), of('mallory', 1)], 1000);
      await store.want([of('mallory', 2, other)], 1001);
      expect(await inOrder(2000)).toEqual(['ada/1', 'mallory/2', 'mallory/1']);
    });

    test('of one person the oldest goes first', async () => {
      await store.want([of('ada', 2)], 1000);
      await store.want([of('ada', 1)], 1001);
      expect(await inOrder(2000)).toEqual(['ada/2', 'ada/1']);
    });

    test('one person has at most half of the slots of all workers that live, and at least one', async () => {
      const held = async (now: number): Promise<number> => {
        const leases: Lease[] = [];
        for (let lease = await store.claim('w', now, MINUTE); lease; lease = await store.claim('w', now, MINUTE))
          leases.push(lease);
        for (const lease of leases) await store.giveBack(lease, now, 'x', false);
        return leases.length;
      };
      await store.want(
        Array.from({ length: 9 }, (_, number) => of('mallory', number, number % 2 === 0 ? REPOSITORY : other)),
        1000,
      );
      expect(await held(1000)).toBe(9);
      for (const [slots, most] of [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 2],
        [7, 3],
      ] as const) {
        await store.attend('w', slots, 2000);
        expect([slots, await held(1000)]).toEqual([slots, most]);
      }
      await store.attend('v', 3, 1500);
      expect(await held(1000)).toBe(5);
      // a worker that died, and one that ended, has none
      expect(await held(1500)).toBe(3);
      await store.attend('w', 0, 0);
      expect(await held(1500)).toBe(9);
    });

    test('what nobody asked for in person is not limited: sweeps, merge groups', async () => {
      const events: Event[] = Array.from({ length: 3 }, (_, index) => ({
        kind: 'reconcile',
        repository: { ...REPOSITORY, id: index + 1 },
      }));
      await store.attend('w', 2, 10_000);
      await store.want(
        events.map((event, index) => wanted(`reconcile/${index}`, event)),
        1000,
      );
      for (let count = 0; count < 3; count += 1) await claim(2000);
      // but persons whose names are not known count as one
      await store.want([of(null, 1), of(null, 2)], 2000);
      await claim(2000);
      expect(await store.claim('w', 2000, MINUTE)).toBeUndefined();
    });

    test("what is no person's takes its turn by age alone", async () => {
      const sweep = (id: number) =>
        wanted(`r/${id}`, { kind: 'reconcile', repository: { ...REPOSITORY, id } }, 0, { ...REPOSITORY, id });
      await store.want([sweep(1), sweep(2)], 1000);
      await store.want([of('ada', 1)], 1001);
      expect(await inOrder(2000)).toEqual(['r/1', 'r/2', 'ada/1']);
    });

    test('a lease that ran out does not count', async () => {
      await store.attend('w', 2, 10 * MINUTE);
      await store.want([of('ada', 1), of('ada', 2)], 1000);
      expect((await claim(1000)).job.key).toBe('ada/1');
      expect(await store.claim('w', 1000, MINUTE)).toBeUndefined();
      expect((await claim(1000 + MINUTE)).job.key).toBe('ada/1');
    });

    test('of one person, what asks for a short answer goes first', async () => {
      await store.want([of('ada', 1), of('ada', 2)], 1000);
      await store.want([wanted('comment/7/9', comment(9, '/audit status', 'ADA'))], 1001);
      expect(await inOrder(2000)).toEqual(['comment/7/9', 'ada/1', 'ada/2']);
    });

    test('what has waited for an hour goes before new ones, one of each person at a time', async () => {
      await store.want([of('mallory', 1), of('mallory', 2), of('ada', 1)], 1000);
      const hour = 60 * MINUTE;
      const newOnes = Array.from({ length: 3 }, (_, index) => of(`new-${index}`, 1, { ...REPOSITORY, id: 30 + index }));
      await store.want(newOnes, 900 + hour);
      const keys = await inOrder(1000 + hour);
      expect(keys.slice(0, 2)).toEqual(['ada/1', 'mallory/1']);
      expect(keys.indexOf('mallory/2')).toBeLessThan(4);
    });

    test('many at once get different jobs', async () => {
      await store.want(
        Array.from({ length: 20 }, (_, index) => wanted(`pr/7/${index}`, pullRequest(index))),
        1000,
      );
      const leases = await Promise.all(
        Array.from({ length: 25 }, (_, index) => store.claim(`w${index}`, 1000, MINUTE)),
      );
      const keys = leases.flatMap((lease) => (lease === undefined ? [] : [lease.job.key]));
      expect(new Set(keys).size).toBe(keys.length);
      // what another one was just about to take may be passed over: it is there the next time
      let rest = 0;
      while ((await store.claim('w', 1000, MINUTE)) !== undefined) rest += 1;
      expect(keys.length + rest).toBe(20);
    });

    test('a lease that ran out is taken over, and counts as an attempt', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      const dead = await claim(1000, 'dead');
      expect(dead).toMatchObject({ worker: 'dead', until: 1000 + MINUTE, job: { attempts: 0 } });
      expect(await store.claim('w', 999 + MINUTE, MINUTE)).toBeUndefined();
      const lease = await claim(1000 + MINUTE);
      expect(lease.job).toMatchObject({ generation: FIRST, attempts: 1 });
      expect(await store.renew(dead, 1001 + MINUTE, MINUTE)).toEqual({ kind: 'lost' });
      expect(await store.complete(dead, 1001 + MINUTE)).toBe(false);
      expect(await store.giveBack(dead, 1001 + MINUTE, 'why', true)).toBe(false);
      expect(await store.complete(lease, 1001 + MINUTE)).toBe(true);
    });

    test('a worker that claims again what it lost does not mistake one lease for the other', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      const first = await claim(1000, 'same');
      const second = await claim(1000 + MINUTE, 'same');
      expect(await store.complete(first, 1001 + MINUTE)).toBe(false);
      expect(await store.renew(second, 1001 + MINUTE, MINUTE)).toEqual({ kind: 'held' });
    });
  });

  describe('holding', () => {
    test('a renewed lease lasts longer', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      const lease = await claim(1000);
      expect(await store.renew(lease, 50_000, MINUTE)).toEqual({ kind: 'held' });
      expect(await store.claim('x', 50_000 + MINUTE - 1, MINUTE)).toBeUndefined();
      expect(await store.claim('x', 50_000 + MINUTE, MINUTE)).toBeDefined();
    });

    test('a lease that ran out and that nobody took can be renewed and completed', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      const lease = await claim(1000);
      expect(await store.renew(lease, 1000 + 2 * MINUTE, MINUTE)).toEqual({ kind: 'held' });
      expect(await store.claim('x', 1000 + 2 * MINUTE, MINUTE)).toBeUndefined();
      expect(await store.complete(lease, 1000 + 5 * MINUTE)).toBe(true);
    });

    test('a newer event is told, and waits when the work is done; nobody else gets it before', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1, 'a'))], 1000);
      const lease = await claim(1000);
      await store.want([wanted('pr/7/1', pullRequest(1, 'b'))], 1001);
      expect(await store.claim('x', 1002, MINUTE)).toBeUndefined();
      expect(await store.renew(lease, 1003, MINUTE)).toEqual({ kind: 'superseded', event: pullRequest(1, 'b') });
      expect(await store.counts(1003)).toEqual({ waiting: 0, held: 1, oldest: null });
      expect(await store.complete(lease, 1004)).toBe(true);
      expect(await store.counts(1004)).toEqual({ waiting: 1, held: 0, oldest: 1001 });
      expect((await claim(1004)).job).toMatchObject({ event: { head: 'b' }, generation: FIRST + 1, attempts: 0 });
      expect(await store.complete(lease, 1005)).toBe(false);
    });

    test('what is done is done; an event after it counts on', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      expect(await store.complete(await claim(1000), 1001)).toBe(true);
      expect(await store.claim('w', 10 * MINUTE, MINUTE)).toBeUndefined();
      await store.want([wanted('pr/7/1', pullRequest(1, 'b'))], 2000);
      expect((await claim(2000)).job).toMatchObject({ generation: FIRST + 1, attempts: 0 });
    });
  });

  describe('giving back', () => {
    test('to be tried again at a time; attempts count unless told otherwise', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      expect(await store.giveBack(await claim(1000), 5000, 'GitHub is away', true)).toBe(true);
      expect(await store.claim('w', 4999, MINUTE)).toBeUndefined();
      const second = await claim(5000);
      expect(second.job.attempts).toBe(1);
      expect(await store.giveBack(second, 6000, 'no quota\0', false)).toBe(true);
      const third = await claim(6000);
      expect(third.job.attempts).toBe(1);
      await store.giveBack(third, 7000, 'x'.repeat(1_000_000), true);
      expect((await claim(7000)).job.attempts).toBe(2);
    });

    test('a new generation begins to count again, at its own time', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      await store.giveBack(await claim(1000), 1001, 'x', true);
      const second = await claim(1001);
      await store.want([wanted('pr/7/1', pullRequest(1, 'b'))], 1002);
      expect(await store.giveBack(second, 9000, 'x', true)).toBe(true);
      expect((await claim(1003)).job).toMatchObject({ generation: FIRST + 1, attempts: 0 });
    });

    test('what rests after a failure is wanted again: at once', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      await store.giveBack(await claim(1000), 900_000, 'x', true);
      await store.want([wanted('pr/7/1', pullRequest(1, 'b'))], 2000);
      expect((await claim(2000)).job).toMatchObject({ generation: FIRST + 1, attempts: 0 });
    });
  });

  describe('reminders', () => {
    const remind = (now: number, head: string | null = null, at = 0): Promise<void> =>
      store.want([wanted('pr/7/1', reminder(1, head), at)], now);

    test('change nothing where the job waits', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1, 'a'), 5000)], 1000);
      await remind(1001, null, 9000);
      expect(await store.claim('w', 4999, MINUTE)).toBeUndefined();
      const lease = await claim(5000);
      expect(lease.job).toEqual({ key: 'pr/7/1', event: pullRequest(1, 'a'), generation: FIRST, attempts: 0 });
      await store.giveBack(lease, 60_000, 'x', true);
      await remind(6000, 'a');
      expect(await store.claim('w', 59_999, MINUTE)).toBeUndefined();
      expect((await claim(60_000)).job).toMatchObject({ event: { reason: 'pushed' }, generation: FIRST, attempts: 1 });
    });

    test('that come while it is held lead to another look, with the attempts that are left', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1, 'a'))], 1000);
      const first = await claim(1000);
      await remind(1001);
      expect(await store.giveBack(first, 30_000, 'x', true)).toBe(true);
      expect(await store.claim('w', 29_999, MINUTE)).toBeUndefined();
      const second = await claim(30_000);
      expect(second.job).toMatchObject({ event: { reason: 'reconciled' }, generation: FIRST + 1, attempts: 1 });
      await remind(30_001);
      expect(await store.complete(second, 30_002)).toBe(true);
      expect((await claim(30_003)).job).toMatchObject({ generation: FIRST + 2, attempts: 0 });
    });

    test('find no attempts left of what was given up; a push and a person begin anew', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1, 'a'))], 1000);
      await store.giveBack(await claim(1000), 1001, 'x', true);
      await store.complete(await claim(1001), 1002, 'given-up');
      await remind(2000, 'a');
      const again = await claim(2000);
      expect(again.job).toMatchObject({ generation: FIRST + 1, attempts: 2 });
      await store.complete(again, 2001, 'given-up');
      await remind(3000, 'b');
      const pushed = await claim(3000);
      expect(pushed.job).toMatchObject({ event: { head: 'b' }, attempts: 0 });
      await store.complete(pushed, 3001, 'given-up');
      await store.want([wanted('pr/7/1', pullRequest(1, null, true))], 4000);
      expect((await claim(4000)).job).toMatchObject({ event: { force: true }, attempts: 0 });
    });

    test('of a push that nobody told of begin anew at once, while the old head rests', async () => {
      await store.want([wanted('pr/7/1', pullRequest(1, 'a'))], 1000);
      await store.giveBack(await claim(1000), 900_000, 'x', true);
      await remind(2000, 'b');
      expect((await claim(2000)).job).toMatchObject({ event: { head: 'b' }, generation: FIRST + 1, attempts: 0 });
    });

    test('without a name leave the job to whom it belongs', async () => {
      await store.attend('w', 2, MINUTE);
      await store.want([wanted('pr/7/1', { ...pullRequest(1), author: 'ada' })], 1000);
      await store.complete(await claim(1000), 1001);
      await remind(2000);
      await store.want([wanted('pr/7/2', { ...pullRequest(2), author: 'ADA' })], 2001);
      expect((await claim(2001)).job.key).toBe('pr/7/1');
      expect(await store.claim('w', 2001, MINUTE)).toBeUndefined();
    });
  });

  describe('turns', () => {
    test('one holder at a time, who keeps it by taking it again; taken over when the time is over or it is left', async () => {
      expect(await store.takeTurn('sweeps', 'a', 1000, 2000)).toBe(true);
      expect(await store.takeTurn('sweeps', 'b', 1999, 3000)).toBe(false);
      expect(await store.takeTurn('other', 'b', 1999, 3000)).toBe(true);
      expect(await store.takeTurn('sweeps', 'a', 1500, 2500)).toBe(true);
      expect(await store.takeTurn('sweeps', 'b', 2499, 3000)).toBe(false);
      expect(await store.takeTurn('sweeps', 'b', 2500, 3500)).toBe(true);
      expect(await store.takeTurn('sweeps', 'a', 2600, 3600)).toBe(false);
      await store.leaveTurn('sweeps', 'a');
      expect(await store.takeTurn('sweeps', 'a', 2700, 3600)).toBe(false);
      await store.leaveTurn('sweeps', 'b');
      expect(await store.takeTurn('sweeps', 'a', 2800, 3600)).toBe(true);
    });

    test('of many who want one at once one gets it', async () => {
      const got = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => store.takeTurn('sweeps', holder, 1000, 2000)));
      expect(got.filter((isOurs) => isOurs)).toHaveLength(1);
    });

    test('reserved turns are apart, whoever asks, and nothing is saved up', async () => {
      const turns = await Promise.all(Array.from({ length: 5 }, () => store.reserve('writes/3', 100, 1000)));
      expect(turns.sort((a, b) => a - b)).toEqual([1000, 1100, 1200, 1300, 1400]);
      expect(await store.reserve('writes/4', 100, 1000)).toBe(1000);
      expect(await store.reserve('writes/3', 100, 9000)).toBe(9000);
      expect(await store.reserve('writes/3', 300, 9000)).toBe(9100);
      expect(await store.reserve('writes/3', 100, 9000)).toBe(9400);
    });
  });

  describe('forgetting', () => {
    const other = { ...REPOSITORY, id: 8 };
    const elsewhere = { ...REPOSITORY, id: 9, installation: 4 };
    beforeEach(async () => {
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      await store.want([wanted('pr/8/1', pullRequest(1), 0, other)], 1001);
      await store.want([wanted('pr/9/1', pullRequest(1), 0, elsewhere)], 1002);
    });

    const waiting = async (now: number): Promise<string[]> => {
      const keys: string[] = [];
      for (let lease = await store.claim('rest', now, MINUTE); lease; lease = await store.claim('rest', now, MINUTE))
        keys.push(lease.job.key);
      return keys;
    };

    test('an installation', async () => {
      await store.forget(3, null);
      expect(await waiting(2000)).toEqual(['pr/9/1']);
    });

    test('repositories of it', async () => {
      await store.forget(3, []);
      await store.forget(3, [8, 9]);
      expect(await waiting(2000)).toEqual(['pr/7/1', 'pr/9/1']);
    });

    test('what is held ends, however it ends, and can be wanted again', async () => {
      const lease = await claim(2000);
      await store.want([wanted('pr/7/1', pullRequest(1, 'b'))], 2001);
      await store.forget(3, null);
      // sweeping leaves it to whom it belongs
      await store.sweep(3000);
      expect(await store.giveBack(lease, 2002, 'x', true)).toBe(true);
      expect(await waiting(9 * MINUTE)).toEqual(['pr/9/1']);
      await store.want([wanted('pr/7/1', pullRequest(1, 'c'))], 9 * MINUTE);
      expect((await claim(9 * MINUTE)).job.event).toEqual(pullRequest(1, 'c'));
    });
  });

  test('sweeping removes old deliveries, done jobs and values, and nothing that waits', async () => {
    const [old, young] = [delivery(), delivery()];
    await store.accept(old, [wanted('pr/7/1', pullRequest(1)), wanted('comment/7/1', comment(1, ''))], 1000);
    await store.accept(young, [wanted('pr/7/2', pullRequest(2))], 2000);
    await store.remember('old', 1, 1999);
    await store.remember('young', 2, 2000);
    const [waitingOne, doneOne] = [await claim(1000), await claim(1000)];
    expect([waitingOne.job.key, doneOne.job.key]).toEqual(['comment/7/1', 'pr/7/1']);
    await store.complete(doneOne, 1001);
    await store.sweep(2000);
    expect(await store.accept(old, [], 3000)).toBe('accepted');
    expect(await store.accept(young, [], 3000)).toBe('known');
    expect([await store.recall('old'), await store.recall('young')]).toEqual([undefined, 2]);
    expect(await store.complete(waitingOne, 3000)).toBe(true);
    expect((await claim(3000)).job.key).toBe('pr/7/2');
    // what was done is not known any more: it counts from the present, and never meets an old one
    await store.want([wanted('pr/7/1', pullRequest(1))], 3000);
    expect((await claim(3000)).job.generation).toBe(3000);
    await store.sweep(3001);
    await store.want([wanted('comment/7/1', comment(1, ''))], 3001);
    expect((await claim(3001)).job.key).toBe('comment/7/1');
  });

  test('some values, and records, are kept longer than the rest', async () => {
    for (const key of ['paused/1/1', 'paused', 'runs/paused/1', 'accepted/%/1'])
      for (const at of [1000, 2000, 3000]) await store.remember(`${key}/${at}`, at, at);
    for (const at of [499, 500])
      await store.record({ at, repository: 1, pullRequest: 1, actor: 'ada', what: 'x', detail: null });
    await store.sweep(3000);
    expect([...(await store.recallAll('')).values()]).toEqual([3000, 3000, 3000, 3000]);
    await store.remember('paused/1/1/2000', 2000, 2000);
    await store.remember('paused/1/1/1000', 1000, 1000);
    await store.remember('accepted/%/1/2000', 2000, 2000);
    await store.remember('runs/paused/1/2000', 2000, 2000);
    await store.sweep(3000, { prefixes: ['paused/1', 'accepted/%/'], valuesBefore: 2000, recordsBefore: 500 });
    expect([...(await store.recallAll('')).keys()].filter((key) => !key.endsWith('3000'))).toEqual([
      'accepted/%/1/2000',
      'paused/1/1/2000',
    ]);
    expect((await store.records(1, 1)).map(({ at }) => at)).toEqual([500]);
  });

  describe('memory', () => {
    test('values by key; undefined forgets; a later one replaces', async () => {
      const value = { list: [1, 'two', null, { deep: true }], text: 'a\0\u{1f980}\ud800' };
      expect(await store.recall('k')).toBeUndefined();
      await store.remember('k', 1, 1000);
      await store.remember('k', value, 1001);
      await store.remember('null', null, 1001);
      expect(await store.recall('k')).toEqual(value);
      expect(await store.recall('null')).toBeNull();
      await store.remember('k', undefined, 1002);
      expect(await store.recall('k')).toBeUndefined();
    });

    test('a value is changed by what it was; of many who change it at the same time none is lost', async () => {
      await Promise.all(
        Array.from({ length: 30 }, () => store.change('k', (value) => ((value as number | undefined) ?? 0) + 1, 1)),
      );
      expect(await store.recall('k')).toBe(30);
      await store.change('k', () => undefined, 2);
      expect(await store.recall('k')).toBeUndefined();
    });

    test('all values of a prefix, which is no pattern', async () => {
      for (const key of ['a/1', 'a/2', 'a/10', 'a', 'b/1', 'A/1', 'a%/1', 'a_/1', 'a/\u{1f980}', 'a/é'])
        await store.remember(key, key, 1000);
      const keysOf = async (prefix: string): Promise<string[]> => [...(await store.recallAll(prefix)).keys()];
      expect(await keysOf('a/')).toEqual(['a/1', 'a/10', 'a/2', 'a/é', 'a/\u{1f980}']);
      expect(await keysOf('a%')).toEqual(['a%/1']);
      expect(await keysOf('a_')).toEqual(['a_/1']);
      expect(await keysOf('c')).toEqual([]);
      expect((await store.recallAll('b')).get('b/1')).toBe('b/1');
    });

    test('records of a repository and of a pull request, the oldest first', async () => {
      const entry = { at: 2, repository: 7, pullRequest: 1, actor: 'ada', what: 'command accept', detail: { a: [1] } };
      const earlier = { ...entry, at: 1, pullRequest: 2, detail: null };
      const later = { ...entry, at: 2, pullRequest: null, actor: '\u{1f980}' };
      for (const each of [entry, earlier, later, { ...entry, repository: 8 }]) await store.record(each);
      expect(await store.records(7, 1)).toEqual([entry]);
      expect(await store.records(7, null)).toEqual([earlier, entry, later]);
      expect(await store.records(9, null)).toEqual([]);
    });
  });

  describe('cache', () => {
    test('keys say all parts and what all values depend on', async () => {
      const { keyOf } = store.cache;
      expect(keyOf(['ab', 'c'])).not.toBe(keyOf(['a', 'bc']));
      expect(keyOf(['a'])).toBe(keyOf(['a']));
      expect(keyOf(['a'])).toMatch(/^[0-9a-f]{64}$/);
      const another = await newStore({ about: 'another version' });
      expect(another.cache.keyOf(['a'])).not.toBe(keyOf(['a']));
      await another.close();
    });

    test('plain data comes back; what is no data is not there', async () => {
      const value = { sites: [{ line: 1, text: 'a\0' }], none: null };
      await store.cache.put('k', value);
      expect(await store.cache.get('k')).toEqual(value);
      await store.cache.put('k', undefined);
      expect(await store.cache.get('k')).toBeUndefined();
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      await store.cache.put('circle', circle);
      expect(await store.cache.get('circle')).toBeUndefined();
    });

    test('what was not used for longest makes room', async () => {
      let now = 0;
      const small = await newStore({ cacheBytes: 1000, now: () => now });
      const { cache } = small;
      const value = 'x'.repeat(290);
      for (const key of ['a', 'b', 'c']) {
        now += MINUTE;
        await cache.put(key, value);
      }
      now += MINUTE;
      await cache.get('a');
      now += MINUTE;
      await cache.put('d', value);
      const has = async (keys: string[]): Promise<boolean[]> => {
        const values: boolean[] = [];
        for (const key of keys) values.push((await cache.get(key)) !== undefined);
        return values;
      };
      expect(await has(['a', 'b', 'c', 'd'])).toEqual([true, false, true, true]);
      // replacing is not adding
      await cache.put('d', 'y'.repeat(290));
      expect(await has(['a', 'c', 'd'])).toEqual([true, true, true]);
      // what could never fit leaves the others alone, and its old value is gone
      await cache.put('d', 'x'.repeat(2000));
      expect(await has(['a', 'c', 'd'])).toEqual([true, true, false]);
      await small.close();
    });
  });

  describe('hearing of work', () => {
    test('after it was wanted, and not any more after stopping', async () => {
      let heard = 0;
      const others: (() => void)[] = [];
      const stop = store.onWanted(() => {
        heard += 1;
        for (const resolve of others.splice(0)) resolve();
      });
      await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
      expect(heard).toBeGreaterThan(0);
      const before = heard;
      await store.accept(delivery(), [wanted('pr/7/2', pullRequest(2))], 1000);
      expect(heard).toBeGreaterThan(before);
      stop();
      const after = heard;
      await store.want([wanted('pr/7/3', pullRequest(3))], 1000);
      expect(heard).toBe(after);
    });

    test('a delivery that is known, or that wants nothing, wakes nobody', async () => {
      const known = delivery();
      await store.accept(known, [wanted('pr/7/1', pullRequest(1))], 1000);
      let heard = 0;
      const quiet = await newStore();
      const stop = quiet.onWanted(() => {
        heard += 1;
      });
      await quiet.accept(delivery(), [], 1000);
      await quiet.want([], 1000);
      expect(heard).toBe(0);
      stop();
      await quiet.close();
    });
  });

  test('it answers until it is closed; closing twice is closing', async () => {
    const other = await newStore();
    await other.ping();
    await other.close();
    await other.close();
    await expect(other.ping()).rejects.toThrow();
    await expect(other.want([wanted('pr/7/1', pullRequest(1))], 1)).rejects.toThrow();
    expect(await other.cache.get('k')).toBeUndefined();
  });
}
