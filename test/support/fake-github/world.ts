/** What the fake GitHub remembers: accounts, repositories, pull requests, comments, check runs. */
import { makeObjects, type Objects } from './objects.ts';
import { makeShelf, type Shelf } from './shelf.ts';

export type Json = Readonly<Record<string, unknown>>;
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';
export type Access = 'read' | 'write';
export type Permissions = Readonly<Record<string, Access>>;

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
}

export interface AppFacts {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly publicKey: string;
}

export interface PullRequestState {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  readonly author: Account;
  isOpen: boolean;
  isDraft: boolean;
  mergedAt: number | null;
  mergeCommit: string | null;
  readonly labels: Set<string>;
  /** Each time that one was set, the oldest first. */
  readonly labelled: { readonly label: string; readonly by: Account }[];
  readonly from: RepositoryState | null;
  headBranch: string;
  head: string;
  baseBranch: string;
  /** The tip of the base branch when the pull request was opened or last pushed to. */
  base: string;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
}

export interface CommentState {
  readonly id: number;
  readonly pull: number;
  readonly user: Account;
  readonly isByApp: boolean;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly reactions: { readonly id: number; readonly content: string; readonly user: Account }[];
}

export interface AnnotationState {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface RunState {
  readonly id: number;
  readonly app: Pick<AppFacts, 'id' | 'slug' | 'name'>;
  readonly suite: SuiteState;
  name: string;
  readonly head: string;
  externalId: string;
  detailsUrl: string;
  status: string;
  conclusion: string | null;
  startedAt: string | null;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: AnnotationState[];
  actions: readonly Json[];
}

export interface SuiteState {
  readonly id: number;
  readonly app: number;
  readonly head: string;
  readonly createdAt: number;
  status: string;
  conclusion: string | null;
}

export interface RepositoryState {
  readonly id: number;
  readonly owner: Account;
  name: string;
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  /** Shared with all forks: each sees the commits of the others. */
  readonly objects: Objects;
  readonly source: RepositoryState | null;
  /** Whether the App is installed there. */
  isInstalled: boolean;
  readonly branches: Map<string, string>;
  readonly pulls: Map<number, PullRequestState>;
  /** By their pull requests. */
  readonly comments: Shelf<CommentState>;
  /** By their heads. */
  readonly runs: Shelf<RunState>;
  readonly suites: Shelf<SuiteState>;
  readonly roles: Map<string, Role>;
  /** Issues and pull requests are counted together. */
  lastNumber: number;
  /** What installations hear instead of answers; null: nothing stands against them. */
  refuses: RepositoryRefusal | null;
  readonly createdAt: number;
}

/** A repository that was archived, blocked, or taken away, or where a permission was withdrawn. */
export interface RepositoryRefusal {
  readonly status: number;
  readonly message: string;
  /** Calls that it holds for; an archived repository can still be read. */
  readonly of: 'all' | 'writes' | 'checks';
}

/** A webhook as GitHub has it ready for the App. */
export interface HubEvent {
  readonly name: string;
  readonly action: string | null;
  readonly payload: Json;
  /** What the App itself did and hears of. */
  readonly isEcho: boolean;
}

/** An account or thing that a comment would call up. */
export interface Mention {
  readonly login: string;
  readonly comment: number;
}

export interface Limits {
  /** Calls an hour, REST and GraphQL each. */
  readonly primary: number;
  /** The same for calls without a token. */
  readonly anonymous: number;
  /** Calls under way at once. */
  readonly concurrent: number;
  /** Writes a minute: GitHub's limit is 80; it is not kept here unless a test wants it. */
  readonly writesAMinute: number;
  readonly treeEntries: number;
  /** In bytes, of a tree's answer. */
  readonly treeBytes: number;
  /** In bytes, of a text in GraphQL. */
  readonly graphqlText: number;
  readonly pullFiles: number;
  readonly pullCommits: number;
  readonly commitFiles: number;
  readonly commitFilesAPage: number;
  readonly compareFiles: number;
  readonly diffLines: number;
  readonly patchesAPage: number;
  /** In bytes: a file with a larger patch comes without it. */
  readonly patchBytes: number;
  readonly sameNameRuns: number;
  /** In bytes, through the contents API without the raw media type. */
  readonly contents: number;
}

export const LIMITS: Limits = {
  primary: 5000,
  anonymous: 60,
  concurrent: 100,
  writesAMinute: Number.POSITIVE_INFINITY,
  treeEntries: 100_000,
  treeBytes: 7 * 1024 * 1024,
  graphqlText: 512_000,
  pullFiles: 3000,
  pullCommits: 250,
  commitFiles: 3000,
  commitFilesAPage: 300,
  compareFiles: 300,
  diffLines: 20_000,
  patchesAPage: 70,
  patchBytes: 500_000,
  sameNameRuns: 1000,
  contents: 1024 * 1024,
};

export interface World {
  url: string;
  readonly app: AppFacts;
  readonly bot: Account;
  readonly installation: number;
  /** Installations by the small letters of their owners; all others have the one above. */
  readonly installations: Map<string, number>;
  state: 'active' | 'suspended' | 'deleted';
  readonly limits: Limits;
  /** Former addresses of repositories, as `owner/name`, in small letters. */
  readonly formerNames: Map<string, RepositoryState>;
  readonly accounts: Map<string, Account>;
  readonly repositories: RepositoryState[];
  readonly mentions: Mention[];
  /** In ms since 1970. */
  now(): number;
  nextId(): number;
  account(login: string, type?: Account['type']): Account;
  find(owner: string, name: string): RepositoryState | undefined;
  addRepository(fresh: NewRepository): RepositoryState;
  emit(event: HubEvent): HubEvent;
}

/** The installation through which an owner's repositories are reached. */
export function installationOf(world: World, owner: Account): number {
  return world.installations.get(owner.login.toLowerCase()) ?? world.installation;
}

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isInstalled: boolean;
  readonly defaultBranch: string;
  readonly source: RepositoryState | null;
}

