/** Reads the call, loads what the command needs, and ends with its status. */
import { type Call, helpText, parseArguments } from '../cli/arguments.ts';
import { writeOutput } from '../cli/output.ts';
import { type Failure, failure, failureText, isFailure } from '../text/failure.ts';
import { PartFailure, type Parts } from './parts.ts';

const NAME = 'kernel-rust-audit';

/** Answers the call of this process. */
export function answer(parts: Parts): void {
  void outcomeOf(parts)
    .catch(unforeseen)
    .then((status) => {
      process.exitCode = status;
    });
}

async function outcomeOf(parts: Parts): Promise<number> {
  const version = (): string => (JSON.parse(parts.manifest()) as { version: string }).version;
  const parsed = parseArguments(process.argv.slice(2));
  if (isFailure(parsed)) return complain(parsed);
  if (parsed.kind !== 'call') {
    await writeOutput(parsed.kind === 'help' ? helpText() : `${NAME} ${version()}\n`, undefined);
    return 0;
  }
  const { command } = parsed.call;
  if (command === 'serve' || command === 'worker' || command === 'doctor') {
    const failed = noInputs(parsed.call);
    if (failed !== undefined) return complain(failed);
    return (await parts.server()).runServer(command, process.env, version(), parts);
  }
  const program = await parts.program();
  const outcome = await program.run(parsed.call, { name: NAME, version: version() }, parts);
  if (isFailure(outcome)) return complain(outcome);
  const failed = await writeOutput(outcome.text, parsed.call.text('output'));
  return failed === undefined ? outcome.status : complain(failed);
}

function noInputs({ command, inputs }: Call): Failure | undefined {
  const [first] = inputs;
  return first === undefined ? undefined : failure(first, `is no argument of ${command}`, 'leave it out');
}

/** Whatever was not foreseen: never the status of a review that found something. */
function unforeseen(error: unknown): number {
  if (error instanceof PartFailure) return complain(error.failure);
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return complain(failure(NAME, `failed by a mistake of its own: ${words}`, 'report it with the input'));
}

/** One line on standard error says what, where, and how to mend it. */
function complain(failure: Failure): number {
  const text = failureText(failure);
  process.stderr.write(text.startsWith(`${NAME}`) ? `${text}\n` : `${NAME}: ${text}\n`);
  return 2;
}
