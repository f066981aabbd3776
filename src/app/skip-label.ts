/** The label that skips an audit: it counts only where somebody with write permission set it. */
import type { Settings } from '../config/settings.ts';
import type { Forge, PullRequest } from './forge.ts';
import { hasRole } from './roles.ts';

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
