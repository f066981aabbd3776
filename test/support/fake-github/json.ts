/** What the fake GitHub remembers, as GitHub's REST answers and webhooks show it. */
import { countLines, type Difference, differencesOf } from './differences.ts';
import { commitsBetween, mergeBase } from './history.ts';
import { type CommitObject, PERSON } from './objects.ts';
import type {
  Account,
  CommentState,
  Json,
  PullRequestState,
  RepositoryState,
  Role,
  RunState,
  SuiteState,
  World,
} from './world.ts';

export function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** An opaque id as GraphQL has it. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`0${kind.length}:${kind}${id}`).toString('base64');
}

const users = new WeakMap<Account, Json>();

export function userJson(world: World, account: Account): Json {
  const known = users.get(account) ?? userWithUrls(world, account);
  users.set(account, known);
  return known;
}

function userWithUrls(world: World, { id, login, type }: Account): Json {
  const url = `${world.url}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId(type, id),
    avatar_url: `${world.url}/avatars/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${world.url}/${type === 'Bot' ? `apps/${login.replace('[bot]', '')}` : login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** Addresses that a repository's JSON lists, by what follows its own. */
const REPOSITORY_URLS: Readonly<Record<string, string>> = {
  forks: 'forks',
  keys: 'keys{/key_id}',
  collaborators: 'collaborators{/collaborator}',
  teams: 'teams',
  hooks: 'hooks',
  issue_events: 'issues/events{/number}',
  events: 'events',
  assignees: 'assignees{/user}',
  branches: 'branches{/branch}',
  tags: 'tags',
  blobs: 'git/blobs{/sha}',
  git_tags: 'git/tags{/sha}',
  git_refs: 'git/refs{/sha}',
  trees: 'git/trees{/sha}',
  statuses: 'statuses/{sha}',
  languages: 'languages',
  stargazers: 'stargazers',
  contributors: 'contributors',
  subscribers: 'subscribers',
  subscription: 'subscription',
  commits: 'commits{/sha}',
  git_commits: 'git/commits{/sha}',
  comments: 'comments{/number}',
  issue_comment: 'issues/comments{/number}',
  contents: 'contents/{+path}',
  compare: 'compare/{base}...{head}',
  merges: 'merges',
  archive: '{archive_format}{/ref}',
  downloads: 'downloads',
  issues: 'issues{/number}',
  pulls: 'pulls{/number}',
  milestones: 'milestones{/number}',
  notifications: 'notifications{?since,all,participating}',
  labels: 'labels{/name}',
  releases: 'releases{/id}',
  deployments: 'deployments',
};

export function urlOf(world: World, repository: RepositoryState): string {
  return `${world.url}/repos/${repository.owner.login}/${repository.name}`;
}

export function pageOf(world: World, repository: RepositoryState): string {
  return `${world.url}/${repository.owner.login}/${repository.name}`;
}

/** What does not change, and is asked for with every pull request. */
const identities = new WeakMap<RepositoryState, Json>();

function identityJson(world: World, repository: RepositoryState): Json {
  const known = identities.get(repository);
  if (known?.['name'] === repository.name) return known;
  const url = urlOf(world, repository);
  const fresh = {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: `${repository.owner.login}/${repository.name}`,
    private: repository.isPrivate,
    owner: userJson(world, repository.owner),
    html_url: pageOf(world, repository),
    description: null,
    fork: repository.source !== null,
    url,
    ...Object.fromEntries(Object.entries(REPOSITORY_URLS).map(([name, rest]) => [`${name}_url`, `${url}/${rest}`])),
  };
  identities.set(repository, fresh);
  return fresh;
}

const wholes = new WeakMap<RepositoryState, Json>();

export function repositoryJson(world: World, repository: RepositoryState): Json {
  const open = openPulls(repository);
  const known = wholes.get(repository);
  if (known?.['name'] === repository.name && known['open_issues'] === open) return known;
  const page = pageOf(world, repository);
  const at = timeOf(repository.createdAt);
  const fresh = {
    ...identityJson(world, repository),
    created_at: at,
    updated_at: at,
    pushed_at: at,
    git_url: page.replace(/^\w+/, 'git') + '.git',
    ssh_url: `git@localhost:${repository.owner.login}/${repository.name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: 'C',
    has_issues: true,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.isPrivate ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
  wholes.set(repository, fresh);
  return fresh;
}

function openPulls({ pulls }: RepositoryState): number {
  let open = 0;
  for (const { isOpen } of pulls.values()) if (isOpen) open++;
  return open;
}

/** What a pull request changes against its merge base; null where base and head have nothing in common. */
export function changesOf(repository: RepositoryState, pull: PullRequestState): readonly Difference[] {
  const base = mergeBase(repository.objects, pull.base, pull.head);
  return cached(changes, repository, `${base} ${pull.head}`, () =>
    differencesOf(repository.objects, treeOf(repository, base), treeOf(repository, pull.head)),
  );
}

export function treeOf(repository: RepositoryState, commit: string | null): string | null {
  return commit === null ? null : repository.objects.needCommit(commit).tree;
}

const changes = new WeakMap<object, Map<string, readonly Difference[]>>();
const sums = new WeakMap<object, Map<string, { readonly additions: number; readonly deletions: number }>>();

function cached<T>(all: WeakMap<object, Map<string, T>>, of: RepositoryState, key: string, make: () => T): T {
  const known = all.get(of.objects) ?? new Map<string, T>();
  all.set(of.objects, known);
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function sumOf(repository: RepositoryState, pull: PullRequestState) {
  return cached(sums, repository, `${pull.base} ${pull.head}`, () => {
    let [additions, deletions] = [0, 0];
    for (const change of changesOf(repository, pull)) {
      const counts = countLines(repository.objects, change);
      additions += counts.additions;
      deletions += counts.deletions;
    }
    return { additions, deletions };
  });
}

function labelJson(world: World, repository: RepositoryState, name: string): Json {
  const id = [...Buffer.from(name)].reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7);
  return {
    id,
    node_id: nodeId('Label', id),
    url: `${urlOf(world, repository)}/labels/${encodeURIComponent(name)}`,
    name,
    color: 'ededed',
    default: false,
    description: '',
  };
}

export { labelJson };

/** As lists have it; `full`: as it comes alone and in webhooks. */
export function pullRequestJson(
  world: World,
  repository: RepositoryState,
  pull: PullRequestState,
  isFull: boolean,
): Json {
  const url = `${urlOf(world, repository)}/pulls/${pull.number}`;
  const issue = `${urlOf(world, repository)}/issues/${pull.number}`;
  const page = `${pageOf(world, repository)}/pull/${pull.number}`;
  const from = pull.from;
  const side = (of: RepositoryState | null, ref: string, sha: string): Json => ({
    label: `${of?.owner.login ?? 'unknown'}:${ref}`,
    ref,
    sha,
    user: of === null ? null : userJson(world, of.owner),
    repo: of === null ? null : repositoryJson(world, of),
  });
  const links = {
    self: url,
    html: page,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${urlOf(world, repository)}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${urlOf(world, repository)}/statuses/${pull.head}`,
  };
  const brief = {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    number: pull.number,
    state: pull.isOpen ? 'open' : 'closed',
    locked: false,
    title: pull.title,
    user: userJson(world, pull.author),
    body: pull.body,
    labels: [...pull.labels].map((name) => labelJson(world, repository, name)),
    milestone: null,
    active_lock_reason: null,
    created_at: timeOf(pull.createdAt),
    updated_at: timeOf(pull.updatedAt),
    closed_at: pull.closedAt === null ? null : timeOf(pull.closedAt),
    merged_at: pull.mergedAt === null ? null : timeOf(pull.mergedAt),
    merge_commit_sha: pull.mergeCommit,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side(from, pull.headBranch, pull.head),
    base: side(repository, pull.baseBranch, pull.base),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: 'CONTRIBUTOR',
    auto_merge: null,
    draft: pull.isDraft,
  };
  if (!isFull) return brief;
  const { additions, deletions } = sumOf(repository, pull);
  return {
    ...brief,
    merged: pull.mergedAt !== null,
    mergeable: null,
    rebaseable: null,
    mergeable_state: 'unknown',
    merged_by: pull.mergedAt === null ? null : userJson(world, repository.owner),
    comments: [...repository.comments.values()].filter((each) => each.pull === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsBetween(repository.objects, pull.base, pull.head).length,
    additions,
    deletions,
    changed_files: changesOf(repository, pull).length,
  };
}

export function commitJson(world: World, repository: RepositoryState, commit: CommitObject): Json {
  const url = urlOf(world, repository);
  const person = { name: PERSON.name, email: PERSON.email, date: timeOf(commit.at * 1000) };
  return {
    sha: commit.id,
    node_id: nodeId('Commit', commit.id),
    commit: {
      author: person,
      committer: person,
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.id}`,
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    url: `${url}/commits/${commit.id}`,
    html_url: `${pageOf(world, repository)}/commit/${commit.id}`,
    comments_url: `${url}/commits/${commit.id}/comments`,
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${pageOf(world, repository)}/commit/${sha}`,
    })),
  };
}

