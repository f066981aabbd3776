/** Use case: the App was taken out of repositories, or suspended there: no work is left, and for good no memory either. */

import type { AppServices } from '../context.ts';
import type { Event } from '../ports/events.ts';
import { forgetDecisionsIn } from '../records/decisions.ts';
import { knownRepositories, repositoryKey } from '../records/repositories.ts';

export async function leave(
  { installation, repositories, isForGood }: Event & { readonly kind: 'uninstalled' },
  { store, clock }: Pick<AppServices, 'store' | 'clock'>,
): Promise<void> {
  await store.forget(installation, repositories);
  if (!isForGood) return;
  const known = [...(await knownRepositories(store)).values()];
  const left = repositories ?? known.filter((each) => each.installation === installation).map(({ id }) => id);
  for (const id of left) {
    // or it would be looked at every hour, and GitHub would refuse it
    await store.remember(repositoryKey({ id }), undefined, clock.now());
    await forgetDecisionsIn(store, id, clock.now());
  }
}
