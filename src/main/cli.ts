#!/usr/bin/env node
/** The program: reads the call, loads what the command needs, and ends with its status. */
import { readFileSync } from 'node:fs';
import { type Call, helpText, parseArguments } from '../cli/arguments.ts';
import type { Outcome, Services } from '../cli/program.ts';
import { makeProgress } from '../cli/progress.ts';
import { type Failure, failure, failureText, isFailure } from '../text/failure.ts';

const NAME = 'kernel-rust-audit';

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function services(): Promise<Services> {
  const [{ openRepository }, { workTree }, { makeAuditor }] = await Promise.all([
    import('../git/repository.ts'),
    import('../git/work-tree.ts'),
    import('../pool/pool.ts'),
  ]);
  return {
    openRepository,
    workTree,
    makeAuditor,
    tool: { name: NAME, version: version() },
    today: new Date().toISOString().slice(0, 10),
  };
}

async function run(call: Call): Promise<Outcome | Failure> {
  const isPlain = call.flag('no-color') || (process.env['NO_COLOR'] ?? '') !== '' || call.text('output') !== undefined;
  const colour = !isPlain && process.stdout.isTTY === true;
  const isReview = call.command === 'review';
  const isSilent = call.flag('quiet') || call.text('format') === 'terse';
  const when = isSilent ? 'never' : call.text('progress');
  const progress = makeProgress(
    when,
    process.stderr.isTTY === true,
    isReview ? 'reviewed' : 'audited',
    isReview ? 'patches' : 'files',
  );
  switch (call.command) {
    case 'review': {
      const { runReview } = await import('../cli/review.ts');
      return runReview(call, await services(), colour, progress.step).finally(progress.end);
    }
    case 'audit': {
      const { runAudit } = await import('../cli/audit.ts');
      return runAudit(call, await services(), colour, progress.step).finally(progress.end);
    }
    case 'explain':
      return (await import('../cli/explain.ts')).runExplain(call.inputs, colour);
    case 'rules':
      return (await import('../cli/explain.ts')).runRules(call.inputs, colour);
  }
}

async function main(): Promise<number> {
  const parsed = parseArguments(process.argv.slice(2));
  if (isFailure(parsed)) return complain(parsed);
  const { writeOutput } = await import('../cli/output.ts');
  if (parsed.kind !== 'call') {
    await writeOutput(parsed.kind === 'help' ? helpText() : `${NAME} ${version()}\n`, undefined);
    return 0;
  }
  const outcome = await run(parsed.call);
  if (isFailure(outcome)) return complain(outcome);
  const failed = await writeOutput(outcome.text, parsed.call.text('output'));
  return failed === undefined ? outcome.status : complain(failed);
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

process.exitCode = await main().catch(ownMistake);
