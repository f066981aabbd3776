/** What the App's use cases work with: the services that main/ brings, and the context of one pull request. */
import type { Settings } from '../config/settings.ts';
import type { RuleLinks } from '../report/markdown/rule-links.ts';
import type { Failure } from '../text/failure.ts';
import type { Clock } from './ports/clock.ts';
import type { Forge, Forges, PullRequest } from './ports/forge.ts';
import type { JobStore } from './ports/job-store.ts';
import { PullRequestRecords } from './records/pull-request-records.ts';
import type { Analyst } from './review/analyst-port.ts';

/** The settings that hold for a pull request, and what is wrong with those that it brings. */
export interface SettingsInForce {
  readonly settings: Settings;
  /** Of the head's version; null where the pull request does not change it. */
  readonly headMistakes: readonly Failure[] | null;
  /** What is wrong with the base's version; null: nothing. */
  readonly trouble: SettingsTrouble | null;
}

/** Mistakes in the settings of a base. */
export interface SettingsTrouble {
  readonly mistakes: readonly Failure[];
  /** What holds then: the same without suppressions that have ended, the last that could be used, or the defaults with the gate on. */
  readonly instead: 'without-ended' | 'last-good' | 'careful';
}

/** What a pull request and a person may cost. */
export interface Limits {
  /** Calls of GitHub an hour. */
  readonly perPullRequest: number;
  readonly perAuthor: number;
  /** In ms: the first rest of a pull request that changes often; 0: it never rests. */
  readonly firstRest: number;
}

export interface AppServices {
  readonly forges: Forges;
  readonly store: JobStore;
  readonly analyst: Analyst;
  readonly clock: Clock;
  readonly settingsFor: (forge: Forge, revisions: SettingsRevisions) => Promise<SettingsInForce>;
  /** The program's version, in check runs' ids. */
  readonly engine: string;
  /** The web page of GitHub, as `https://github.com`. */
  readonly webUrl: string;
  /** Where rules are explained. */
  readonly rules: RuleLinks;
  /** In ms: how long one review may take in all. */
  readonly deadline: number;
  readonly limits: Limits;
}

export interface SettingsRevisions {
  /** A commit. What GitHub calls the base of a pull request stays behind when the branch moves. */
  readonly base: string;
  /** Whether the base itself counts, as of a merge group, or the present tip of the branch. */
  readonly isFixed?: boolean;
  /** The base's name: what was good on another branch says nothing of this one. */
  readonly branch: string;
  /** Null where only the base's settings are asked for. */
  readonly head: PullRequest['head'] | null;
}

/** One pull request at one head, and all that is needed to look at it, remember it and write to it. */
export interface PullRequestContext {
  readonly services: AppServices;
  readonly forge: Forge;
  readonly records: PullRequestRecords;
  readonly clock: Clock;
  readonly number: number;
  readonly head: string;
}

/** The context of a pull request at the head that it has in `pullRequest`. */
export function pullRequestContext(
  services: AppServices,
  forge: Forge,
  { number, head }: Pick<PullRequest, 'number' | 'head'>,
): PullRequestContext {
  const { store, clock } = services;
  const records = new PullRequestRecords(store, clock, forge.repository, number);
  return { services, forge, records, clock, number, head };
}
