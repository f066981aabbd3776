/** Routes for pull requests and the comments on them. */
import { addComment, editComment } from './comments.ts';
import { emitComment } from './events.ts';
import { commitsBetween } from './history.ts';
import { nodeId, timeOf, userJson } from './json.ts';
import { changesOf, commentJson, commitJson, pullRequestJson } from './json-pulls.ts';
import { notFound, Refusal } from './refusal.ts';
import { type Need, numberIn, ok, pageOf, type Reply, type RepositoryCall, type Route } from './route.ts';
import { diff, filesJson, wantsDiff } from './routes-git.ts';
import type { CommentState, PullRequestState } from './world.ts';

const READ: Need = [['pull_requests', 'read']];
const READ_COMMENTS: Need = [
  ['issues', 'read'],
  ['pull_requests', 'read'],
];
const COMMENT: Need = [
  ['issues', 'write'],
  ['pull_requests', 'write'],
];

export const PULL_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/pulls', by: 'installation', need: READ, answer: list },
  { method: 'GET', path: '/repos/{owner}/{repo}/pulls/{pull_number}', by: 'installation', need: READ, answer: show },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls/{pull_number}/files',
    by: 'installation',
    need: READ,
    answer: files,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls/{pull_number}/commits',
    by: 'installation',
    need: READ,
    answer: commits,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
    by: 'installation',
    need: READ_COMMENTS,
    answer: listComments,
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
    by: 'installation',
    need: COMMENT,
    answer: postComment,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues/comments/{comment_id}',
    by: 'installation',
    need: READ_COMMENTS,
    answer: (call) => ok(commentJson(call.world, call.repository, commentOf(call))),
  },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/issues/comments/{comment_id}',
    by: 'installation',
    need: COMMENT,
    answer: patchComment,
  },
  {
    method: 'DELETE',
    path: '/repos/{owner}/{repo}/issues/comments/{comment_id}',
    by: 'installation',
    need: COMMENT,
    answer: removeComment,
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    by: 'installation',
    need: [['issues', 'write']],
    answer: react,
  },
];

function pullOf(call: RepositoryCall, name = 'pull_number'): PullRequestState {
  const pull = call.repository.pulls.get(numberIn(call, name));
  if (pull === undefined) throw notFound();
  return pull;
}

function list(call: RepositoryCall): Reply {
  const { world, repository, query } = call;
  const { state = 'open', sort = 'created', direction = sort === 'created' ? 'desc' : 'asc', base, head } = query;
  const key = (pull: PullRequestState) => (sort === 'updated' ? pull.updatedAt : pull.createdAt);
  const sign = direction === 'asc' ? 1 : -1;
  const found = [...repository.pulls.values()]
    .filter((pull) => state === 'all' || pull.isOpen === (state === 'open'))
    .filter((pull) => base === undefined || pull.baseBranch === base)
    .filter((pull) => head === undefined || `${pull.from?.owner.login}:${pull.headBranch}` === head)
    .sort((a, b) => sign * (key(a) - key(b) || a.number - b.number));
  const { items, headers } = pageOf(call, found);
  return ok(
    items.map((pull) => pullRequestJson(world, repository, pull, false)),
    headers,
  );
}

function show(call: RepositoryCall): Reply {
  const pull = pullOf(call);
  if (wantsDiff(call)) return diff(call.world, call.repository, changesOf(call.repository, pull));
  return ok(pullRequestJson(call.world, call.repository, pull, true));
}

function files(call: RepositoryCall): Reply {
  const { world, repository } = call;
  const pull = pullOf(call);
  const listed = changesOf(repository, pull).slice(0, world.limits.pullFiles);
  const { items, headers } = pageOf(call, listed);
  return ok(filesJson(world, repository, pull.head, items), headers);
}

/** Oldest first, and no more than GitHub's limit: the oldest. */
function commits(call: RepositoryCall): Reply {
  const { world, repository } = call;
  const pull = pullOf(call);
  const all = [...commitsBetween(repository.objects, pull.base, pull.head)].reverse();
  const { items, headers } = pageOf(call, all.slice(0, world.limits.pullCommits));
  return ok(
    items.map((commit) => commitJson(world, repository, commit)),
    headers,
  );
}

function listComments(call: RepositoryCall): Reply {
  const { world, repository } = call;
  const { number } = pullOf(call, 'issue_number');
  const found = repository.comments.of(number);
  const { items, headers } = pageOf(call, found);
  return ok(
    items.map((comment) => commentJson(world, repository, comment)),
    headers,
  );
}

function postComment(call: RepositoryCall): Reply {
  const { world, repository, body } = call;
  const { number } = pullOf(call, 'issue_number');
  const comment = addComment(world, repository, number, world.bot, String(body['body'] ?? ''));
  emitComment(world, repository, comment, 'created', world.bot);
  return { status: 201, body: commentJson(world, repository, comment) };
}

function commentOf(call: RepositoryCall): CommentState {
  const comment = call.repository.comments.get(numberIn(call, 'comment_id'));
  if (comment === undefined) throw notFound();
  return comment;
}

function patchComment(call: RepositoryCall): Reply {
  const comment = commentOf(call);
  editComment(call.world, call.repository, comment, String(call.body['body'] ?? ''));
  return ok(commentJson(call.world, call.repository, comment));
}

function removeComment(call: RepositoryCall): Reply {
  const comment = commentOf(call);
  call.repository.comments.remove(comment.id);
  emitComment(call.world, call.repository, comment, 'deleted', call.world.bot);
  return { status: 204, body: null };
}

const REACTIONS: readonly string[] = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'];

function react(call: RepositoryCall): Reply {
  const { world, body } = call;
  const comment = commentOf(call);
  const content = String(body['content']);
  if (!REACTIONS.includes(content)) throw new Refusal(422, 'Validation Failed');
  const known = comment.reactions.find((each) => each.content === content && each.user === world.bot);
  const reaction = known ?? { id: world.nextId(), content, user: world.bot };
  if (known === undefined) comment.reactions.push(reaction);
  return {
    status: known === undefined ? 201 : 200,
    body: {
      id: reaction.id,
      node_id: nodeId('Reaction', reaction.id),
      user: userJson(world, world.bot),
      content,
      created_at: timeOf(world.now()),
    },
  };
}
