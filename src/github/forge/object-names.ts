/** What names of git's objects lead to on GitHub. */
import { ForgeError } from '../../app/ports/forge.ts';
import type { Client } from '../client/client.ts';
import { type Fields, fieldsOf } from '../client/response-fields.ts';
import type { Listing, Listings } from './listings.ts';

export interface Objects {
  /**
   * As GraphQL describes them: `__typename`, `oid`, of blobs also `byteSize` and `text`; null for what is not there, or cannot
   * be asked for so.
   * @param names ids, or `REVISION:PATH`
   * @param withText whether the texts of blobs are wanted; they may be missing all the same
   */
  of(names: readonly string[], withText: boolean): Promise<readonly (Fields | null)[]>;
}

/** Many at once by GraphQL, which needs a token. Too much for one answer is asked for in halves. */
export function objectsByQuery(
  client: Client,
  { owner, name }: { readonly owner: string; readonly name: string },
): Objects {
  const of: Objects['of'] = async (names, withText) => {
    try {
      const variables = Object.fromEntries(names.map((each, index) => [`e${index}`, each]));
      const data = fieldsOf(await client.query(queryFor(names.length, withText), { owner, name, ...variables }));
      if (data['repository'] === null) throw new ForgeError('gone', 'GitHub has no such repository', null, 404);
      const found = fieldsOf(data['repository']);
      return names.map((_, index) => (found[`f${index}`] ? fieldsOf(found[`f${index}`]) : null));
    } catch (error) {
      if (names.length === 1 || !isTooMuch(error)) throw error;
      const half = names.length >> 1;
      const first = await of(names.slice(0, half), withText);
      return [...first, ...(await of(names.slice(half), withText))];
    }
  };
  return { of };
}

/** Without GraphQL: from folder to folder, each listed once. An id alone does not say what it names. */
export function objectsByFolders({ list }: Listings): Objects {
  const listed = new Map<string, Promise<Listing>>();
  const entriesOf = async (folder: string): Promise<Listing['entries']> => {
    const known = listed.get(folder) ?? list(folder, false);
    listed.set(folder, known);
    return (await known).entries;
  };
  const find = async (revision: string, path: string): Promise<Fields | null> => {
    // GitHub takes a commit's id for its tree's
    let folder = revision;
    const steps = path === '' ? [] : path.split('/');
    for (const [index, step] of steps.entries()) {
      const entry = (await entriesOf(folder)).find((each) => each.path === step);
      const isLast = index === steps.length - 1;
      if (entry?.kind === 'folder') folder = entry.id;
      // submodules have no size
      else if (!isLast || entry === undefined || entry.size === null) return null;
      else return { __typename: 'Blob', oid: entry.id, byteSize: entry.size };
    }
    return { __typename: 'Tree', oid: folder };
  };
  return {
    of: (names) =>
      Promise.all(
        names.map((name) => {
          const colon = name.indexOf(':');
          return colon < 0 ? null : find(name.slice(0, colon), name.slice(colon + 1));
        }),
      ),
  };
}

/** The names are variables: nothing of a path becomes part of the query. */
function queryFor(count: number, withText: boolean): string {
  const each = Array.from({ length: count }, (_, index) => index);
  const variables = each.map((index) => `$e${index}: String!`).join(', ');
  const objects = each.map((index) => `f${index}: object(expression: $e${index}) { ...file }`).join('\n');
  return `query($owner: String!, $name: String!, ${variables}) {
repository(owner: $owner, name: $name) {
${objects}
} }
fragment file on GitObject { __typename oid ... on Blob { byteSize isBinary isTruncated ${withText ? 'text' : ''} } }`;
}

function isTooMuch(error: unknown): boolean {
  return (
    error instanceof ForgeError && error.trouble === 'later' && [0, 200, 500, 502, 503, 504].includes(error.status)
  );
}
