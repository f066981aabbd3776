/** GitHub's roles, and who may do what. */
import type { Permission } from '../../config/settings.ts';
import type { Role } from '../ports/forge.ts';

const LEAST_FIRST: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** On public repositories everybody has `read`, so it is never enough by itself: the least that counts is triage. */
export function hasRole(role: Role, needed: Permission): boolean {
  const least = Math.max(LEAST_FIRST.indexOf(needed), LEAST_FIRST.indexOf('triage'));
  return LEAST_FIRST.indexOf(role) >= least;
}
