/** Durable jobs as simple as they can be said: a map in memory. What the stores answer is compared with it. */
import { type Event, isReminder, isShort, personOf } from '../../src/app/ports/events.ts';
import type { Job, Lease, Renewal, WantedJob } from '../../src/app/ports/job-store.ts';
import { LONG_WAIT } from '../../src/queue/claim.ts';

interface Work {
  readonly event: Event;
  readonly generation: number;
  readonly attempts: number;
  readonly at: number;
  readonly since: number;
  /** It waits since it was reminded of while somebody worked on it: it has no attempts of its own. */
  readonly isReminder: boolean;
}

interface Held {
  readonly work: Work;
  readonly lease: Lease;
  until: number;
  isForgotten: boolean;
}

interface Entry {
  readonly key: string;
  readonly installation: number;
  readonly repository: number;
  /** `''`: nobody's; `'?'`: of somebody. */
  author: string;
  head: string | null;
  /** The time of its last claim, 0: never. */
  claimed: number;
  /** Attempts that were used without success by a job that was given up: reminders find them. */
  used: number;
  generation: number;
  newest: Event;
  waiting: Work | undefined;
  held: Held | undefined;
}

export interface Model {
  accept(id: string, jobs: readonly WantedJob[], now: number): 'accepted' | 'known';
  attend(worker: string, slots: number, until: number): void;
  claim(worker: string, now: number, leaseFor: number): Lease | undefined;
  renew(lease: Lease, now: number, leaseFor: number): Renewal;
  complete(lease: Lease, how: 'done' | 'given-up'): boolean;
  giveBack(lease: Lease, at: number, counts: boolean): boolean;
  forget(installation: number): void;
  counts(now: number): { waiting: number; held: number; oldest: number | null };
}

export function newModel(): Model {
  const deliveries = new Set<string>();
  const entries = new Map<string, Entry>();
  const workers = new Map<string, { readonly slots: number; readonly until: number }>();
  const slotsAt = (now: number): number =>
    [...workers.values()].filter(({ until }) => until > now).reduce((sum, { slots }) => sum + slots, 0);
  const heldBy = (lease: Lease): Entry | undefined => {
    const entry = entries.get(lease.job.key);
    return entry?.held?.lease === lease ? entry : undefined;
  };
  return {
    accept: (id, jobs, now) => {
      if (deliveries.has(id)) return 'known';
      deliveries.add(id);
      for (const job of jobs) mark(entries, job, now);
      return 'accepted';
    },
    attend: (worker, slots, until) => {
      if (slots === 0) workers.delete(worker);
      else workers.set(worker, { slots, until });
    },
    claim: (worker, now, leaseFor) => {
      const next = nextOf([...entries.values()], slotsAt(now), now);
      if (next === undefined) return undefined;
      next.entry.claimed = Math.max(now, 1 + Math.max(...[...entries.values()].map(({ claimed }) => claimed)));
      const { event, generation, attempts } = next.work;
      const job: Job = { key: next.entry.key, event, generation, attempts };
      const lease = { job, worker, until: now + leaseFor };
      next.entry.held = { work: next.work, lease, until: lease.until, isForgotten: false };
      next.entry.waiting = undefined;
      return lease;
    },
    renew: (lease, now, leaseFor) => {
      const entry = heldBy(lease);
      if (entry?.held === undefined) return { kind: 'lost' };
      entry.held.until = now + leaseFor;
      if (entry.generation === lease.job.generation) return { kind: 'held' };
      return { kind: 'superseded', event: entry.waiting?.event ?? entry.newest };
    },
    complete: (lease, how) => {
      const entry = heldBy(lease);
      if (entry?.held === undefined) return false;
      const { work, isForgotten } = entry.held;
      const used = how === 'given-up' && !isForgotten ? work.attempts + 1 : 0;
      entry.held = undefined;
      if (entry.waiting === undefined) entry.used = used;
      else if (entry.waiting.isReminder) entry.waiting = { ...entry.waiting, attempts: used };
      return true;
    },
    giveBack: (lease, at, counts) => {
      const entry = heldBy(lease);
      if (entry?.held === undefined) return false;
      const { work, isForgotten } = entry.held;
      entry.held = undefined;
      if (entry.waiting !== undefined) {
        const event = isForgotten ? entry.waiting.event : withForce(entry.waiting.event, work.event);
        const attempts = work.attempts + (counts ? 1 : 0);
        entry.waiting = entry.waiting.isReminder
          ? { ...entry.waiting, event, at, attempts }
          : { ...entry.waiting, event, at: Math.min(entry.waiting.at, at) };
      } else if (!isForgotten) entry.waiting = { ...work, at, attempts: work.attempts + (counts ? 1 : 0) };
      return true;
    },
    forget: (installation) => {
      for (const entry of entries.values()) {
        if (entry.installation !== installation) continue;
        entry.waiting = undefined;
        if (entry.held === undefined) entries.delete(entry.key);
        else entry.held.isForgotten = true;
      }
    },
    counts: (now) => {
      const held = [...entries.values()].filter((entry) => entry.held !== undefined && entry.held.until > now);
      const waiting = [...entries.values()].filter((entry) => !held.includes(entry)).flatMap(dueWork);
      // what rests, or waits for GitHub, does not wait for a worker
      const free = waiting.filter(({ at }) => at <= now);
      return {
        waiting: waiting.length,
        held: held.length,
        oldest: free.length === 0 ? null : Math.min(...free.map(({ since }) => since)),
      };
    },
  };
}

