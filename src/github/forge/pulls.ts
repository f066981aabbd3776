/** Pull requests on GitHub, and the commits they bring. */
import {
  type CommitRef,
  ForgeError,
  type Listed,
  type OpenPullRequest,
  type PullRequest,
  Unrelated,
} from '../../app/ports/forge.ts';
import type { Client } from '../client/client.ts';
import {
  checkedId,
  type Fields,
  fieldsOf,
  listOf,
  maybePartOf,
  numberOf,
  pagesOf,
  partOf,
  textOf,
} from '../client/response-fields.ts';

/** How a repository is named in an address. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** GitHub's own limit for the commits of a pull request. */
const MOST_LISTED = 250;
/** Beyond: more than any series, and twenty answers. */
const MOST_COMMITS = 2000;
const MOST_OPEN = 300;

/** A pull request as it is now. @throws ForgeError */
export async function readPullRequest(client: Client, place: Place, number: number): Promise<PullRequest> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
  const { data } = await client.read(route, { ...place, pull_number: number }, { remembers: true });
  const fields = fieldsOf(data);
  const base = partOf(fields, 'base');
  const author = maybePartOf(fields, 'user');
  return {
    number: numberOf(fields, 'number'),
    title: textOf(fields, 'title'),
    isOpen: fields['state'] === 'open',
    isMerged: fields['merged'] === true,
    isDraft: fields['draft'] === true,
    head: textOf(partOf(fields, 'head'), 'sha'),
    base: textOf(base, 'sha'),
    baseBranch: textOf(base, 'ref'),
    // an account that was deleted
    author: author === undefined ? 'ghost' : textOf(author, 'login'),
    labels: listOf(fields['labels'] ?? []).map((label) => textOf(label, 'name')),
    changedFiles: numberOf(fields, 'changed_files'),
    commits: numberOf(fields, 'commits'),
  };
}

/** GitHub's answer by the commit may lack heads of forks: then the open ones are looked through. */
export async function pullRequestsOf(client: Client, place: Place, head: string): Promise<readonly number[]> {
  const route = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls';
  const known = await pagesOf(client, route, { ...place, commit_sha: checkedId(head) }, { most: MOST_OPEN }).catch(
    (error) => {
      if (error instanceof ForgeError && [404, 409, 422].includes(error.status)) return { all: [] };
      throw error;
    },
  );
  const open = known.all.filter((each) => each['state'] === 'open' && textOf(partOf(each, 'head'), 'sha') === head);
  if (open.length > 0) return open.map((each) => numberOf(each, 'number'));
  const all = await openPullRequests(client, place, MOST_OPEN);
  return all.filter((each) => each.head === head).map(({ number }) => number);
}

/** The open pull requests that changed last. @throws ForgeError */
export async function openPullRequests(
  client: Client,
  place: Place,
  most: number,
): Promise<readonly OpenPullRequest[]> {
  const parameters = { ...place, state: 'open', sort: 'updated', direction: 'desc' };
  const perPage = Math.min(100, Math.max(1, most));
  const { all } = await pagesOf(client, 'GET /repos/{owner}/{repo}/pulls', parameters, { most, perPage });
  return all.map((each) => {
    const author = maybePartOf(each, 'user')?.['login'];
    const head = textOf(partOf(each, 'head'), 'sha');
    const baseBranch = textOf(partOf(each, 'base'), 'ref');
    return { number: numberOf(each, 'number'), head, baseBranch, author: typeof author === 'string' ? author : null };
  });
}

const COMPARE = 'GET /repos/{owner}/{repo}/compare/{basehead}';

/** @throws Unrelated where the two have no common ancestor */
export async function mergeBase(client: Client, place: Place, base: string, head: string): Promise<string> {
  const basehead = `${checkedId(base)}...${checkedId(head)}`;
  const { data } = await related(() => client.read(COMPARE, { ...place, basehead, per_page: 1 }));
  return textOf(partOf(fieldsOf(data), 'merge_base_commit'), 'sha');
}

async function related<T>(compare: () => Promise<T>): Promise<T> {
  try {
    return await compare();
  } catch (error) {
    const isUnrelated = error instanceof ForgeError && error.status === 404 && /common ancestor/i.test(error.message);
    throw isUnrelated ? new Unrelated() : error;
  }
}

/** Oldest first. GitHub lists 250 of a pull request; further ones come with the comparison, in pages. */
export async function commitsOf(client: Client, place: Place, pullRequest: PullRequest): Promise<Listed<CommitRef>> {
  const { number, base, head, commits } = pullRequest;
  if (commits <= MOST_LISTED) {
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits';
    const { all } = await pagesOf(client, route, { ...place, pull_number: number }, { most: MOST_LISTED });
    // the list is of the present head; that of an older one is below
    if (all.length >= commits && all.some((each) => textOf(each, 'sha') === head))
      return { all: all.map(commitOf), cut: null };
  }
  const basehead = `${checkedId(base)}...${checkedId(head)}`;
  const pick = (data: unknown) => listOf(fieldsOf(data)['commits'], '`commits`');
  const { all, isCut } = await related(() =>
    pagesOf(client, COMPARE, { ...place, basehead }, { most: MOST_COMMITS, pick }),
  );
  const isWhole = !isCut && all.some((each) => textOf(each, 'sha') === head);
  const cut = `GitHub gave ${all.length} of ${Math.max(commits, all.length + 1)} commits, the oldest; the others were not reviewed`;
  return { all: all.map(commitOf), cut: isWhole || commits === 0 ? null : cut };
}

function commitOf(fields: Fields): CommitRef {
  return {
    id: textOf(fields, 'sha'),
    parents: listOf(fields['parents'], '`parents`').map((parent) => textOf(parent, 'sha')),
    subject: textOf(partOf(fields, 'commit'), 'message').split('\n', 1)[0] ?? '',
  };
}

/** The newest hundred times that any label was set. */
const LABELLED = `query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    timelineItems(last: 100, itemTypes: [LABELED_EVENT]) { nodes { ... on LabeledEvent { actor { __typename login } label { name } } } }
  } }
}`;

/** Who set a label last; null where GitHub does not say, as of an account that was deleted. */
export async function labelledBy(
  client: Client,
  { owner, repo }: Place,
  number: number,
  label: string,
): Promise<string | null> {
  const answer = fieldsOf(await client.query(LABELLED, { owner, name: repo, number }));
  const pullRequest = partOf(partOf(answer, 'repository'), 'pullRequest');
  const events = listOf(partOf(pullRequest, 'timelineItems')['nodes'], '`nodes`');
  const last = events.findLast((event) => maybePartOf(event, 'label')?.['name'] === label);
  const actor = last && maybePartOf(last, 'actor');
  if (actor === undefined) return null;
  return actor['__typename'] === 'Bot' ? `${textOf(actor, 'login')}[bot]` : textOf(actor, 'login');
}
