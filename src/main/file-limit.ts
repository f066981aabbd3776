/** How long the command line may read one file: `KRA_FILE_SECONDS`. */
import type { TimeLimit } from '../pool/time-limit.ts';
import { type Failure, failure } from '../text/failure.ts';

const USUAL = 10;
/** Six slow files, then no further one is read: what hostile files take together stays within minutes. */
const FILES = 6;
const QUICK = 1000;

/** @returns the limit, or what is wrong with the variable */
export function fileLimit(env: NodeJS.ProcessEnv): TimeLimit | Failure {
  const given = env['KRA_FILE_SECONDS'] ?? String(USUAL);
  const seconds = Number(given);
  if (!/^\d+(?:\.\d+)?$/.test(given) || seconds <= 0 || seconds > 3600)
    return failure(
      'KRA_FILE_SECONDS',
      `is not a number of seconds from 0.001 to 3600: ${given}`,
      `unset it for ${USUAL}`,
    );
  const perFile = seconds * 1000;
  return { perFile, together: FILES * perFile, quick: QUICK, remedy: '; set KRA_FILE_SECONDS=SECONDS to allow more' };
}
