/** The part of GitHub's GraphQL that reads git objects and pull requests: names, types and nulls as in its public schema. */
import { buildSchema, type DocumentNode, type ExecutionResult, execute, GraphQLError, parse, validate } from 'graphql';
import { isBinary } from './differences.ts';
import { commitsBetween } from './history.ts';
import { nodeId, timeOf } from './json.ts';
import { changesOf } from './json-pulls.ts';
import { type GitObject, type TreeEntry, typeOf } from './objects.ts';
import type { Quota } from './quotas.ts';
import { splitOnce } from './routes-git.ts';
import { allows, type InstallationToken } from './tokens.ts';
import { type Account, type Json, type PullRequestState, type RepositoryState, resolve, type World } from './world.ts';

const SCHEMA = buildSchema(`
scalar GitObjectID
scalar Base64String
scalar DateTime
scalar URI
interface Node { id: ID! }
interface GitObject { abbreviatedOid: String! id: ID! oid: GitObjectID! repository: Repository! }
type Blob implements Node & GitObject {
  abbreviatedOid: String! id: ID! oid: GitObjectID! repository: Repository!
  byteSize: Int! isBinary: Boolean isTruncated: Boolean! text: String
}
type Tree implements Node & GitObject {
  abbreviatedOid: String! id: ID! oid: GitObjectID! repository: Repository! entries: [TreeEntry!]
}
type TreeEntry {
  extension: String isGenerated: Boolean! mode: Int! name: String! nameRaw: Base64String! object: GitObject
  oid: GitObjectID! path: String pathRaw: Base64String repository: Repository! size: Int! type: String!
}
type Commit implements Node & GitObject {
  abbreviatedOid: String! id: ID! oid: GitObjectID! repository: Repository!
  message: String! messageHeadline: String! committedDate: DateTime! tree: Tree!
  parents(first: Int, after: String): CommitConnection!
}
type CommitConnection { totalCount: Int! nodes: [Commit] }
enum PullRequestState { CLOSED MERGED OPEN }
interface Actor { login: String! }
type User implements Actor { login: String! }
type Bot implements Actor { login: String! }
type Label { name: String! }
type LabelConnection { totalCount: Int! nodes: [Label] }
enum PullRequestTimelineItemsItemType { LABELED_EVENT UNLABELED_EVENT }
type LabeledEvent implements Node { id: ID! actor: Actor label: Label! }
type UnlabeledEvent implements Node { id: ID! actor: Actor label: Label! }
union PullRequestTimelineItems = LabeledEvent | UnlabeledEvent
type PullRequestTimelineItemsConnection { totalCount: Int! nodes: [PullRequestTimelineItems] }
type PullRequestCommitConnection { totalCount: Int! }
type PullRequest implements Node {
  id: ID! number: Int! title: String! body: String! state: PullRequestState! isDraft: Boolean! merged: Boolean! closed: Boolean!
  headRefOid: GitObjectID! headRefName: String! baseRefOid: GitObjectID! baseRefName: String! changedFiles: Int!
  author: Actor createdAt: DateTime! updatedAt: DateTime!
  labels(first: Int, after: String): LabelConnection
  timelineItems(first: Int, last: Int, itemTypes: [PullRequestTimelineItemsItemType!]): PullRequestTimelineItemsConnection!
  commits(first: Int, after: String): PullRequestCommitConnection!
}
type Ref implements Node { id: ID! name: String! target: GitObject }
type Repository implements Node {
  id: ID! databaseId: Int name: String! nameWithOwner: String! isPrivate: Boolean! defaultBranchRef: Ref
  object(expression: String, oid: GitObjectID): GitObject
  pullRequest(number: Int!): PullRequest
}
type RateLimit { cost: Int! limit: Int! nodeCount: Int! remaining: Int! resetAt: DateTime! used: Int! }
type Query { viewer: User! repository(owner: String!, name: String!, followRenames: Boolean = true): Repository rateLimit(dryRun: Boolean = false): RateLimit }
`);

export async function answerQuery(
  world: World,
  caller: InstallationToken,
  quota: Quota,
  body: Json,
): Promise<ExecutionResult> {
  const reading = (name: string): void => {
    if (!allows(caller.permissions[name], 'read')) throw trouble('FORBIDDEN', 'Resource not accessible by integration');
  };
  const rootValue = {
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const found = world.find(owner, name);
      if (found === undefined || !mayUse(caller, found))
        throw trouble('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      return repositoryOf(world, found, reading);
    },
    viewer: () => ({ login: world.bot.login }),
    rateLimit: () => ({
      cost: 1,
      limit: quota.limit,
      nodeCount: 0,
      remaining: quota.remaining,
      resetAt: timeOf(quota.reset * 1000),
      used: quota.limit - quota.remaining,
    }),
  };
  const document = readQuery(String(body['query'] ?? ''));
  const variableValues = (body['variables'] ?? {}) as Record<string, unknown>;
  const result = Array.isArray(document)
    ? { errors: document as readonly GraphQLError[] }
    : await execute({ schema: SCHEMA, document: document as DocumentNode, rootValue, variableValues });
  if (result.errors === undefined) return result;
  const errors = result.errors.map((error) => {
    const { extensions, ...rest } = error.toJSON();
    return { ...(extensions?.['type'] === undefined ? {} : { type: extensions['type'] }), ...rest };
  });
  return { ...result, errors } as unknown as ExecutionResult;
}

const MOST_REMEMBERED = 200;
const queries = new Map<string, DocumentNode | readonly GraphQLError[]>();

/** The query, or what is wrong with it. */
function readQuery(text: string): DocumentNode | readonly GraphQLError[] {
  const known = queries.get(text);
  if (known !== undefined) return known;
  if (queries.size === MOST_REMEMBERED) queries.clear();
  const read = parsed(text);
  queries.set(text, read);
  return read;
}

