/** The built program: as files; or, where KRA_EXECUTABLE names it, as one executable, so that tests can be run with that as well. */
import { fileURLToPath } from 'node:url';

const EXECUTABLE = process.env['KRA_EXECUTABLE'];
const FILES = [process.execPath, fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url))] as const;

/** What to start, and its first arguments. */
export const [PROGRAM, ...CALL]: readonly [string, ...string[]] = EXECUTABLE === undefined ? FILES : [EXECUTABLE];
