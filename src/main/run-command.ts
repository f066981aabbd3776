/** Reads the call, loads what the command needs, and ends with its status. */
import { type Call, parseArguments } from '../cli/arguments.ts';
import { helpText } from '../cli/help.ts';
import { runRecords } from '../cli/records-command.ts';
import type { Outcome } from '../cli/surroundings.ts';
import { styleOf, type Terminal } from '../cli/terminal.ts';
import { writeOutput } from '../cli/write-output.ts';
import { type Failure, failure, failureText, isFailure } from '../text/failure.ts';
import { PROGRAM } from '../text/name.ts';
import { PartFailure, type Parts } from './parts.ts';

/** Answers the call of this process. */
export function answer(parts: Parts): void {
  void outcomeOf(parts)
    .catch(unforeseen)
    .then((status) => {
      process.exitCode = status;
    });
}

async function outcomeOf(parts: Parts): Promise<number> {
  // a review goes on where its progress cannot be written
  process.stderr.on('error', () => {});
  const parsed = parseArguments(process.argv.slice(2));
  if (isFailure(parsed)) return complain(parsed);
  if (parsed.kind === 'version') return print(`${PROGRAM} ${versionOf(parts)}\n`);
  if (parsed.kind === 'help') {
    if (parsed.isAsked) return print(helpText(parsed.command, widthOf(process.stdout)));
    // a call that says nothing is wrong, as an empty variable in a script makes one
    process.stderr.write(helpText(null, widthOf(process.stderr)));
    return 2;
  }
  const { command } = parsed.call;
  if (command === 'serve' || command === 'worker' || command === 'doctor' || command === 'records') {
    const failed = noInputs(parsed.call);
    if (failed !== undefined) return complain(failed);
    if (command === 'serve' || command === 'worker')
      return (await parts.server()).runServer(command, process.env, versionOf(parts), parts);
  }
  const outcome = await answerOf(parsed.call, parts);
  if (isFailure(outcome)) return complain(outcome);
  const { options } = parsed.call;
  return print(outcome.text, 'output' in options ? options.output : undefined, outcome.status);
}

function answerOf(call: Call, parts: Parts): Promise<Outcome | Failure> {
  switch (call.command) {
    case 'doctor':
      return diagnosed(call, parts);
    case 'records':
      return exported(call, parts);
    default:
      return reported(call, parts);
  }
}

async function reported(call: Call, parts: Parts): Promise<Outcome | Failure> {
  const program = await parts.program();
  return program.run(call, { name: PROGRAM, version: versionOf(parts) }, parts);
}

async function diagnosed(call: Call<'doctor'>, parts: Parts): Promise<Outcome | Failure> {
  const env = call.options.noColor ? { ...process.env, NO_COLOR: '1' } : process.env;
  return (await parts.server()).runDoctor(env, parts);
}

async function exported(call: Call<'records'>, parts: Parts): Promise<Outcome | Failure> {
  const server = await parts.server();
  return runRecords(call, { name: PROGRAM, version: versionOf(parts) }, (since) =>
    server.readRecords(process.env, since),
  );
}

function versionOf(parts: Parts): string {
  return (JSON.parse(parts.manifest()) as { version: string }).version;
}

function widthOf(terminal: Terminal): number {
  return styleOf(terminal, process.env).width;
}

/** @param file as `--output` names it; undefined for standard output */
async function print(text: string, file?: string, status = 0): Promise<number> {
  const failed = await writeOutput(text, file);
  return failed === undefined ? status : complain(failed);
}

function noInputs({ command, inputs }: Call): Failure | undefined {
  const [first] = inputs;
  return first === undefined ? undefined : failure(first, `is not an argument of ${command}`, 'remove it');
}

/** Whatever was not foreseen: never the status of a review that found something. */
function unforeseen(error: unknown): number {
  if (error instanceof PartFailure) return complain(error.failure);
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return complain(failure(PROGRAM, `internal error: ${words}`, 'report this bug and attach the input'));
}

/** One line on standard error says what, where, and how to fix it. */
function complain(failure: Failure): number {
  const text = failureText(failure);
  process.stderr.write(text.startsWith(PROGRAM) ? `${text}\n` : `${PROGRAM}: ${text}\n`);
  return 2;
}
