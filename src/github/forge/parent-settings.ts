/** Settings of another repository of the same owner, which a repository's own settings extend. */
import { Buffer } from 'node:buffer';
import { ForgeError } from '../../app/ports/forge.ts';
import type { ParentSettings } from '../../config/settings.ts';
import { type Failure, failure } from '../../text/failure.ts';
import type { Client } from '../client/client.ts';
import { fieldsOf } from '../client/response-fields.ts';

/** The clients that may read it: that of the repository itself, and one with a token for the other repository. */
export interface ParentClients {
  readonly own: () => Promise<Client>;
  readonly ofParent: () => Promise<Client>;
}

/**
 * The text of such a file. A public repository is read with the token of the repository itself; a private one takes a token of
 * its own, which GitHub gives only where the App is installed there.
 *
 * @returns a failure where the file is missing, or the App may not read it
 * @throws ForgeError where GitHub has trouble, so that it is asked again later
 */
export async function remoteText(
  clients: ParentClients,
  owner: string,
  parent: ParentSettings,
): Promise<string | Failure> {
  const found = (await textBy(clients.own, owner, parent)) ?? (await textBy(clients.ofParent, owner, parent));
  if (found !== null) return found;
  const name = `${owner}/${parent.repository}`;
  return failure(
    `${parent.repository}:${parent.path}`,
    `the settings that \`_extends\` names do not exist, or the App is not installed in ${name}`,
    `check that the file is on the default branch of ${name}; if the repository is private, install the App there too`,
  );
}

/** Null: GitHub does not show it with this token. */
async function textBy(
  client: () => Promise<Client>,
  owner: string,
  { repository, path }: ParentSettings,
): Promise<string | Failure | null> {
  try {
    const { data } = await (await client()).read(
      'GET /repos/{owner}/{repo}/contents/{path}',
      { owner, repo: repository, path },
      { remembers: true },
    );
    const name = `${repository}:${path}`;
    if (Array.isArray(data))
      return failure(name, 'is a folder', `set \`_extends\` to a file, such as \`${repository}:${path}/settings.yml\``);
    const { content, encoding } = fieldsOf(data);
    if (encoding === 'base64' && typeof content === 'string') return Buffer.from(content, 'base64').toString('utf8');
    return failure(name, 'is not a regular file below 1 MB', 'set `_extends` to a YAML settings file');
  } catch (error) {
    if (error instanceof ForgeError && error.trouble !== 'later') return null;
    throw error;
  }
}
