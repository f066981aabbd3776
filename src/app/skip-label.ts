/** The label that skips an audit: it counts only where somebody with write permission set it. */
import type { Settings } from '../config/settings.ts';
import type { Forge, PullRequest } from './forge.ts';
import { recallVerdict } from './pull-request-state.ts';
import { hasRole } from './roles.ts';
import type { AppServices } from './services.ts';

/** @returns who set a label that is there and counts; GitHub is asked each time, since deliveries come late, merged or not at all */
export async function skippedBy(
  forge: Forge,
  { number, labels }: PullRequest,
  { skipLabel }: Settings,
): Promise<string | null> {
  if (skipLabel === '' || !labels.includes(skipLabel)) return null;
  const person = await forge.labelledBy(number, skipLabel);
  return person !== null && hasRole(await forge.roleOf(person), 'write') ? person : null;
}

/** Once for a head that begins to be skipped: who let it pass is asked later. */
export async function recordSkip(
  { repository }: Forge,
  { number, head }: PullRequest,
  { skipLabel }: Settings,
  person: string,
  { store, clock }: AppServices,
): Promise<void> {
  if ((await recallVerdict(store, repository.id, head, number))?.why === 'skipped') return;
  const what = `label ${skipLabel}`;
  await store.record({
    at: clock.now(),
    repository: repository.id,
    pullRequest: number,
    actor: person,
    what,
    detail: { head },
  });
}
