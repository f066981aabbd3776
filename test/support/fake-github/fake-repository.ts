/** What a test does in a repository of the fake GitHub, and what it sees there. */
import type { MergeGroup } from './events.ts';
import type { NewCommit } from './objects.ts';
import type {
  CommentState,
  HubEvent,
  PullRequestState,
  RepositoryRefusal,
  RepositoryState,
  Role,
  RunState,
} from './world.ts';

export interface NewPullRequest {
  readonly head: string;
  /** A branch. */
  readonly base?: string;
  readonly author?: string;
  readonly draft?: boolean;
  readonly labels?: readonly string[];
  readonly title?: string;
  readonly body?: string;
  /** A fork that the head is in. */
  readonly from?: FakeRepository;
  /** The head's branch. */
  readonly branch?: string;
}

export interface FakeRepository {
  readonly state: RepositoryState;
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  /**
   * Writes a commit; its id is what git would give it. Without parents it stands on the default branch, whose tip it
   * becomes if that has none yet.
   * @param commit.branch the branch whose tip it becomes
   */
  commit(commit: NewCommit & { readonly branch?: string }): string;
  /** The tip of a branch. */
  tip(branch?: string): string;
  branch(name: string, commit: string): HubEvent;
  fork(owner: string): FakeRepository;
  openPullRequest(fresh: NewPullRequest): { readonly number: number; readonly event: HubEvent };
  push(number: number, head: string): HubEvent;
  close(number: number): HubEvent;
  reopen(number: number): HubEvent;
  /** Merges by a merge commit, and moves the base branch. */
  merge(number: number): HubEvent;
  setBase(number: number, branch: string): HubEvent;
  edit(number: number, change: { readonly title?: string; readonly body?: string }): HubEvent;
  label(number: number, label: string, by?: string): HubEvent;
  unlabel(number: number, label: string, by?: string): HubEvent;
  ready(number: number): HubEvent;
  draft(number: number): HubEvent;
  comment(number: number, user: string, body: string): { readonly id: number; readonly event: HubEvent };
  editComment(id: number, body: string): HubEvent;
  deleteComment(id: number, by?: string): HubEvent;
  /** From now on, or until null: archived, blocked, gone, or without a permission. */
  refuse(refusal: RepositoryRefusal | null): void;
  setRole(user: string, role: Role): void;
  /** GitHub answers calls of the former name with a redirection to the repository's number. */
  rename(name: string): void;
  /** "Re-run" of a check run, of all runs of a commit, and a button of a run. */
  rerequest(run: number, by?: string): HubEvent;
  rerequestSuite(head: string, by?: string): HubEvent;
  press(run: number, identifier: string, by?: string): HubEvent;
  /** Puts a pull request into the merge queue: a commit of its own that is to be checked. */
  enqueue(number: number): { readonly group: MergeGroup; readonly event: HubEvent };
  destroyMergeGroup(group: MergeGroup): HubEvent;
  /** A run of another App. */
  foreignRun(head: string, name: string, conclusion?: string): RunState;
  pull(number: number): Readonly<PullRequestState>;
  /** The App's runs of a commit, or all; the oldest first. */
  runs(head?: string): readonly Readonly<RunState>[];
  /** Of everybody, the oldest first. */
  comments(number: number): readonly Readonly<CommentState>[];
  /** All files of a commit. */
  files(commit: string): ReadonlyMap<string, string>;
  /** Writes everything into a new bare git repository. */
  exportTo(folder: string): void;
}