function parsed(text: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(text);
    const errors = validate(SCHEMA, document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

export function mayUse({ repositories }: InstallationToken, repository: RepositoryState): boolean {
  return repository.isInstalled && (repositories === null || repositories.includes(repository.id));
}

function trouble(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

function repositoryOf(world: World, repository: RepositoryState, reading: (name: string) => void): object {
  const { owner, name, id, isPrivate, defaultBranch } = repository;
  return {
    id: nodeId('Repository', id),
    databaseId: id,
    name,
    nameWithOwner: `${owner.login}/${name}`,
    isPrivate,
    defaultBranchRef: () => ({
      id: nodeId('Ref', `${id}:${defaultBranch}`),
      name: defaultBranch,
      target: () => objectOf(world, repository, resolve(repository, 'HEAD')),
    }),
    object: ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      reading('contents');
      return objectOf(world, repository, oid ?? meantBy(repository, expression ?? ''));
    },
    pullRequest: ({ number }: { number: number }) => {
      reading('pull_requests');
      const pull = repository.pulls.get(number);
      if (pull === undefined)
        throw trouble('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
      return pullOf(repository, pull);
    },
  };
}

/** As `git rev-parse`: an object's id, a commit, `commit:path`. */
function meantBy(repository: RepositoryState, expression: string): string | undefined {
  const { objects } = repository;
  if (objects.get(expression) !== undefined) return expression;
  const [of = '', path] = splitOnce(expression, ':');
  const commit = resolve(repository, of);
  if (path === undefined) return commit;
  const root = commit === undefined ? objects.tree(of)?.id : objects.needCommit(commit).tree;
  return root === undefined ? undefined : objects.at(root, path)?.id;
}

function objectOf(world: World, repository: RepositoryState, id: string | undefined): object | null {
  const object = id === undefined ? undefined : repository.objects.get(id);
  return object === undefined ? null : shown(world, repository, object);
}

function shown(world: World, repository: RepositoryState, object: GitObject): object {
  const { id: oid } = object;
  const common = { oid, abbreviatedOid: oid.slice(0, 7), repository: () => repositoryOf(world, repository, () => {}) };
  switch (object.kind) {
    case 'blob': {
      const { bytes } = object;
      const most = world.limits.graphqlText;
      const binary = isBinary(bytes);
      return {
        __typename: 'Blob',
        id: nodeId('Blob', oid),
        ...common,
        byteSize: bytes.length,
        isBinary: binary,
        isTruncated: bytes.length > most,
        text: () => (binary ? null : bytes.subarray(0, most).toString()),
      };
    }
    case 'tree':
      return {
        __typename: 'Tree',
        id: nodeId('Tree', oid),
        ...common,
        entries: () => [...object.entries.values()].map((entry) => entryOf(world, repository, entry)),
      };
    default:
      return {
        __typename: 'Commit',
        id: nodeId('Commit', oid),
        ...common,
        message: object.message,
        messageHeadline: object.message.split('\n', 1)[0],
        committedDate: timeOf(object.at * 1000),
        tree: () => objectOf(world, repository, object.tree),
        parents: ({ first = 30 }: { first?: number }) => ({
          totalCount: object.parents.length,
          nodes: object.parents.slice(0, first).map((parent) => objectOf(world, repository, parent)),
        }),
      };
  }
}

function entryOf(world: World, repository: RepositoryState, { name, mode, id }: TreeEntry): object {
  const raw = Buffer.from(name).toString('base64');
  return {
    extension: /\.[^.]*$/.exec(name)?.[0] ?? '',
    isGenerated: false,
    mode: Number.parseInt(mode, 8),
    name,
    nameRaw: raw,
    object: () => (mode === '160000' ? null : objectOf(world, repository, id)),
    oid: id,
    path: name,
    pathRaw: raw,
    repository: () => repositoryOf(world, repository, () => {}),
    size: repository.objects.blob(id)?.bytes.length ?? 0,
    type: typeOf(mode),
  };
}

function pullOf(repository: RepositoryState, pull: PullRequestState): object {
  const { id, number, title, isDraft, isOpen, mergedAt, labels, author } = pull;
  return {
    id: nodeId('PullRequest', id),
    number,
    title,
    body: pull.body ?? '',
    state: isOpen ? 'OPEN' : mergedAt === null ? 'CLOSED' : 'MERGED',
    isDraft,
    merged: mergedAt !== null,
    closed: !isOpen,
    headRefOid: pull.head,
    headRefName: pull.headBranch,
    baseRefOid: pull.base,
    baseRefName: pull.baseBranch,
    changedFiles: () => changesOf(repository, pull).length,
    author: actorOf(author),
    timelineItems: ({ last = 100 }: { last?: number }) => ({
      totalCount: pull.labelled.length,
      nodes: pull.labelled.slice(-last).map(({ label, by }, index) => ({
        __typename: 'LabeledEvent',
        id: nodeId('LabeledEvent', `${id}:${index}`),
        actor: actorOf(by),
        label: { name: label },
      })),
    }),
    createdAt: timeOf(pull.createdAt),
    updatedAt: timeOf(pull.updatedAt),
    labels: ({ first = 30 }: { first?: number }) => ({
      totalCount: labels.size,
      nodes: [...labels].slice(0, first).map((name) => ({ name })),
    }),
    commits: () => ({ totalCount: commitsBetween(repository.objects, pull.base, pull.head).length }),
  };
}

/** GraphQL names a bot without the `[bot]` of REST. */
function actorOf({ type, login }: Account): object {
  return type === 'Bot' ? { __typename: 'Bot', login: login.replace(/\[bot\]$/, '') } : { __typename: 'User', login };
}
