/** Settings of another repository of the same owner, which a repository's own settings extend. */
import { ForgeError } from '../app/forge.ts';
import type { ParentSettings } from '../config/settings.ts';
import type { Client } from './client.ts';

/** @returns null where there is no such file, or the App may not read it */
export async function remoteText(
  client: Client,
  owner: string,
  { repository, path }: ParentSettings,
): Promise<string | null> {
  try {
    const { data } = await client.read('GET /repos/{owner}/{repo}/contents/{path}', {
      owner,
      repo: repository,
      path,
      headers: { accept: 'application/vnd.github.raw+json' },
    });
    return typeof data === 'string' ? data : null;
  } catch (error) {
    if (error instanceof ForgeError && error.trouble !== 'later') return null;
    throw error;
  }
}
