/** Exit status: 0 nothing at or above --fail-on, 1 findings, 3 incomplete (and not already 1). */
import { atLeast, type Finding, type Severity } from '../finding/finding.ts';
import type { Outcome } from './surroundings.ts';

/** 1 for findings at or above the threshold, else 3 where something was not read, else 0. */
export function statusOf(
  findings: readonly Finding[],
  failOn: Severity | 'never',
  complete: boolean,
  allowIncomplete: boolean,
): Outcome['status'] {
  const fails =
    failOn !== 'never' && findings.some(({ suppressed, severity }) => suppressed === null && atLeast(severity, failOn));
  if (fails) return 1;
  return complete || allowIncomplete ? 0 : 3;
}
