/** Handles uninstall and suspend: drops queued jobs; on uninstall it also deletes what people decided. */

import type { AppServices } from '../context.ts';
import type { Event } from '../ports/events.ts';
import { knownRepositories, RepositoryRecords } from '../records/repository-records.ts';

/** Drops what waits for these repositories; `isForGood`: what was decided there as well. */
export async function leave(
  { installation, repositories, isForGood }: Event & { readonly kind: 'uninstalled' },
  { store, clock }: Pick<AppServices, 'store' | 'clock'>,
): Promise<void> {
  await store.forget(installation, repositories);
  if (!isForGood) return;
  const known = [...(await knownRepositories(store)).values()];
  const left = repositories ?? known.filter((each) => each.installation === installation).map(({ id }) => id);
  for (const id of left) {
    // without this the hourly sweep would keep asking for it, and GitHub would refuse it
    await new RepositoryRecords(store, clock, { id }).forget();
  }
}
