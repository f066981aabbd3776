/** The label that skips an audit: it counts only where somebody with write permission set it. */
import type { Settings } from '../config/settings.ts';
import { decisionKey } from './decisions.ts';
import type { Event } from './events.ts';
import type { Forge, PullRequest } from './forge.ts';
import type { JobStore } from './job-store.ts';
import { hasRole } from './roles.ts';

function grantKey(repository: number, pullRequest: number, label: string): string {
  return `${decisionKey('label/', repository, pullRequest)}/${label}`;
}

/** Notes who set a label, if that person may; of anybody else's hand, an earlier grant is over. Called for each event of a label. */
export async function noteLabel(
  event: Event & { readonly kind: 'pull-request' },
  forge: Forge,
  store: JobStore,
  { skipLabel }: Settings,
  now: number,
): Promise<void> {
  const { label, sender, repository, number } = event;
  if (skipLabel === '' || label !== skipLabel || sender === undefined) return;
  const role = await forge.roleOf(sender);
  const isGranted = hasRole(role, 'write');
  await store.remember(grantKey(repository.id, number, label), isGranted ? { sender, role, at: now } : undefined, now);
  if (!isGranted) return;
  await store.record({
    at: now,
    repository: repository.id,
    pullRequest: number,
    actor: sender,
    what: `label ${label}`,
    detail: { role },
  });
}

/** A label that is there, and that somebody set who may. */
export async function skipIsGranted(
  store: JobStore,
  repository: number,
  { number, labels }: PullRequest,
  { skipLabel }: Settings,
): Promise<boolean> {
  if (skipLabel === '' || !labels.includes(skipLabel)) return false;
  return (await store.recall(grantKey(repository, number, skipLabel))) !== undefined;
}
