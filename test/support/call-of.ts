/** A call as the command line reads it. */
import { type Call, parseArguments } from '../../src/cli/arguments.ts';

/**
 * The call of a command with some arguments.
 * @throws where it makes no sense
 */
export function callOf<Name extends Call['command']>(command: Name, ...args: readonly string[]): Call<Name> {
  const parsed = parseArguments([command, ...args]);
  if (parsed.kind !== 'call') throw new Error(JSON.stringify(parsed));
  return parsed.call as unknown as Call<Name>;
}
