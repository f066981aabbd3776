/** Durable jobs as simple as they can be said: a map in memory. What the stores answer is compared with it. */
import type { Event } from '../../src/app/events.ts';
import type { Job, Lease, Renewal, WantedJob } from '../../src/app/job-store.ts';

interface Work {
  readonly event: Event;
  readonly generation: number;
  readonly attempts: number;
  readonly at: number;
  readonly since: number;
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
  generation: number;
  newest: Event;
  waiting: Work | undefined;
  held: Held | undefined;
}

export interface Model {
  accept(id: string, jobs: readonly WantedJob[], now: number): 'accepted' | 'known';
  claim(worker: string, now: number, leaseFor: number): Lease | undefined;
  renew(lease: Lease, now: number, leaseFor: number): Renewal;
  complete(lease: Lease): boolean;
  giveBack(lease: Lease, at: number, counts: boolean): boolean;
  forget(installation: number): void;
  counts(now: number): { waiting: number; held: number; oldest: number | null };
}

export function newModel(): Model {
  const deliveries = new Set<string>();
  const entries = new Map<string, Entry>();
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
    claim: (worker, now, leaseFor) => {
      const [next] = [...entries.values()]
        .filter((entry) => entry.held === undefined || entry.held.until <= now)
        .flatMap((entry) => dueWork(entry).map((work) => ({ entry, work })))
        .filter(({ work }) => work.at <= now)
        .sort((a, b) => a.work.at - b.work.at || a.work.since - b.work.since || (a.entry.key < b.entry.key ? -1 : 1));
      if (next === undefined) return undefined;
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
    complete: (lease) => {
      const entry = heldBy(lease);
      if (entry === undefined) return false;
      entry.held = undefined;
      return true;
    },
    giveBack: (lease, at, counts) => {
      const entry = heldBy(lease);
      if (entry?.held === undefined) return false;
      const { work, isForgotten } = entry.held;
      entry.held = undefined;
      if (entry.waiting !== undefined) {
        const event = isForgotten ? entry.waiting.event : withForce(entry.waiting.event, work.event);
        entry.waiting = { ...entry.waiting, event, at: Math.min(entry.waiting.at, at) };
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
      return {
        waiting: waiting.length,
        held: held.length,
        oldest: waiting.length === 0 ? null : Math.min(...waiting.map(({ since }) => since)),
      };
    },
  };
}

function mark(entries: Map<string, Entry>, { key, installation, event, notBefore }: WantedJob, now: number): void {
  const known = entries.get(key);
  if (known !== undefined && event.kind === 'comment') return;
  const entry = known ?? { key, installation, generation: now - 1, newest: event, waiting: undefined, held: undefined };
  entries.set(key, entry);
  entry.generation += 1;
  const at = Math.max(notBefore, now);
  const before = entry.waiting;
  entry.waiting = {
    event: before === undefined ? event : withForce(event, before.event),
    generation: entry.generation,
    attempts: 0,
    at: Math.min(at, before?.at ?? at),
    since: before?.since ?? now,
  };
  entry.newest = entry.waiting.event;
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
