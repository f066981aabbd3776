/** An Octokit that talks to the fake GitHub. */
import { Octokit } from '@octokit/rest';
import { type FakeGitHub, signJwt } from './index.ts';

const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** As the App's installation; @param narrowed as the body of a request for a token. */
export function octokitOf(hub: FakeGitHub, narrowed: Readonly<Record<string, unknown>> = {}): Octokit {
  return new Octokit({ baseUrl: hub.url, auth: hub.token(narrowed), log: QUIET });
}

/** As the App itself. */
export function appOctokitOf(hub: FakeGitHub): Octokit {
  return new Octokit({ baseUrl: hub.url, auth: signJwt(hub.appId), log: QUIET });
}
