/** Routes of the App itself, and what everybody may ask. */

import type { Deliveries, Receiver } from './deliveries.ts';
import { installationJson } from './events.ts';
import { appJson, repositoryJson, roleJson, timeOf } from './json.ts';
import { notFound } from './refusal.ts';
import { type Call, ok, pageOf, type Reply, type Route } from './route.ts';
import type { Tokens } from './tokens.ts';
import { roleOf } from './world.ts';

/** @param receiver where webhooks go */
export function appRoutes(tokens: Tokens, deliveries: Deliveries, receiver: () => Receiver | null): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/app',
      by: 'app',
      answer: ({ world }) => ok({ ...appJson(world), installations_count: 1 }),
    },
    {
      method: 'POST',
      path: '/app/installations/{installation_id}/access_tokens',
      by: 'app',
      answer: (call) => issue(call, tokens),
    },
    {
      method: 'GET',
      path: '/app/installations',
      by: 'app',
      answer: (call) => {
        const { world } = call;
        const owner = world.repositories[0]?.owner ?? world.account('owner');
        const { items, headers } = pageOf(call, world.state === 'deleted' ? [] : [installationJson(world, owner)]);
        return ok(items, headers);
      },
    },
    {
      method: 'GET',
      path: '/app/hook/config',
      by: 'app',
      answer: () => {
        const hook = receiver();
        const secret = hook === null ? {} : { secret: '********' };
        return ok({ url: hook?.url ?? '', content_type: 'json', insecure_ssl: '0', ...secret });
      },
    },
    {
      method: 'GET',
      path: '/meta',
      by: 'anybody',
      answer: () => ok({ verifiable_password_authentication: true, hooks: ['127.0.0.0/8'] }),
    },
    { method: 'GET', path: '/app/hook/deliveries', by: 'app', answer: (call) => deliveries.list(call) },
    {
      method: 'GET',
      path: '/app/hook/deliveries/{delivery_id}',
      by: 'app',
      answer: (call) => deliveries.show(call),
    },
    {
      method: 'POST',
      path: '/app/hook/deliveries/{delivery_id}/attempts',
      by: 'app',
      answer: (call) => deliveries.attempt(call),
    },
    {
      method: 'GET',
      path: '/repos/{owner}/{repo}/installation',
      by: 'app-in-repository',
      answer: ({ world, repository }) => ok(installationJson(world, repository.owner)),
    },
    {
      method: 'GET',
      path: '/repos/{owner}/{repo}',
      by: 'installation',
      need: [['metadata', 'read']],
      answer: ({ world, repository }) =>
        ok({ ...repositoryJson(world, repository), network_count: 0, subscribers_count: 0 }),
    },
    {
      method: 'GET',
      path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
      by: 'installation',
      need: [['metadata', 'read']],
      answer: ({ world, repository, params }) => {
        const known = world.accounts.get((params['username'] ?? '').toLowerCase());
        if (known === undefined) throw notFound();
        return ok(roleJson(world, known, roleOf(repository, known.login)));
      },
    },
  ];
}

function issue({ world, params, body }: Call, tokens: Tokens): Reply {
  const installation = Number(params['installation_id']);
  if (![world.installation, ...world.installations.values()].includes(installation)) throw notFound();
  const { token, expiresAt, permissions, repositories } = tokens.issue(body, installation);
  const named = repositories?.map((id) => world.repositories.find((each) => each.id === id));
  return {
    status: 201,
    body: {
      token,
      expires_at: timeOf(expiresAt),
      permissions,
      repository_selection: 'selected',
      ...(named === undefined
        ? {}
        : { repositories: named.flatMap((each) => (each === undefined ? [] : [repositoryJson(world, each)])) }),
    },
  };
}
