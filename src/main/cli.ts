#!/usr/bin/env node
/** The program: reads the call, loads what the command needs, and ends with its status. */
import { readFileSync } from 'node:fs';
import { type Call, parseArguments } from '../cli/arguments.ts';
import { helpText } from '../cli/help.ts';
import { writeOutput } from '../cli/output.ts';
import type { Outcome } from '../cli/program.ts';
import { styleOf, type Terminal } from '../cli/terminal.ts';
import { type Failure, failure, failureText, isFailure } from '../text/failure.ts';

const NAME = 'kernel-rust-audit';

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function main(): Promise<number> {
  // a review goes on where its progress cannot be written
  process.stderr.on('error', () => {});
  const parsed = parseArguments(process.argv.slice(2));
  if (isFailure(parsed)) return complain(parsed);
  if (parsed.kind === 'version') return print(`${NAME} ${version()}\n`);
  if (parsed.kind === 'help') {
    if (parsed.isAsked) return print(helpText(parsed.command, widthOf(process.stdout)));
    // a call that says nothing is wrong, as an empty variable in a script makes one
    process.stderr.write(helpText(null, widthOf(process.stderr)));
    return 2;
  }
  const { command } = parsed.call;
  if (command === 'serve' || command === 'worker' || command === 'doctor') {
    const failed = noInputs(parsed.call);
    if (failed !== undefined) return complain(failed);
    if (command !== 'doctor') return (await remote()).runServer(command, process.env, version());
  }
  const outcome = await (command === 'doctor' ? runDoctor : run)(parsed.call);
  if (isFailure(outcome)) return complain(outcome);
  const failed = await writeOutput(outcome.text, parsed.call.text('output'));
  return failed === undefined ? outcome.status : complain(failed);
}

function widthOf(terminal: Terminal): number {
  return styleOf(terminal, process.env).width;
}

async function print(text: string): Promise<number> {
  const failed = await writeOutput(text, undefined);
  return failed === undefined ? 0 : complain(failed);
}

async function run(call: Call): Promise<Outcome | Failure> {
  const { loadProgram } = await import('./load.ts');
  return loadProgram().program.run(call, { name: NAME, version: version() }, remote);
}

async function runDoctor(call: Call): Promise<Outcome | Failure> {
  const env = call.flag('no-color') ? { ...process.env, NO_COLOR: '1' } : process.env;
  return (await remote()).runDoctor(env);
}

/** A bundle of its own: what speaks to GitHub is large, and no other call needs it. */
function remote(): Promise<typeof import('./server.ts')> {
  return import(new URL('./server.mjs', import.meta.url).href);
}

function noInputs({ command, inputs }: Call): Failure | undefined {
  const [first] = inputs;
  return first === undefined ? undefined : failure(first, `is not an argument of ${command}`, 'leave it out');
}

/** Whatever was not foreseen: never the status of a review that found something. */
function ownMistake(error: unknown): number {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return complain(failure(NAME, `failed by a mistake of its own: ${words}`, 'report it with the input'));
}

/** One line on standard error says what, where, and how to mend it. */
function complain(failure: Failure): number {
  const text = failureText(failure);
  process.stderr.write(text.startsWith(`${NAME}`) ? `${text}\n` : `${NAME}: ${text}\n`);
  return 2;
}

void main()
  .catch(ownMistake)
  .then((status) => {
    process.exitCode = status;
  });
