/** Use case: a person pressed a button of a check run; the permissions of that person count. */

import { parseExternalId } from '../../publish/external-id.ts';
import type { AppServices } from '../context.ts';
import { ensureHeard, noteCommand } from '../limits/command-allowance.ts';
import type { Event } from '../ports/events.ts';
import { wantedReport, wantedReview } from '../ports/wanted-jobs.ts';
import { PullRequestRecords } from '../records/pull-request-records.ts';
import { hasRole } from '../settings/roles.ts';

const COMMANDS = { reaudit: 'audit', 'full-report': 'full' } as const;

/** Does what the button says, where the person may. @throws ForgeError; Unheard where the person has sent too many */
export async function pressAction(event: Event & { readonly kind: 'action' }, services: AppServices): Promise<void> {
  const { repository, identifier, sender, externalId, run } = event;
  const identity = parseExternalId(externalId);
  if (identity?.kind !== 'pull-request' || !Object.hasOwn(COMMANDS, identifier)) return;
  const command = COMMANDS[identifier as keyof typeof COMMANDS];
  const { number } = identity;
  const { store, clock } = services;
  const asked = { repository, number, sender, id: `${run}/${identifier}/${event.delivery ?? ''}` };
  await ensureHeard(asked, services);
  const forge = await services.forges.of(repository);
  const pullRequest = await forge.pullRequest(number);
  const inForce = await services.settingsFor(forge, {
    base: pullRequest.base,
    branch: pullRequest.baseBranch,
    head: null,
  });
  const isAuthor = command === 'audit' && sender.toLowerCase() === pullRequest.author.toLowerCase();
  const role = isAuthor ? null : await forge.roleOf(sender);
  const isRefused = role !== null && !hasRole(role, inForce.settings.commands[command]);
  if (role === null || !hasRole(role, 'write')) await noteCommand(asked, isRefused, services);
  if (isRefused) return;
  const now = clock.now();
  const records = new PullRequestRecords(store, clock, repository, number);
  await records.record(sender, `button ${identifier}`, { run, head: pullRequest.head });
  const wanted =
    command === 'full'
      ? wantedReport(repository, number, sender, now)
      : wantedReview(repository, number, 'rerun', {
          head: null,
          force: true,
          notBefore: now,
          author: pullRequest.author,
          asker: sender,
        });
  await store.want([wanted], now);
}
