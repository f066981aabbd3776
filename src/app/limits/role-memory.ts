/** Who may write. A refusal is remembered for some minutes; a granted right is checked with GitHub each time. */

import type { AppServices } from '../context.ts';
import { type Forge, ForgeError, type Role } from '../ports/forge.ts';
import { RepositoryRecords } from '../records/repository-records.ts';
import { hasRole } from '../settings/roles.ts';

/** In ms. */
const KEPT_FOR = 600_000;

/** Null: GitHub does not say. @throws ForgeError where it may say so later */
export async function roleOf(forge: Forge, person: string): Promise<Role | null> {
  try {
    return await forge.roleOf(person);
  } catch (error) {
    if (error instanceof ForgeError && error.trouble !== 'later') return null;
    throw error;
  }
}

/** Costs a call at most. @throws ForgeError where GitHub may say it later */
export async function mayWrite(
  person: string,
  forge: Forge,
  { store, clock }: Pick<AppServices, 'store' | 'clock'>,
): Promise<boolean> {
  const refusal = new RepositoryRecords(store, clock, forge.repository).mayNotWrite(person);
  const now = clock.now();
  const refusedAt = (await refusal.recall()) ?? Number.NEGATIVE_INFINITY;
  if (refusedAt <= now && now < refusedAt + KEPT_FOR) return false;
  const role = await roleOf(forge, person);
  if (role !== null && hasRole(role, 'write')) return true;
  await refusal.remember(now);
  return false;
}
