/** A pull request for the command line, read with a person's token. Nothing is written unless `post` is called. */
import { Octokit } from '@octokit/rest';
import { ForgeError } from '../app/forge.ts';
import { postReview } from '../app/post-review.ts';
import { type RemotePullRequest, readPullRequest } from '../app/remote-review.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { makeClient } from './client.ts';
import { makeForge } from './forge.ts';
import { ownLogin } from './forge-comments.ts';
import { makePacing, SYSTEM_CLOCK } from './pacing.ts';
import { pullRequestAddress } from './pull-request-address.ts';

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * @param input as `owner/name#12` or its address
 * @param env GITHUB_TOKEN or GH_TOKEN: without one GitHub answers only for public repositories, seldom, and no GraphQL
 */
export async function remotePullRequest(input: string, env: NodeJS.ProcessEnv): Promise<RemotePullRequest | Failure> {
  const address = pullRequestAddress(input, env['GH_HOST'] || env['GHE_HOST'] || undefined);
  if (isFailure(address)) return address;
  const token = env['GITHUB_TOKEN'] || env['GH_TOKEN'];
  if (!token)
    return failure(
      input,
      'a token is needed to read pull requests',
      'set GITHUB_TOKEN (read access to the repository is enough)',
    );
  const octokit = new Octokit({ auth: token, baseUrl: env['GITHUB_API_URL'] || address.api, log: SILENT });
  const client = makeClient(octokit, { clock: SYSTEM_CLOCK, pacing: makePacing(SYSTEM_CLOCK) });
  const { owner, name, number } = address;
  const repository = { owner, name, id: 0, installation: 0 };
  const forge = makeForge(client, repository, { id: 0 });
  const post: RemotePullRequest['post'] = async (review, perCommit) => {
    const own = makeForge(client, repository, { id: 0, login: await ownLogin(client) });
    return postReview(own, number, review, { perCommit, repository: `https://${address.host}/${owner}/${name}` });
  };
  try {
    const given = await readPullRequest(forge, number);
    return { ...given, post: (...review) => post(...review).catch((error: unknown) => notPosted(input, error)) };
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error;
    const remedy =
      error.trouble === 'gone'
        ? 'check the name, and that the token may read the repository'
        : 'check the token and the connection, or try again later';
    return failure(input, `GitHub did not give it: ${error.message}`, remedy);
  }
}

/** Posting again is safe: a comment that is there is edited. */
function notPosted(input: string, error: unknown): Failure {
  if (!(error instanceof ForgeError)) throw error;
  const mayNot = error.trouble === 'gone' || error.trouble === 'refused';
  const remedy = mayNot ? 'check that the token may write to pull requests' : 'try again: a comment is not made twice';
  return failure(input, `the review could not be posted: ${error.message}`, remedy);
}
