/** Clients with the rights of an installation, each with a token for one repository only. */

import { ProbotOctokit } from 'probot';
import type { Clock } from '../../app/ports/clock.ts';
import type { RepositoryRef } from '../../app/ports/forge.ts';
import type { CallLog, CallReport, OctokitLike } from './attempt.ts';
import { type Client, makeClient } from './client.ts';
import { makePacings, type ReserveFor } from './rate-limit.ts';
import type { Secret } from './secret.ts';

export interface AppClients {
  /** For what the App does as itself: its deliveries, its registration. */
  readonly app: () => Promise<Client>;
  readonly of: (repository: RepositoryRef) => Promise<Client>;
  /** Reads contents of another repository of the same installation. @param name of that repository, without its owner */
  readonly reading: (repository: RepositoryRef, name: string) => Promise<Client>;
}

export interface AppClientsOptions {
  readonly clock: Clock;
  readonly appId: number;
  readonly privateKey: Secret;
  /** As `https://api.github.com`. */
  readonly api: string;
  /** @param installation whose quota it took; 0: the App's own */
  readonly onCall: (call: CallReport, installation: number) => void;
  readonly log: CallLog;
  /** In ms; GitHub's best practices ask for 1,000. */
  readonly betweenWrites: number;
  /** Where other processes write for the same installations. */
  readonly reserveFor?: ReserveFor;
}

/** So many repositories' clients are kept; what they remember (ETags, tokens) can be had again. */
const MOST_KEPT = 500;

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, fatal: () => {}, trace: () => {} };

/** The retries and the throttle of Octokit are off: pacing and second attempts are the client's. */
const PLAIN = { throttle: { enabled: false }, retry: { enabled: false }, log: SILENT };

function octokitWith(auth: object, baseUrl: string): InstanceType<typeof ProbotOctokit> {
  return new ProbotOctokit({ auth, baseUrl, ...PLAIN } as unknown as ConstructorParameters<typeof ProbotOctokit>[0]);
}

/** Clients of the App and of its installations. Tokens are made when they are needed. */
export function makeAppClients(options: AppClientsOptions): AppClients {
  const { appId, privateKey, api, onCall, betweenWrites, reserveFor, log, clock } = options;
  /** What the client of an installation reports: with the repository's name where it is of one. */
  const reporting = (installation: number, repository?: string) => {
    const whose = { installation, ...(repository === undefined ? {} : { repository }) };
    return {
      onCall: (call: CallReport): void => {
        onCall(call, installation);
        const { route, status, ms: milliseconds, remaining } = call;
        log.debug({ ...whose, route, status, milliseconds, remaining }, 'a call of GitHub');
      },
      log: {
        debug: (data: object, words: string) => log.debug({ ...whose, ...data }, words),
        warn: (data: object, words: string) => log.warn({ ...whose, ...data }, words),
      },
    };
  };
  // Probot's own instance asks api.github.com for tokens whatever the base address is (probot 14.3.2, getProbotOctokitWithDefaults)
  const asApp = octokitWith({ appId, privateKey: privateKey.reveal() }, api);
  const pacingOf = makePacings(clock, betweenWrites, reserveFor);
  const kept = new Map<string, Promise<Client>>();

  /** @param rights all that the token is for */
  const tokenFor = async (installation: number, rights: object): Promise<OctokitLike> => {
    const { token } = (await asApp.auth({
      type: 'installation',
      installationId: installation,
      ...rights,
      refresh: true,
    })) as { readonly token: string };
    return octokitWith({ token }, api) as unknown as OctokitLike;
  };
  const make = async (installation: number, name: string, rights: object): Promise<Client> =>
    // the first token is asked for by the first call, so that trouble with it is like any other
    makeClient(null, {
      clock,
      pacing: pacingOf(installation),
      ...reporting(installation, name),
      renew: () => tokenFor(installation, rights),
    });
  const keeping = (key: string, made: () => Promise<Client>): Promise<Client> => {
    const client = kept.get(key) ?? made();
    kept.delete(key);
    kept.set(key, client);
    // one that could not be made is not remembered
    client.catch(() => kept.delete(key));
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
    return client;
  };

  return {
    app: async () => {
      return makeClient(asApp as unknown as OctokitLike, { clock, pacing: pacingOf(0), ...reporting(0) });
    },
    of: ({ id, installation, owner, name }) =>
      keeping(String(id), () => make(installation, `${owner}/${name}`, { repositoryIds: [id] })),
    reading: ({ installation, owner }, name) =>
      keeping(`${installation}/${name}`, () =>
        make(installation, `${owner}/${name}`, { repositoryNames: [name], permissions: { contents: 'read' } }),
      ),
  };
}
