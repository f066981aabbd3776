/** Webhook payloads, as GitHub sends them to the App. */
import { type Difference, differencesOf } from './differences.ts';
import { commitsBetween, mergeBase } from './history.ts';
import { nodeId, repositoryJson, timeOf, urlOf, userJson } from './json.ts';
import { runJson, suiteJson } from './json-checks.ts';
import { commentJson, labelJson, pullRequestJson, treeOf } from './json-pulls.ts';
import { type CommitObject, PERSON } from './objects.ts';
import {
  type Account,
  type CommentState,
  type HubEvent,
  installationOf,
  type Json,
  type PullRequestState,
  type RepositoryState,
  type RunState,
  type SuiteState,
  type World,
} from './world.ts';

const NO_COMMIT = '0'.repeat(40);

function emit(
  world: World,
  name: string,
  action: string | null,
  repository: RepositoryState,
  sender: Account,
  fields: Json,
): HubEvent {
  const payload = {
    ...(action === null ? {} : { action }),
    ...fields,
    repository: { ...repositoryJson(world, repository), custom_properties: {} },
    ...(repository.owner.type === 'Organization' ? { organization: organizationJson(world, repository.owner) } : {}),
    sender: userJson(world, sender),
    installation: {
      id: installationOf(world, repository.owner),
      node_id: nodeId('Installation', installationOf(world, repository.owner)),
    },
  };
  const event = { name, action, payload, isEcho: sender === world.bot };
  return repository.isInstalled ? world.emit(event) : event;
}

export function emitPull(
  world: World,
  repository: RepositoryState,
  pull: PullRequestState,
  action: string,
  sender: Account,
  more: Json = {},
): HubEvent {
  const json = pullRequestJson(world, repository, pull, true);
  return emit(world, 'pull_request', action, repository, sender, { number: pull.number, pull_request: json, ...more });
}

export function emitLabel(
  world: World,
  repository: RepositoryState,
  pull: PullRequestState,
  action: 'labeled' | 'unlabeled',
  label: string,
  sender: Account,
): HubEvent {
  return emitPull(world, repository, pull, action, sender, { label: labelJson(world, repository, label) });
}

export function emitComment(
  world: World,
  repository: RepositoryState,
  comment: CommentState,
  action: 'created' | 'edited' | 'deleted',
  sender: Account,
  more: Json = {},
): HubEvent {
  const pull = repository.pulls.get(comment.pull);
  if (pull === undefined) throw new Error(`no pull request ${comment.pull}`);
  const fields = {
    ...more,
    issue: issueJson(world, repository, pull),
    comment: commentJson(world, repository, comment),
  };
  return emit(world, 'issue_comment', action, repository, sender, fields);
}

export function emitRun(
  world: World,
  repository: RepositoryState,
  run: RunState,
  action: 'created' | 'completed' | 'rerequested' | 'requested_action',
  sender: Account,
  more: Json = {},
): HubEvent {
  const suite = suiteJson(world, repository, run.suite);
  return emit(world, 'check_run', action, repository, sender, {
    check_run: { ...runJson(world, repository, run), check_suite: suite },
    ...more,
  });
}

export function emitSuite(
  world: World,
  repository: RepositoryState,
  suite: SuiteState,
  action: 'requested' | 'rerequested' | 'completed',
  sender: Account,
): HubEvent {
  return emit(world, 'check_suite', action, repository, sender, {
    check_suite: suiteJson(world, repository, suite),
  });
}

export interface MergeGroup {
  readonly head: string;
  readonly headBranch: string;
  readonly base: string;
  readonly baseBranch: string;
}

export function emitMergeGroup(
  world: World,
  repository: RepositoryState,
  { head, headBranch, base, baseBranch }: MergeGroup,
  action: 'checks_requested' | 'destroyed',
  sender: Account,
): HubEvent {
  return emit(world, 'merge_group', action, repository, sender, {
    ...(action === 'destroyed' ? { reason: 'dequeued' } : {}),
    merge_group: {
      head_sha: head,
      head_ref: `refs/heads/${headBranch}`,
      base_sha: base,
      base_ref: `refs/heads/${baseBranch}`,
      head_commit: headCommitJson(repository, head),
    },
  });
}

