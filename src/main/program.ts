/** What the program does for each command; what only some calls need is loaded when it is asked for. */
import { statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Auditor } from '../app/audit/audit-tree.ts';
import { type Cache, NO_CACHE } from '../app/ports/source-tree.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
import type { Call } from '../cli/arguments.ts';
import { makeProgress, type Progress } from '../cli/progress.ts';
import type { Outcome, Services } from '../cli/surroundings.ts';
import { styleOf } from '../cli/terminal.ts';
import { RULE_PAGES, rulePagesOf } from '../config/rule-pages.ts';
import { makeTimeLimit, type TimeLimit } from '../pool/time-limit.ts';
import { FORMATS } from '../report/formats.ts';
import type { RuleLinks } from '../report/markdown/rule-links.ts';
import type { TextStyle } from '../report/terminal/page.ts';
import { type Failure, isFailure } from '../text/failure.ts';
import { fileLimit } from './file-limit.ts';
import type { Parts } from './parts.ts';
import { CLOCK } from './system-clock.ts';

/** What the commands need of the world; git and threads are loaded only for the calls that use them. */
async function services(
  tool: Services['tool'],
  rules: Services['rules'],
  limit: TimeLimit,
  { server, worker }: Parts,
): Promise<Services> {
  const { workTree } = await import('../git/work-tree.ts');
  const cache = await cacheOf(process.env);
  return {
    openRepository: async (folder) => (await import('../git/repository.ts')).openRepository(folder),
    workTree,
    pullRequest: async (input) => (await server()).remotePullRequest(input, process.env, CLOCK),
    cache,
    makeAuditor: (settings, isKernel) => {
      let auditor: Promise<Auditor> | undefined;
      return async (jobs, onDone) => {
        auditor ??= Promise.all([import('../pool/pool.ts'), import('../app/audit/cached-auditor.ts')]).then(
          ([{ makeAuditor }, { cachedAuditor }]) => {
            const about = [JSON.stringify(settings), String(isKernel)];
            return cachedAuditor(makeAuditor(settings, isKernel, limit, worker), cache, about);
          },
        );
        return (await auditor)(jobs, onDone);
      };
    },
    guard: makeTimeLimit(limit),
    tool,
    rules,
    today: new Date().toISOString().slice(0, 10),
  };
}

async function cacheOf(env: NodeJS.ProcessEnv): Promise<Cache> {
  const folder = cacheFolder(env);
  if (folder === undefined) return NO_CACHE;
  return (await import('../cache/folder-cache.ts')).folderCache(folder, build());
}

/** What distinguishes this build from every other one, so that no other one's results are taken for its own. */
function build(): string {
  const { size, mtimeMs } = statSync(fileURLToPath(import.meta.url));
  return `${size} ${mtimeMs}`;
}

/** What a worker thread does. */
export async function serve(): Promise<void> {
  (await import('../pool/audit-thread.ts')).serveAudits();
}

/** What the process does that reads hostile text. */
export async function analyse(): Promise<void> {
  // answers to webhooks come first
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  (await import('../pool/analyst-process.ts')).serveAnalyses(build());
}

/** Runs a call and gives what is to be printed. */
export async function run(call: Call, tool: Services['tool'], parts: Parts): Promise<Outcome | Failure> {
  const limit = fileLimit(process.env);
  if (isFailure(limit)) return limit;
  const pages = rulePagesOf(process.env[RULE_PAGES], parts.manifest());
  if (isFailure(pages)) return pages;
  const links = async (): Promise<RuleLinks> => (await import('../report/markdown/rule-links.ts')).ruleLinks(pages);
  switch (call.command) {
    case 'serve':
    case 'worker':
    case 'doctor':
    case 'records':
      throw new Error(`${call.command} is another program's`);
    case 'review': {
      const { runReview } = await import('../cli/review-command.ts');
      const progress = progressOf(call, 'reviewed', 'patches');
      const means = await services(tool, await links(), limit, parts);
      return runReview(call, means, styleOfCall(call), progress.step).finally(progress.end);
    }
    case 'audit': {
      const { runAudit } = await import('../cli/audit-command.ts');
      const progress = progressOf(call, 'audited', 'files');
      const means = await services(tool, await links(), limit, parts);
      return runAudit(call, means, styleOfCall(call), progress.step).finally(progress.end);
    }
    case 'explain':
      return (await import('../cli/explain.ts')).runExplain(call.inputs, styleOfCall(call));
    case 'rules':
      return (await import('../cli/explain.ts')).runRules(call, tool, await links(), styleOfCall(call));
    case 'completion':
      return (await import('../cli/completion.ts')).runCompletion(call.inputs);
  }
}

/** A file has no terminal's colours and width. */
function styleOfCall({ options }: Call<'review' | 'audit' | 'explain' | 'rules'>): Required<TextStyle> {
  const isFile = 'output' in options && options.output !== undefined;
  return styleOf(isFile ? {} : process.stdout, process.env, options.noColor);
}

function progressOf({ options }: Call<'review' | 'audit'>, what: string, things: string): Progress {
  const isSilent = options.quiet || !FORMATS[options.format].showsProgress;
  return makeProgress(isSilent ? 'never' : options.progress, process.stderr.isTTY === true, what, things);
}
