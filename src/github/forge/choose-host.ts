/** Which GitHub a call of the command line asks for a pull request, and by which token. */
import { type Failure, failure, isFailure } from '../../text/failure.ts';
import { isHost, isLoopback, TOKENS_OF_CLOUD, TOKENS_OF_SERVER, tokenVariablesOf } from '../client/hosts.ts';
import { type PullRequestAddress, pullRequestAddress } from './pull-request-address.ts';

export interface Asked {
  readonly address: PullRequestAddress;
  /** Without a slash at its end. */
  readonly api: string;
  /** Null: it is asked without one. */
  readonly token: string | null;
  /** Where it looks for one, in words, as `GITHUB_TOKEN`. */
  readonly variable: string;
  /** Why no token was sent although the environment has one, in words; null: there is nothing to say. */
  readonly withheld: string | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables are those of gh and of GitHub Actions. An input may name a hostile host: it never decides
 * that a token is sent there.
 * @param input as `owner/name#12` or its address
 * @param env GH_HOST (or the App's GHE_HOST): the host of the short form, and of GH_ENTERPRISE_TOKEN; GITHUB_API_URL: where the
 * API of GITHUB_SERVER_URL is, which is github.com unless said otherwise. On loopback it takes the place of GitHub in trials
 */
export function whomToAsk(input: string, env: Variables): Asked | Failure {
  const ownHost = env['GH_HOST'] || env['GHE_HOST'] || null;
  if (ownHost !== null && !isHost(ownHost))
    return failure('GH_HOST', 'is not a host', 'write only the name, such as `github.example.org`, without https://');
  const server = addressIn(env, 'GITHUB_SERVER_URL', 'https://github.com');
  if (isFailure(server)) return server;
  const address = pullRequestAddress(input, ownHost ?? server.host);
  if (isFailure(address)) return address;
  const api = addressIn(env, 'GITHUB_API_URL', address.api);
  if (isFailure(api)) return api;

  const isNamed = Boolean(env['GITHUB_API_URL']) && address.host === server.host;
  const asked = isNamed ? api : new URL(address.api);
  const isTrial = isNamed && isLoopback(asked.hostname);
  const variables = isTrial ? TOKENS_OF_CLOUD : tokenVariablesOf(asked, ownHost);
  const token = firstOf(env, variables);
  return {
    address,
    api: asked.href.replace(/\/$/, ''),
    token,
    variable:
      variables === TOKENS_OF_CLOUD
        ? 'GITHUB_TOKEN'
        : variables === TOKENS_OF_SERVER
          ? 'GH_ENTERPRISE_TOKEN'
          : `GH_ENTERPRISE_TOKEN (with GH_HOST=${address.host}, where that is a GitHub of yours)`,
    withheld: token === null ? withheldOf(env) : null,
  };
}

function withheldOf(env: Variables): string | null {
  if (firstOf(env, TOKENS_OF_CLOUD) !== null) return 'GH_TOKEN and GITHUB_TOKEN go only to github.com and *.ghe.com';
  return firstOf(env, TOKENS_OF_SERVER) === null ? null : 'GH_ENTERPRISE_TOKEN goes only to the host of GH_HOST';
}

function firstOf(env: Variables, names: readonly string[]): string | null {
  return names.map((name) => env[name]).find(Boolean) ?? null;
}

/** Without TLS only on this machine: otherwise the network could read the token. */
function addressIn(env: Variables, name: string, instead: string): URL | Failure {
  const text = env[name] || instead;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return url;
  return failure(name, 'is not an https address', `leave it out, or write it as \`${instead}\``);
}
