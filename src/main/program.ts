/** What the program does for each command; what only some calls need is loaded when it is asked for. */
import type { Call } from '../cli/arguments.ts';
import type { Outcome, Services } from '../cli/program.ts';
import { makeProgress } from '../cli/progress.ts';
import type { Failure } from '../text/failure.ts';

/** What the commands need of the world; git and threads are loaded only for the calls that use them. */
async function services(tool: Services['tool']): Promise<Services> {
  const { workTree } = await import('../git/work-tree.ts');
  return {
    openRepository: async (folder) => (await import('../git/repository.ts')).openRepository(folder),
    workTree,
    makeAuditor: (settings, isKernel) => async (jobs, onDone) => {
      const { makeAuditor } = await import('../pool/pool.ts');
      return makeAuditor(settings, isKernel)(jobs, onDone);
    },
    tool,
    today: new Date().toISOString().slice(0, 10),
  };
}

/** Runs a call and gives what is to be printed. */
export async function run(call: Call, tool: Services['tool']): Promise<Outcome | Failure> {
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
      return runReview(call, await services(tool), colour, progress.step).finally(progress.end);
    }
    case 'audit': {
      const { runAudit } = await import('../cli/audit.ts');
      return runAudit(call, await services(tool), colour, progress.step).finally(progress.end);
    }
    case 'explain':
      return (await import('../cli/explain.ts')).runExplain(call.inputs, colour);
    case 'rules':
      return (await import('../cli/explain.ts')).runRules(call.inputs, colour);
  }
}