export function fileJson(
  world: World,
  repository: RepositoryState,
  commit: string,
  difference: Difference,
  withPatch: boolean,
): Json {
  const { path, previousPath, status, now, old } = difference;
  const { additions, deletions, patch } = countLines(repository.objects, difference);
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const page = pageOf(world, repository);
  const isShown = withPatch && patch !== null && patch !== '' && Buffer.byteLength(patch) <= world.limits.patchBytes;
  return {
    sha: now?.id ?? old?.id ?? null,
    filename: path,
    status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${page}/blob/${commit}/${encoded}`,
    raw_url: `${page}/raw/${commit}/${encoded}`,
    contents_url: `${urlOf(world, repository)}/contents/${encoded}?ref=${commit}`,
    ...(isShown ? { patch } : {}),
    ...(previousPath === null ? {} : { previous_filename: previousPath }),
  };
}

export function commentJson(world: World, repository: RepositoryState, comment: CommentState): Json {
  const url = `${urlOf(world, repository)}/issues/comments/${comment.id}`;
  const contents = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];
  const countOf = (content: string) => comment.reactions.filter((each) => each.content === content).length;
  return {
    url,
    html_url: `${pageOf(world, repository)}/pull/${comment.pull}#issuecomment-${comment.id}`,
    issue_url: `${urlOf(world, repository)}/issues/${comment.pull}`,
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    user: userJson(world, comment.user),
    created_at: timeOf(comment.createdAt),
    updated_at: timeOf(comment.updatedAt),
    body: comment.body,
    author_association: comment.isByApp ? 'NONE' : 'CONTRIBUTOR',
    reactions: {
      url: `${url}/reactions`,
      total_count: comment.reactions.length,
      ...Object.fromEntries(contents.map((content) => [content, countOf(content)])),
    },
    performed_via_github_app: comment.isByApp ? appJson(world) : null,
  };
}

