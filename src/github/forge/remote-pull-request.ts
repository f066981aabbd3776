/** A pull request for the command line, read with a person's token or without one. Nothing is written unless `post` is called. */
import { Octokit } from '@octokit/rest';
import { postReview } from '../../app/check/post-review.ts';
import { type RemotePullRequest, readPullRequest } from '../../app/check/remote-review.ts';
import type { Clock } from '../../app/ports/clock.ts';
import { ForgeError } from '../../app/ports/forge.ts';
import { type Failure, failure, isFailure } from '../../text/failure.ts';
import { makeClient } from '../client/client.ts';
import { makePacing } from '../client/rate-limit.ts';
import { type Asked, whomToAsk } from './choose-host.ts';
import { ownLogin } from './comments.ts';
import { makeForge } from './github-forge.ts';

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * @param input as `owner/name#12` or its address
 * @param env see `whomToAsk`: without a token GitHub answers for public repositories, some dozen calls an hour
 */
export async function remotePullRequest(
  input: string,
  env: NodeJS.ProcessEnv,
  clock: Clock,
): Promise<RemotePullRequest | Failure> {
  const asked = whomToAsk(input, env);
  if (isFailure(asked)) return asked;
  const { address, token, api } = asked;
  const isAnonymous = token === null;
  const octokit = new Octokit({ ...(isAnonymous ? {} : { auth: token }), baseUrl: api, log: SILENT });
  let remaining: number | null = null;
  const client = makeClient(octokit, {
    clock,
    pacing: makePacing(clock),
    onCall: (call) => {
      remaining = call.remaining ?? remaining;
    },
  });
  const { owner, name, number } = address;
  const repository = { owner, name, id: 0, installation: 0 };
  const forge = makeForge(client, repository, { id: 0 }, { isAnonymous });
  const post: RemotePullRequest['post'] = async (review, options) => {
    if (isAnonymous) return failure('--post', 'needs a token', `set ${asked.variable} to one that may write comments`);
    const own = makeForge(client, repository, { id: 0, login: await ownLogin(client) });
    return postReview(own, number, review, { ...options, repository: `https://${address.host}/${owner}/${name}` });
  };
  const notGiven: RemotePullRequest['notGiven'] = (error) =>
    error instanceof ForgeError ? failureOf(input, error, asked) : null;
  try {
    const given = await readPullRequest(forge, number);
    return {
      ...given,
      notGiven,
      notes: () => (isAnonymous ? notesOf(asked, remaining) : []),
      post: (...review) => post(...review).catch((error: unknown) => notPosted(input, error)),
    };
  } catch (error) {
    const failed = notGiven(error);
    if (failed === null) throw error;
    return failed;
  }
}

/** Without a token; the limit: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function notesOf({ address, withheld, variable }: Asked, remaining: number | null): readonly string[] {
  if (withheld !== null) return [`${address.host} was asked without a token: ${withheld}; set ${variable}`];
  if (remaining === null) return [];
  const left = `${remaining} ${remaining === 1 ? 'call is' : 'calls are'} left of this hour's limit`;
  return [`GitHub was asked without a token: ${left}; set ${variable} to any token to raise it`];
}

function failureOf(input: string, error: ForgeError, { token, variable, withheld, address }: Asked): Failure {
  const isAnonymous = token === null;
  const without = withheld === null ? '' : ` (${address.host} was asked without a token: ${withheld})`;
  if (error.status === 429 && error.at !== null) {
    const until = `until ${new Date(error.at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const remedy = isAnonymous ? `set ${variable} to raise it, or try again then` : 'try again then';
    return failure(input, `GitHub's rate limit is exhausted ${until}${without}`, remedy);
  }
  const what = `GitHub refused it: ${error.message}${without}`;
  if (error.trouble === 'gone')
    return failure(
      input,
      what,
      isAnonymous
        ? `check the name; a private repository needs a token in ${variable}`
        : 'check the name, and that the token may read the repository',
    );
  const check = isAnonymous ? `set ${variable}, check the connection` : 'check the token and the connection';
  return failure(input, what, `${check}, or try again later`);
}

/** Posting again is safe: a comment that is there is edited. */
function notPosted(input: string, error: unknown): Failure {
  if (!(error instanceof ForgeError)) throw error;
  const mayNot = error.trouble === 'gone' || error.trouble === 'refused';
  const remedy = mayNot
    ? 'check that the token may write to pull requests'
    : 'try again: the comment is not posted twice';
  return failure(input, `could not post the review: ${error.message}`, remedy);
}