export function emitPush(
  world: World,
  repository: RepositoryState,
  branch: string,
  before: string | null,
  after: string,
  sender: Account,
): HubEvent {
  const person = { name: PERSON.name, email: PERSON.email, username: sender.login };
  const { objects } = repository;
  const deleted = after === NO_COMMIT;
  const isForced = before !== null && !deleted && mergeBase(objects, before, after) !== before;
  const commits = deleted ? [] : before === null ? [objects.needCommit(after)] : commitsBetween(objects, before, after);
  const jsonOf = ({ id, parents, tree }: CommitObject): Json => {
    const changed = differencesOf(objects, treeOf(repository, parents[0] ?? null), tree);
    const pathsOf = (...changes: readonly Difference['status'][]) =>
      changed.filter(({ status }) => changes.includes(status)).map(({ path }) => path);
    return {
      ...headCommitJson(repository, id),
      distinct: true,
      url: '',
      added: pathsOf('added', 'renamed'),
      removed: [...pathsOf('removed'), ...changed.flatMap(({ previousPath }) => previousPath ?? [])],
      modified: pathsOf('modified', 'changed'),
    };
  };
  // GitHub lists at most 2,048 of them, the oldest first
  const listed = [...commits].reverse().slice(0, 2048).map(jsonOf);
  return emit(world, 'push', null, repository, sender, {
    ref: `refs/heads/${branch}`,
    before: before ?? NO_COMMIT,
    after,
    base_ref: null,
    created: before === null,
    deleted,
    forced: isForced,
    compare: `${urlOf(world, repository)}/compare/${before ?? NO_COMMIT}...${after}`,
    commits: listed,
    head_commit: deleted ? null : jsonOf(objects.needCommit(after)),
    pusher: person,
  });
}

/** `installation` and `installation_repositories`. */
export function emitInstallation(
  world: World,
  name: 'installation' | 'installation_repositories',
  action: string,
  repositories: readonly RepositoryState[],
  more: Json = {},
): HubEvent {
  const owner = world.repositories[0]?.owner ?? world.account('owner');
  const brief = repositories.map(({ id, name: own, owner: { login }, isPrivate }) => ({
    id,
    node_id: nodeId('Repository', id),
    name: own,
    full_name: `${login}/${own}`,
    private: isPrivate,
  }));
  const payload = {
    action,
    installation: installationJson(world, owner),
    ...(name === 'installation' ? { repositories: brief, requester: null } : { repository_selection: 'selected' }),
    ...more,
    ...(name === 'installation_repositories'
      ? {
          repositories_added: action === 'added' ? brief : [],
          repositories_removed: action === 'removed' ? brief : [],
          requester: null,
        }
      : {}),
    sender: userJson(world, owner),
  };
  return world.emit({ name, action, payload, isEcho: false });
}

export function installationJson(world: World, owner: Account): Json {
  const id = installationOf(world, owner);
  const url = `${world.url}/app/installations/${id}`;
  return {
    id,
    client_id: `Iv1.${world.app.id}`,
    account: userJson(world, owner),
    repository_selection: 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${world.url}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${world.installation}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: owner.id,
    target_type: owner.type,
    permissions: world.app.permissions,
    events: world.app.events,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: world.state === 'suspended' ? userJson(world, owner) : null,
    suspended_at: world.state === 'suspended' ? timeOf(world.now()) : null,
  };
}

function organizationJson(world: World, { id, login }: Account): Json {
  const url = `${world.url}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('Organization', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/u/${id}?v=4`,
    description: null,
  };
}

function issueJson(world: World, repository: RepositoryState, pull: PullRequestState): Json {
  const url = `${urlOf(world, repository)}/issues/${pull.number}`;
  const json = pullRequestJson(world, repository, pull, false);
  const { html_url, diff_url, patch_url, merged_at, url: pullUrl } = json;
  const same = ['number', 'title', 'user', 'labels', 'state', 'locked', 'assignee', 'assignees', 'milestone'];
  const times = ['created_at', 'updated_at', 'closed_at', 'author_association', 'active_lock_reason', 'body', 'draft'];
  const comments = repository.comments.of(pull.number).length;
  return {
    url,
    repository_url: urlOf(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url,
    id: pull.id + 1,
    node_id: nodeId('PullRequest', pull.id),
    ...Object.fromEntries([...same, ...times].map((name) => [name, json[name]])),
    comments,
    pull_request: { url: pullUrl, html_url, diff_url, patch_url, merged_at },
    reactions: {
      url: `${url}/reactions`,
      total_count: 0,
      '+1': 0,
      '-1': 0,
      laugh: 0,
      hooray: 0,
      confused: 0,
      heart: 0,
      rocket: 0,
      eyes: 0,
    },
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: null,
  };
}

function headCommitJson(repository: RepositoryState, id: string): Json {
  const commit = repository.objects.needCommit(id);
  const person = { name: PERSON.name, email: PERSON.email };
  return {
    id,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: timeOf(commit.at * 1000),
    author: person,
    committer: person,
  };
}
