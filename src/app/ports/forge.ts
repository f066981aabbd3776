/** Port: a repository on GitHub, as far as reviews, checks and comments need it. Domain words only. */
import type { CheckRun, NewRun, OwnComment, RunChange, RunOutput } from '../../publish/published.ts';
import type { SourceFile, SourceTree } from './source-tree.ts';

/** A repository where the App is installed. */
export interface RepositoryRef {
  readonly owner: string;
  readonly name: string;
  /** GitHub's number, which survives renames. */
  readonly id: number;
  readonly installation: number;
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly isOpen: boolean;
  readonly isMerged: boolean;
  readonly isDraft: boolean;
  /** Full commit ids. `base` is the tip of the base branch, not the merge base. */
  readonly head: string;
  readonly base: string;
  readonly baseBranch: string;
  readonly author: string;
  readonly labels: readonly string[];
  /** How many GitHub counts; the lists may hold fewer. */
  readonly changedFiles: number;
  readonly commits: number;
}

/** What a list of pull requests says of one. */
export interface OpenPullRequest {
  readonly number: number;
  readonly head: string;
  readonly baseBranch: string;
  /** Null: an account that is gone. */
  readonly author: string | null;
}

/** A file that a commit or a pull request changes. */
export interface ChangedFile {
  readonly path: string;
  /** Where it was before, of a rename or copy. */
  readonly previousPath: string | null;
  readonly change: 'add' | 'delete' | 'modify' | 'rename' | 'copy';
}

/** A list that GitHub may have cut. */
export interface Listed<T> {
  readonly all: readonly T[];
  /** What is missing, in words for the review's reader; null where nothing is. */
  readonly cut: string | null;
}

export interface CommitRef {
  readonly id: string;
  readonly parents: readonly string[];
  /** The first line of the message. */
  readonly subject: string;
}

export type Reaction = 'eyes' | 'rocket' | '-1';

/** What GitHub lets a person do: the roles of its collaborator API, the least first. */
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** One repository, with the App's own rights. Every call may throw a `ForgeError`; reads are tried again inside, writes never. */
export interface Forge {
  readonly repository: RepositoryRef;
  pullRequest(number: number): Promise<PullRequest>;
  /** Open pull requests whose head is this commit. */
  pullRequestsOf(head: string): Promise<readonly number[]>;
  /** Open pull requests, the one updated last first; at most `most`. */
  openPullRequests(most: number): Promise<readonly OpenPullRequest[]>;
  /** Throws `Unrelated` where there is none, as every call that needs it. */
  mergeBase(base: string, head: string): Promise<string>;
  filesOf(pullRequest: PullRequest): Promise<Listed<ChangedFile>>;
  /** Oldest first, merges included. */
  commitsOf(pullRequest: PullRequest): Promise<Listed<CommitRef>>;
  /** What a commit changed against its first parent. */
  filesOfCommit(id: string): Promise<Listed<ChangedFile>>;
  /** What differs between two commits, for merge groups: `base` is an ancestor of `head`. */
  filesBetween(base: string, head: string): Promise<Listed<ChangedFile>>;
  /** The files of a commit; `identityOf` gives git's ids of folders. */
  tree(revision: string): SourceTree;
  /** Files of several commits at once, asked for as few times as possible; the answers are in the order of what is asked. */
  readAt(wanted: readonly FileAt[]): Promise<readonly SourceFile[]>;
  /** This App's runs on a commit, the newest first. */
  runsOn(head: string, name: string): Promise<readonly CheckRun[]>;
  /** This App's run by its number. */
  runOf(id: number): Promise<CheckRun | null>;
  /** What it shows, without its annotations. */
  outputOf(id: number): Promise<Omit<RunOutput, 'annotations'> | null>;
  runsOfSuite(suite: number): Promise<readonly CheckRun[]>;
  /** @param whileWaiting rejects with its reason a write that still waits for its turn; one that was begun ends */
  createRun(run: NewRun, whileWaiting?: AbortSignal): Promise<CheckRun>;
  changeRun(id: number, change: RunChange, whileWaiting?: AbortSignal): Promise<void>;
  /** This App's comments on a pull request that begin with the marker, the oldest first. */
  commentsOf(number: number, marker: string): Promise<readonly OwnComment[]>;
  comment(number: number, body: string): Promise<OwnComment>;
  editComment(id: number, body: string): Promise<void>;
  react(comment: number, reaction: Reaction): Promise<void>;
  /** Who set a label last; null where GitHub does not say. A bot's name ends with `[bot]`. */
  labelledBy(number: number, label: string): Promise<string | null>;
  roleOf(person: string): Promise<Role>;
}

export interface FileAt {
  readonly revision: string;
  readonly path: string;
}

/** The forges of all repositories. */
export interface Forges {
  /** @param onCall called at each call of GitHub that counts against its limit */
  of(repository: RepositoryRef, onCall?: () => void): Promise<Forge>;
}

/**
 * - `later`: limits or trouble on GitHub's side; `at` says when to come back, in ms since 1970
 * - `unclear`: a write whose answer was lost: it may have been done
 * - `gone`: 404, 410: the repository, the installation or the thing itself
 * - `refused`: everything else that GitHub does not want
 */
export type ForgeTrouble = 'later' | 'unclear' | 'gone' | 'refused';

export class ForgeError extends Error {
  constructor(
    readonly trouble: ForgeTrouble,
    /** In plain words, without anything secret. */
    words: string,
    readonly at: number | null = null,
    /** GitHub's status, 0 where there was no answer. */
    readonly status = 0,
  ) {
    super(words);
    this.name = 'ForgeError';
  }
}

/** Two commits without a common ancestor: nothing says what the one changes of the other. */
export class Unrelated extends ForgeError {
  constructor() {
    super('refused', 'base and head have no common ancestor', null, 404);
    this.name = 'Unrelated';
  }
}
