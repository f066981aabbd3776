/** Port: durable jobs, and the little that is remembered between them. A kill at any moment loses nothing that was accepted. */
import type { Delivery, Event } from './events.ts';
import type { AuditLog, Note, Values } from './records.ts';
import type { Cache } from './source-tree.ts';

/** A piece of work: the same key is never worked on twice at a time. */
export interface Job {
  /** As `pr/REPOSITORY_ID/NUMBER`, `comment/REPOSITORY_ID/COMMENT_ID`. */
  readonly key: string;
  /** The newest event of this key; `force` of earlier ones that no worker has seen is kept. */
  readonly event: Event;
  /** Counts up with every event of this key. */
  readonly generation: number;
  /** How often it was tried since a person or a push asked for it: 0 at the first time. Reminders begin no new attempts. */
  readonly attempts: number;
}

/** A job that a worker holds until `until` (ms since 1970), unless renewed. */
export interface Lease {
  readonly job: Job;
  readonly worker: string;
  readonly until: number;
}

/** `superseded`: held, but a newer event of the same key came; its event is beside it. */
export type Renewal =
  | { readonly kind: 'held' }
  | { readonly kind: 'superseded'; readonly event: Event }
  | { readonly kind: 'lost' };

/** The deliveries that were accepted. */
export interface DeliveryLedger {
  /**
   * Writes the delivery into the ledger, marks its jobs, and notes what it says, in one transaction: after it nothing is lost.
   * A delivery that is there already changes nothing.
   */
  accept(
    delivery: Delivery,
    jobs: readonly WantedJob[],
    now: number,
    notes?: readonly Note[],
  ): Promise<'accepted' | 'known'>;
}

export interface JobQueue {
  /**
   * Marks jobs without a delivery: sweeps, and work that leads to further work. A reminder (`isReminder`) changes nothing where
   * the same job waits already; where it is held or done the job waits once more, with the attempts that it has left.
   */
  want(jobs: readonly WantedJob[], now: number): Promise<void>;
  /**
   * Says that a worker lives until `until` and has so many slots; none: that it ends. One person's jobs hold at most half of all
   * slots of workers that live.
   */
  attend(worker: string, slots: number, until: number): Promise<void>;
  /**
   * The next job without a lease; one that ran out does not count. Repositories take turns, the one served last goes last; in
   * them persons do the same, and of one person what asks for a short answer goes first, then what is oldest. What has waited
   * for an hour goes before that, one job of each person at a time. No job waits forever.
   */
  claim(worker: string, now: number, leaseFor: number): Promise<Lease | undefined>;
  renew(lease: Lease, now: number, leaseFor: number): Promise<Renewal>;
  /**
   * The work of this generation is done; a newer event leaves the job waiting. False where the lease was lost.
   * `given-up`: without success, so that reminders find no attempts left.
   */
  complete(lease: Lease, now: number, how?: 'done' | 'given-up'): Promise<boolean>;
  /** Gives it back: to be tried again at `at`. `counts`: whether this was an attempt (waiting for quota is none). */
  giveBack(lease: Lease, at: number, why: string, counts: boolean): Promise<boolean>;
  /** Removes waiting jobs of an installation or of repositories. */
  forget(installation: number, repositories: readonly number[] | null): Promise<void>;
  /** Jobs that wait and that are held; `oldest`: since when the first of those waits that could be taken now. */
  counts(now: number): Promise<{ readonly waiting: number; readonly held: number; readonly oldest: number | null }>;
  /** How many waiting jobs were written by a newer version of this program: this one passes over them. */
  passedOver(): Promise<number>;
  /** Calls back soon after a job was wanted, here or by another process; returns how to stop. */
  onWanted(listener: () => void): () => void;
}

/** What the processes of one App agree on. */
export interface Turns {
  /**
   * What only one process does at a time: whether it is this holder's until `until`, in ms since 1970. The holder keeps it by
   * taking it again; it is taken over when its time is over.
   */
  takeTurn(name: string, holder: string, now: number, until: number): Promise<boolean>;
  leaveTurn(name: string, holder: string): Promise<void>;
  /** When it is the caller's turn, in ms since 1970: turns of a name are `apart` ms from each other, over all processes. */
  reserve(name: string, apart: number, now: number): Promise<number>;
}

/** All of it in one place; those who need less ask for less. */
export interface JobStore extends DeliveryLedger, JobQueue, Turns, Values, AuditLog {
  /** What was computed before; bounded by bytes, the least used goes first. */
  readonly cache: Cache;
  /** Whether it answers; throws where it does not. */
  ping(): Promise<void>;
  /** Removes ledger entries, done jobs and values that are older than this; some things only when they are older still. */
  sweep(before: number, longer?: KeptLonger): Promise<void>;
  close(): Promise<void>;
}

/** Limits of a sweep, in ms since 1970. */
export interface KeptLonger {
  /** Values whose key begins so go by `valuesBefore`. */
  readonly prefixes: readonly string[];
  readonly valuesBefore: number;
  /** Records go by this one; without it they stay. */
  readonly recordsBefore: number;
}

export interface WantedJob {
  readonly key: string;
  readonly installation: number;
  readonly repository: number;
  readonly event: Event;
  /** Not before this, in ms since 1970. */
  readonly notBefore: number;
}
