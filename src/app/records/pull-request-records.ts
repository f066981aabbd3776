/** What is remembered of a pull request between reviews: everything else is read from GitHub each time. */
import type { Acceptance } from '../../publish/accepted-findings.ts';
import type { WithoutReview } from '../../publish/external-id.ts';
import type { WantedComment } from '../../publish/plan.ts';
import type { Conclusion, RunOutput } from '../../publish/published.ts';
import type { Clock } from '../ports/clock.ts';
import type { RepositoryRef } from '../ports/forge.ts';
import type { AuditLog, Values } from '../ports/records.ts';
import type { SpentCalls } from './spent-calls.ts';
import { keyOf, Value } from './value.ts';

/** A finding at the head that was reviewed last, for `/audit accept` and `/audit status`. */
export interface KnownFinding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  /** The source around it, so that an acceptance can be dropped when the site changes. */
  readonly frame: string;
}

export interface PullRequestState {
  /** The head of the last review that was published. */
  readonly head: string;
  readonly base: string;
  readonly mergeBase: string;
  /** Engine and settings. */
  readonly judgedBy: string;
  readonly conclusion: Conclusion;
  readonly title: string;
  /** In ms since 1970. */
  readonly at: number;
  readonly run: number;
  readonly findings: readonly KnownFinding[];
  /** The check run is done but the comment is not written yet; the next attempt writes it. */
  readonly isCommentDue: boolean;
  /** What is still to be written, so that it is written without another review; absent where nothing is. */
  readonly due?: { readonly comment: WantedComment; readonly output: Omit<RunOutput, 'annotations'> };
  /** The sticky comment, where there was one: one that is gone was deleted by a person. */
  readonly comment: number | null;
}

/** A check run that was begun and is not known to be concluded: the next attempt ends or continues it. */
export interface OpenRun {
  readonly head: string;
  readonly externalId: string;
  /** Null: it was about to be created. */
  readonly id: number | null;
}

/** The last verdict on a pull request at one head. */
export interface HeadVerdict {
  readonly number: number;
  readonly baseBranch: string;
  /** Of this pull request alone. */
  readonly conclusion: Conclusion;
  /** What its check shows, which counts the other pull requests with the same head. */
  readonly shown: Conclusion;
  readonly title: string;
  readonly why: 'review' | WithoutReview;
  /** How often in a row a review at this head failed. */
  readonly failures: number;
  /** Further sentences of a check without a review; absent where there are none, and of reviews. */
  readonly notes?: readonly string[];
}

/** Who accepted what, when and why; by which comment, so that a later edit of it means nothing. */
export interface GivenAcceptance extends Acceptance {
  readonly head: string;
  readonly at: number;
  readonly comment: number;
  /** The source around the finding as the person saw it. */
  readonly frame: string;
}

/** `/audit pause`: nothing is reviewed until a person asks. */
export interface Pause {
  readonly sender: string;
  /** In ms since 1970. */
  readonly at: number;
}

/** That a label was set or removed, as the delivery says it. */
export interface Labelling {
  readonly label: string;
  readonly isSet: boolean;
  /** Who did it; a bot's name ends with `[bot]`. Null: it was there when the pull request was opened. */
  readonly person: string | null;
  /** The pull request's head at that time. */
  readonly head: string;
}

/** Replies to commands that GitHub did not take, as Markdown sentences for the check of the head. */
export interface Undelivered {
  readonly head: string;
  readonly words: readonly string[];
}

/** How often a pull request was reviewed, and when it last said that it waits. */
export interface LookHistory {
  /** Goes up with each look, and down in quiet times. */
  readonly level: number;
  /** When the last look began, in ms since 1970. */
  readonly at: number;
  /** Of the job that was let in last: what failed or was given back is tried again without a rest. */
  readonly generation: number;
  readonly author: string | null;
  /** Null: no check said that it waits. Its `head` is null where that could not be written; times are in ms since 1970. */
  readonly told: { readonly head: string | null; readonly until: number; readonly at: number } | null;
}

