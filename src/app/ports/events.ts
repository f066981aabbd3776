/** What happens on GitHub, in the project's words: the payloads end at the door (github/webhook/read-event.ts). */
import type { RepositoryRef } from './forge.ts';

/** Why a pull request is to be reviewed again. */
export type Reason =
  | 'opened'
  | 'pushed'
  | 'ready'
  | 'base-changed'
  | 'label'
  | 'rerun'
  | 'command'
  | 'reconciled'
  | 'closed'
  | 'drafted';

/** One thing that a delivery asks for. A delivery may ask for several, or for nothing. `delivery`: the id of the one that asked for it last. */
export type Event = What & { readonly delivery?: string };

type What =
  /** The pull request is dirty: a worker reads its present state. `force`: review again although there is a result. */
  | {
      readonly kind: 'pull-request';
      readonly repository: RepositoryRef;
      readonly number: number;
      readonly reason: Reason;
      /** The head as the event knew it; null where it does not say. A running review of another one is aborted. */
      readonly head: string | null;
      readonly force: boolean;
      /** Who opened it; absent or null where the event does not say. */
      readonly author?: string | null;
      /** Who asked for it explicitly; absent where it was a push or the like. */
      readonly asker?: string | null;
    }
  /** All pull requests of a commit (suites, runs of forks): the worker looks them up. */
  | {
      readonly kind: 'head';
      readonly repository: RepositoryRef;
      readonly head: string;
      readonly suite: number | null;
      readonly force: boolean;
      /** Who pushed, or asked for it again. */
      readonly sender?: string | null;
    }
  | {
      readonly kind: 'merge-group';
      readonly repository: RepositoryRef;
      readonly head: string;
      readonly base: string;
      readonly baseBranch: string;
      /** The last one in the group, as the queue's branch names it. */
      readonly pullRequest: number | null;
      readonly isDestroyed: boolean;
      readonly force: boolean;
    }
  /** A comment that a person created on an open pull request and that may hold a command. */
  | {
      readonly kind: 'comment';
      readonly repository: RepositoryRef;
      readonly number: number;
      readonly comment: number;
      readonly body: string;
      readonly sender: string;
      readonly author: string;
    }
  /** A person pressed a button of a check run. */
  | {
      readonly kind: 'action';
      readonly repository: RepositoryRef;
      readonly run: number;
      readonly externalId: string;
      readonly head: string;
      readonly identifier: string;
      readonly sender: string;
    }
  /** The census and standing findings of the tree at a pull request's head are asked for. */
  | {
      readonly kind: 'full';
      readonly repository: RepositoryRef;
      readonly number: number;
      /** Who asked for it. */
      readonly sender?: string | null;
    }
  /** Open pull requests of these repositories are checked slowly. */
  | {
      readonly kind: 'reconcile';
      readonly repository: RepositoryRef;
      /** Only where GitHub refused the App before: it was added, which asks for nothing else. */
      readonly ifRefused?: boolean;
    }
  /** The settings of a branch may have changed: open pull requests into it are checked again. */
  | { readonly kind: 'settings'; readonly repository: RepositoryRef; readonly branch: string }
  /** The App was uninstalled there: their jobs are dropped. */
  | {
      readonly kind: 'uninstalled';
      readonly installation: number;
      /** Null: the whole installation. */
      readonly repositories: readonly number[] | null;
      /** Not only suspended: what is remembered of them has no use any more. */
      readonly isForGood: boolean;
    };

/** A webhook after its signature was checked. */
export interface Delivery {
  /** App id and GUID: the same again on a redelivery. */
  readonly id: string;
  readonly name: string;
  readonly action: string | null;
}

/**
 * Whose work it is, so that one person's work does not keep all others waiting: a login in lower case. `null`: it is not a person's
 * (sweeps, merge groups, the App's own end); `undefined`: of a person whose name is not known.
 */
export function personOf(event: Event): string | null | undefined {
  switch (event.kind) {
    case 'pull-request':
      return event.author?.toLowerCase();
    case 'head':
    case 'full':
      return event.sender?.toLowerCase();
    case 'comment':
    case 'action':
      return event.sender.toLowerCase();
    case 'merge-group':
    case 'reconcile':
    case 'settings':
    case 'uninstalled':
      return null;
  }
}

/** Whether a person waits for a short answer: it takes a few calls, and goes before reviews of the same person. */
export function isShort({ kind }: Event): boolean {
  return kind === 'comment' || kind === 'action';
}

/** Whether it only asks to look once more, as sweeps do. It begins no new attempts at a head that was tried before. */
export function isReminder(event: Event): boolean {
  return event.kind === 'pull-request' && event.reason === 'reconciled';
}

export type PullRequestEvent = Event & { readonly kind: 'pull-request' };
