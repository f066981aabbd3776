/** GitHub's roles, and who may do what. */
import type { Permission } from '../../config/settings.ts';
import type { Role } from '../ports/forge.ts';

const LEAST_FIRST: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** Everyone has `read` on a public repository, so `read` is never enough: the lowest role that counts is triage. */
export function hasRole(role: Role, needed: Permission): boolean {
  const least = Math.max(LEAST_FIRST.indexOf(needed), LEAST_FIRST.indexOf('triage'));
  return LEAST_FIRST.indexOf(role) >= least;
}
