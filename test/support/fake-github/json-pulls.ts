/** Pull requests, commits, files and comments, as GitHub's REST answers and webhooks show them. */
import { countLines, type Difference, differencesOf } from './differences.ts';
import { commitsBetween, mergeBase } from './history.ts';
import { appJson, nodeId, pageOf, repositoryJson, timeOf, urlOf, userJson } from './json.ts';
import { type CommitObject, PERSON } from './objects.ts';
import type { CommentState, Json, PullRequestState, RepositoryState, World } from './world.ts';

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

export function labelJson(world: World, repository: RepositoryState, name: string): Json {
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
    comments: repository.comments.of(pull.number).length,
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