export interface WorldOptions {
  readonly app: AppFacts;
  readonly limits: Limits;
  readonly now: () => number;
  readonly emit: (event: HubEvent) => HubEvent;
}

/** Real ones have long been larger than 32 bits. */
const FIRST_ID = 30_000_000_000;

export function makeWorld({ app, limits, now, emit }: WorldOptions): World {
  let lastId = FIRST_ID;
  let lastSmallId = 1000;
  const accounts = new Map<string, Account>();
  const repositories: RepositoryState[] = [];
  const account: World['account'] = (login, type = login.endsWith('[bot]') ? 'Bot' : 'User') => {
    const known = accounts.get(login.toLowerCase()) ?? { id: ++lastSmallId, login, type };
    accounts.set(login.toLowerCase(), known);
    return known;
  };
  const find: World['find'] = (owner, name) =>
    repositories.find(
      (each) =>
        each.owner.login.toLowerCase() === owner.toLowerCase() && each.name.toLowerCase() === name.toLowerCase(),
    );
  return {
    url: '',
    app,
    bot: account(`${app.slug}[bot]`),
    installation: 4242,
    installations: new Map(),
    state: 'active',
    formerNames: new Map(),
    limits,
    accounts,
    repositories,
    mentions: [],
    now,
    nextId: () => ++lastId,
    account,
    find,
    addRepository: ({ owner, name, isPrivate, isInstalled, defaultBranch, source }) => {
      if (find(owner, name) !== undefined) throw new Error(`there is a repository ${owner}/${name} already`);
      const repository: RepositoryState = {
        id: ++lastSmallId,
        owner: account(owner, source === null ? 'Organization' : 'User'),
        name,
        isPrivate,
        isInstalled,
        defaultBranch,
        objects: source?.objects ?? makeObjects(),
        source,
        branches: new Map(source?.branches),
        pulls: new Map(),
        comments: makeShelf(({ pull }) => pull),
        runs: makeShelf(({ head }) => head),
        suites: makeShelf(({ head }) => head),
        roles: new Map([[owner, 'admin']]),
        lastNumber: 0,
        refuses: null,
        createdAt: now(),
      };
      repositories.push(repository);
      return repository;
    },
    emit,
  };
}

/** A commit by its id, branch, `refs/...`, or `HEAD`; undefined where there is none. */
export function resolve(repository: RepositoryState, name: string): string | undefined {
  if (/^[0-9a-f]{40}$/.test(name)) return repository.objects.commit(name)?.id;
  if (name === 'HEAD') return repository.branches.get(repository.defaultBranch);
  const pull = /^refs\/pull\/(\d+)\/head$/.exec(name);
  if (pull !== null) return repository.pulls.get(Number(pull[1]))?.head;
  const branch = repository.branches.get(name.replace(/^(refs\/)?heads\//, ''));
  if (branch !== undefined || !/^[0-9a-f]{7,39}$/.test(name)) return branch;
  const meant = [...repository.objects.all.values()].filter(({ kind, id }) => kind === 'commit' && id.startsWith(name));
  return meant.length === 1 ? meant[0]?.id : undefined;
}

/** The permission that GitHub tells of, and the role that is behind it. */
export function roleOf(repository: RepositoryState, login: string): Role {
  const granted = [...repository.roles].find(([name]) => name.toLowerCase() === login.toLowerCase())?.[1];
  if (granted !== undefined && granted !== 'none') return granted;
  return repository.isPrivate ? 'none' : 'read';
}
