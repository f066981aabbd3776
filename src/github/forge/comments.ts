/** This App's comments on GitHub, and what people may do there. */
import { ForgeError, type Reaction, type Role } from '../../app/ports/forge.ts';
import type { OwnComment } from '../../publish/published.ts';
import type { Client } from '../client/client.ts';
import { endsOf, type Fields, fieldsOf, maybePartOf, numberOf } from '../client/response-fields.ts';
import type { Place } from './pulls.ts';
import { ofWrite } from './runs.ts';

/** Who the App is: its number, and its short name where that is known; or whose token is used in an App's place. */
export interface AppIdentity {
  readonly id: number;
  readonly slug?: string;
  /** Then the App's comments are those of this account. */
  readonly login?: string;
}

/**
 * Pages of a hundred comments that are looked through from each end. The comment of a review is among the first ones, since it
 * comes with the first review; one that was just written, and that no note mentions after a kill, is among the last.
 */
const PAGES_OF_EACH_END = 3;

/** Of the first and last pages, the oldest first. A marker in a person's comment means nothing. */
export async function commentsOf(
  client: Client,
  place: Place,
  app: AppIdentity,
  number: number,
  marker: string,
): Promise<readonly OwnComment[]> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const all = await endsOf(client, route, { ...place, issue_number: number }, PAGES_OF_EACH_END);
  return all
    .filter((each) => isOwn(each, app))
    .map(commentOf)
    .filter(({ body }) => body.startsWith(marker))
    .sort((a, b) => a.id - b.id);
}

/** Writes a new comment. @throws ForgeError */
export async function comment(client: Client, place: Place, number: number, body: string): Promise<OwnComment> {
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const { data } = await client.write(route, { ...place, issue_number: number, body }, { notifies: true });
  return ofWrite(() => commentOf(fieldsOf(data)));
}

/** Replaces the text of a comment. @throws ForgeError */
export async function editComment(client: Client, place: Place, id: number, body: string): Promise<void> {
  const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
  const { data } = await client.write(route, { ...place, comment_id: id, body });
  ofWrite(() => numberOf(fieldsOf(data), 'id'));
}

/** Adds a reaction to a comment; one that is there stays. @throws ForgeError */
export async function react(client: Client, place: Place, id: number, content: Reaction): Promise<void> {
  const route = 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
  const { data } = await client.write(route, { ...place, comment_id: id, content });
  ofWrite(() => numberOf(fieldsOf(data), 'id'));
}

const ROLES: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** An organisation's own role counts as the permission that it grants. */
export async function roleOf(client: Client, place: Place, person: string): Promise<Role> {
  // the name becomes part of an address, where `..` must not occur
  if (!/^[A-Za-z0-9_][A-Za-z0-9_-]*(?:\[bot\])?$/.test(person)) return 'none';
  try {
    const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
    const fields = fieldsOf((await client.read(route, { ...place, username: person })).data);
    const roles = [fields['role_name'], fields['permission']].map((name) => ROLES.find((role) => role === name));
    return roles.find((role) => role !== undefined) ?? 'none';
  } catch (error) {
    if (error instanceof ForgeError && error.trouble === 'gone') return 'none';
    throw error;
  }
}

/** The account to which the client's token belongs; an installation's is its bot. */
export async function ownLogin(client: Client): Promise<string> {
  const answer = fieldsOf(await client.query('query { viewer { login } }', {}));
  const login = maybePartOf(answer, 'viewer')?.['login'];
  if (typeof login !== 'string') throw new ForgeError('gone', 'GitHub did not identify the owner of the token');
  return login;
}

function isOwn(fields: Fields, { id, slug, login }: AppIdentity): boolean {
  if (login !== undefined) return maybePartOf(fields, 'user')?.['login'] === login;
  const via = maybePartOf(fields, 'performed_via_github_app');
  if (via !== undefined) return via['id'] === id;
  const user = maybePartOf(fields, 'user');
  return slug !== undefined && user?.['type'] === 'Bot' && user['login'] === `${slug}[bot]`;
}

function commentOf(fields: Fields): OwnComment {
  const { body } = fields;
  return { id: numberOf(fields, 'id'), body: typeof body === 'string' ? body : '' };
}
