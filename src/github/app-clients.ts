/** Clients with the rights of an installation, each with a token for one repository only. */
import { type Probot, ProbotOctokit } from 'probot';
import type { RepositoryRef } from '../app/forge.ts';
import type { CallReport, OctokitLike } from './attempts.ts';
import { type Client, makeClient } from './client.ts';
import { makePacings, SYSTEM_CLOCK } from './pacing.ts';

export interface AppClients {
  /** For what the App does as itself: its deliveries, its registration. */
  readonly app: () => Promise<Client>;
  readonly of: (repository: RepositoryRef) => Promise<Client>;
}

export interface AppClientsOptions {
  /** As `https://api.github.com`. */
  readonly api: string;
  readonly onCall: (call: CallReport) => void;
}

/** So many repositories' clients are kept; what they remember (ETags, tokens) can be had again. */
const MOST_KEPT = 500;

/** The retries and the throttle of Octokit are off: pacing and second attempts are the client's. */
const PLAIN = { throttle: { enabled: false }, retry: { enabled: false } };

export function makeAppClients(probot: Pick<Probot, 'auth'>, { api, onCall }: AppClientsOptions): AppClients {
  const pacingOf = makePacings(SYSTEM_CLOCK);
  const kept = new Map<number, Promise<Client>>();

  const tokenFor = async ({ installation, id }: RepositoryRef, refresh: boolean): Promise<OctokitLike> => {
    const asApp = await probot.auth();
    const { token } = (await asApp.auth({
      type: 'installation',
      installationId: installation,
      repositoryIds: [id],
      refresh,
    })) as { readonly token: string };
    return new ProbotOctokit({ auth: { token }, baseUrl: api, ...PLAIN }) as unknown as OctokitLike;
  };
  const make = async (repository: RepositoryRef): Promise<Client> =>
    makeClient(await tokenFor(repository, false), {
      clock: SYSTEM_CLOCK,
      pacing: pacingOf(repository.installation),
      onCall,
      renew: () => tokenFor(repository, true),
    });

  return {
    app: async () => {
      const asApp = (await probot.auth()) as unknown as OctokitLike;
      return makeClient(asApp, { clock: SYSTEM_CLOCK, pacing: pacingOf(0), onCall });
    },
    of: (repository) => {
      const known = kept.get(repository.id);
      kept.delete(repository.id);
      const client = known ?? make(repository);
      kept.set(repository.id, client);
      // one that could not be made is not remembered
      client.catch(() => kept.delete(repository.id));
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as number);
      return client;
    },
  };
}