/** What people decided about a pull request. It is kept as long as that is open: people decide once. */
const DECISIONS = ['accepted', 'paused', 'labelled'] as const;

/** How the keys of people's decisions begin. */
export const DECISION_PREFIXES = DECISIONS.map((kind) => keyOf(kind, ''));

export class PullRequestRecords {
  readonly state: Value<PullRequestState>;
  readonly pause: Value<Pause>;
  readonly undelivered: Value<Undelivered>;
  readonly looks: Value<LookHistory>;
  /** Calls of GitHub by its reviews. */
  readonly calls: Value<SpentCalls>;
  /** The head at which it was judged last. */
  readonly lastHead: Value<string>;
  private readonly runs: Value<readonly OpenRun[]>;

  constructor(
    private readonly store: Values & Pick<AuditLog, 'record'>,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly repository: Pick<RepositoryRef, 'id'>,
    private readonly number: number,
  ) {
    const value = <T>(kind: Parameters<typeof keyOf>[0]) => new Value<T>(store, clock, this.key(kind));
    this.state = value('state');
    this.runs = value('openRuns');
    this.pause = value('paused');
    this.undelivered = value('undelivered');
    this.looks = value('looks');
    this.calls = value('calls');
    this.lastHead = value('lastHead');
  }

  async openRuns(): Promise<readonly OpenRun[]> {
    return (await this.runs.recall()) ?? [];
  }

  /** @param runs all that are open now */
  async rememberOpenRuns(runs: readonly OpenRun[]): Promise<void> {
    await (runs.length === 0 ? this.runs.forget() : this.runs.remember(runs));
  }

  verdict(head: string): Value<HeadVerdict> {
    return new Value(this.store, this.clock, keyOf('verdict', this.repository.id, head, this.number));
  }

  /** Of one finding. Each has a key of its own, so that people who accept at the same time lose nothing. */
  acceptance(fingerprint: string): Value<GivenAcceptance> {
    return new Value(this.store, this.clock, this.key('accepted', fingerprint));
  }

  async acceptances(): Promise<readonly GivenAcceptance[]> {
    return [...(await this.store.recallAll(this.key('accepted', ''))).values()] as GivenAcceptance[];
  }

  labelling(label: string): Value<Labelling> {
    return new Value(this.store, this.clock, labellingKey(this.repository.id, this.number, label));
  }

  /** When a comment was replied to, in ms since 1970. */
  reply(comment: number): Value<number> {
    return new Value(this.store, this.clock, this.key('reply', comment));
  }

  /** How many other comments were replied to since then. @param since in ms since 1970 */
  async otherReplies(comment: number, since: number): Promise<number> {
    const all = [...(await this.store.recallAll(this.key('reply', '')))] as [string, number][];
    return all.filter(([key, at]) => key !== this.reply(comment).key && at > since).length;
  }

  /** Puts what a person or the App decided on the record. */
  record(actor: string, what: string, detail: object): Promise<void> {
    const { store, clock, repository, number } = this;
    return store.record({ at: clock.now(), repository: repository.id, pullRequest: number, actor, what, detail });
  }

  /** The pull request was closed: if it is opened again, people decide again. */
  async forgetDecisions(): Promise<void> {
    for (const kind of DECISIONS) {
      const own = this.key(kind);
      for (const key of (await this.store.recallAll(own)).keys())
        if (key === own || key.startsWith(`${own}/`)) await this.store.remember(key, undefined, this.clock.now());
    }
  }

  private key(kind: Parameters<typeof keyOf>[0], ...more: readonly (string | number)[]): string {
    return keyOf(kind, this.repository.id, this.number, ...more);
  }
}

/** The key by which a delivery notes a label: which label skips a review is known later. */
export function labellingKey(repository: number, number: number, label: string): string {
  return keyOf('labelled', repository, number, label);
}

/** Of all pull requests of a repository. @param now in ms since 1970 */
export async function forgetDecisionsIn(store: Values, repository: number, now: number): Promise<void> {
  for (const kind of DECISIONS)
    for (const key of (await store.recallAll(keyOf(kind, repository, ''))).keys())
      await store.remember(key, undefined, now);
}