function mark(entries: Map<string, Entry>, job: WantedJob, now: number): void {
  const { key, event, notBefore } = job;
  const known = entries.get(key);
  if (known !== undefined && isShort(event)) return;
  const entry = known ?? newEntry(job, now);
  entries.set(key, entry);
  const head = ('head' in event && event.kind === 'pull-request' && event.head) || null;
  const isPush = head !== null && entry.head !== null && head !== entry.head;
  const reminds = known !== undefined && isReminder(event) && !isPush;
  const at = Math.max(notBefore, now);
  const before = entry.waiting;
  entry.head = head ?? entry.head;
  const author = authorOf(event);
  if (!['', '?'].includes(author)) entry.author = author;
  if (reminds && before !== undefined) {
    // what waits already stays, unless the reminder has more time: then nothing was tried yet
    const event = withForce(before.event, job.event);
    entry.waiting = { ...before, event, at: before.attempts === 0 ? Math.min(at, before.at) : before.at };
    entry.newest = event;
    return;
  }
  entry.generation += 1;
  entry.waiting = {
    event: before === undefined ? event : withForce(event, before.event),
    generation: entry.generation,
    attempts: reminds ? (entry.held === undefined ? entry.used : triedBy(entry.held)) : 0,
    at: Math.min(at, before?.at ?? at),
    since: before?.since ?? now,
    isReminder: reminds && entry.held !== undefined && !entry.held.isForgotten,
  };
  entry.newest = entry.waiting.event;
}

function newEntry({ key, installation, repository, event }: WantedJob, now: number): Entry {
  const rest = { head: null, claimed: 0, used: 0, generation: now - 1, newest: event };
  return { key, installation, repository, author: authorOf(event), ...rest, waiting: undefined, held: undefined };
}

function authorOf(event: Event): string {
  const person = personOf(event);
  return person === null ? '' : person || '?';
}

/** How often what is held was begun. */
function triedBy({ work, isForgotten }: Held): number {
  return isForgotten ? 0 : work.attempts + 1;
}

interface Due {
  readonly entry: Entry;
  readonly work: Work;
}

/** Who is next, as app/ports/job-store.ts says it. */
function nextOf(entries: readonly Entry[], slots: number, now: number): Due | undefined {
  const held = entries.filter((entry) => entry.held !== undefined && entry.held.until > now);
  const heldOf = (author: string): number => held.filter((entry) => entry.author === author).length;
  const mayHold = (author: string): boolean =>
    author === '' || slots === 0 || heldOf(author) === 0 || heldOf(author) < Math.floor(slots / 2);
  const byAge = (a: Due, b: Due): number =>
    a.work.at - b.work.at || a.work.since - b.work.since || (a.entry.key < b.entry.key ? -1 : 1);
  const due = entries
    .filter((entry) => !held.includes(entry))
    .flatMap((entry) => dueWork(entry).map((work) => ({ entry, work })))
    .filter(({ work }) => work.at <= now)
    .sort((a, b) => Number(isShort(b.work.event)) - Number(isShort(a.work.event)) || byAge(a, b));
  const ofSame =
    ({ entry }: Due) =>
    (other: Due) =>
      other.entry.repository === entry.repository && other.entry.author === entry.author;
  const first = due.filter((each) => due.find(ofSame(each)) === each && mayHold(each.entry.author));
  const claimed = (isMeant: (entry: Entry) => boolean): number =>
    Math.max(0, ...entries.filter(isMeant).map((entry) => entry.claimed));
  const last = entries.find((entry) => entry.claimed > 0 && entry.claimed === claimed(() => true))?.author ?? '';
  const ranked = first.map((each) => {
    const { repository, author } = each.entry;
    const inRepository = first.filter(({ entry }) => entry.repository === repository);
    const oldestOfAuthor = first.filter(({ entry }) => entry.author === author).sort(byAge)[0];
    const isLongSince = each.work.at <= now - LONG_WAIT && oldestOfAuthor === each;
    const ranks = [
      !['', '?'].includes(author) && author === last ? 1 : 0,
      isLongSince ? each.work.at : now,
      Math.max(
        claimed((entry) => entry.repository === repository),
        Math.min(...inRepository.map(({ work }) => work.at)),
      ),
      Math.max(
        claimed((entry) => entry.repository === repository && entry.author === author),
        each.work.at,
      ),
    ];
    return { each, ranks };
  });
  const differing = (a: readonly number[], b: readonly number[]): number =>
    a.map((rank, index) => rank - (b[index] as number)).find((difference) => difference !== 0) ?? 0;
  return ranked.sort((a, b) => differing(a.ranks, b.ranks) || byAge(a.each, b.each))[0]?.each;
}

/** What is to be done for an entry that nobody alive holds: what the dead had is not done. */
function dueWork({ waiting, held }: Entry): Work[] {
  if (held === undefined || held.isForgotten) return waiting === undefined ? [] : [waiting];
  if (waiting === undefined) return [{ ...held.work, attempts: held.work.attempts + 1 }];
  return [{ ...waiting, event: withForce(waiting.event, held.work.event) }];
}

function withForce(event: Event, earlier: Event): Event {
  if (!('force' in event) || !('force' in earlier)) return event;
  return { ...event, force: event.force || earlier.force };
}