export function appJson(world: World, app: Pick<World['app'], 'id' | 'slug' | 'name'> = world.app): Json {
  const owner = world.repositories[0]?.owner ?? world.account('owner');
  return {
    id: app.id,
    client_id: `Iv1.${app.id}`,
    slug: app.slug,
    node_id: nodeId('App', app.id),
    owner: userJson(world, owner),
    name: app.name,
    description: '',
    external_url: 'https://example.org/',
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    permissions: world.app.permissions,
    events: world.app.events,
  };
}

/** Of forks the list stays empty. */
function pullsOfHead(world: World, repository: RepositoryState, head: string): readonly Json[] {
  return [...repository.pulls.values()]
    .filter((pull) => pull.isOpen && pull.head === head && pull.from === repository)
    .map((pull) => {
      const url = urlOf(world, repository);
      const repo = { id: repository.id, url, name: repository.name };
      return {
        url: `${url}/pulls/${pull.number}`,
        id: pull.id,
        number: pull.number,
        head: { ref: pull.headBranch, sha: pull.head, repo },
        base: { ref: pull.baseBranch, sha: pull.base, repo },
      };
    });
}

/** The branch of the repository itself; a fork's is not known. */
function branchOf(repository: RepositoryState, head: string): string | null {
  const pull = [...repository.pulls.values()].find((each) => each.head === head && each.from === repository);
  return pull?.headBranch ?? [...repository.branches].find(([, tip]) => tip === head)?.[0] ?? null;
}

export function runJson(world: World, repository: RepositoryState, run: RunState): Json {
  const url = `${urlOf(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.head,
    external_id: run.externalId,
    url,
    html_url: `${pageOf(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: appJson(world, run.app),
    pull_requests: pullsOfHead(world, repository, run.head),
  };
}

export function suiteJson(world: World, repository: RepositoryState, suite: SuiteState): Json {
  const url = `${urlOf(world, repository)}/check-suites/${suite.id}`;
  const head = repository.objects.needCommit(suite.head);
  const person = { name: PERSON.name, email: PERSON.email };
  return {
    id: suite.id,
    node_id: nodeId('CheckSuite', suite.id),
    head_branch: branchOf(repository, suite.head),
    head_sha: suite.head,
    status: suite.status,
    conclusion: suite.conclusion,
    url,
    before: head.parents[0] ?? null,
    after: suite.head,
    pull_requests: pullsOfHead(world, repository, suite.head),
    app: appJson(world),
    created_at: timeOf(suite.createdAt),
    updated_at: timeOf(suite.createdAt),
    latest_check_runs_count: [...repository.runs.values()].filter((run) => run.suite === suite).length,
    check_runs_url: `${url}/check-runs`,
    head_commit: {
      id: head.id,
      tree_id: head.tree,
      message: head.message,
      timestamp: timeOf(head.at * 1000),
      author: person,
      committer: person,
    },
    rerequestable: true,
    runs_rerequestable: true,
  };
}

/** GitHub tells the five roles as three permissions; the role's name stands beside. */
export function roleJson(world: World, user: Account, role: Role): Json {
  const permission = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
  const order: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];
  const has = (least: Role) => order.indexOf(role) >= order.indexOf(least);
  const permissions = {
    pull: has('read'),
    triage: has('triage'),
    push: has('write'),
    maintain: has('maintain'),
    admin: has('admin'),
  };
  return { permission, role_name: role, user: { ...userJson(world, user), permissions, role_name: role } };
}
