/** Accounts, repositories and Apps, as GitHub's REST answers and webhooks show them. */
import type { Account, Json, RepositoryState, Role, World } from './world.ts';

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
