/**
 * The process that reads text from pull requests: it has no credentials, asks its parent for what it
 * needs, and may be killed at any moment.
 */
import { type Auditor, auditTree } from '../app/audit/audit-tree.ts';
import { cachedAuditor } from '../app/audit/cached-auditor.ts';
import { type Cache, cacheKey } from '../app/ports/source-tree.ts';
import { treeBehind } from '../app/ports/tree-questions.ts';
import { reviewCommits } from '../app/review/review-commits.ts';
import { turn } from '../app/review/turn.ts';
import { policyOf } from '../app/settings/policy-of-settings.ts';
import type { Settings } from '../config/settings.ts';
import { auditFile, factsOf } from '../review/audit.ts';
import type { Guard } from '../review/guard.ts';
import { RULES_OF_FILES } from '../rules/catalogue.ts';
import { isFailure } from '../text/failure.ts';
import type { Answers, Message, Order, Question, Result, Task } from './protocol.ts';
import { makeTimeLimit } from './time-limit.ts';

/** @param about what all cached values depend on: the program's build */
export function serveAnalyses(about: string, onRead: (path: string) => void = () => {}): void {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let calls = 0;
  const send = (message: Message): void => {
    process.send?.(message);
  };
  const ask: Ask = (question) =>
    new Promise((resolve, reject) => {
      const call = calls++;
      waiting.set(call, { resolve: resolve as (value: unknown) => void, reject });
      send({ kind: 'ask', call, question });
    });
  const reading = (path: string): void => {
    send({ kind: 'reading', path });
    onRead(path);
  };
  process.on('message', (order: Order) => {
    if (order.kind === 'task') {
      runTask(order.task, { ask, guard: guardOf(reading, order.budget), about }).then(
        (result) => send({ kind: 'done', result }),
        (error: unknown) =>
          send({ kind: 'failed', words: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
      return;
    }
    const caller = waiting.get(order.call);
    waiting.delete(order.call);
    if (order.kind === 'answer') caller?.resolve(order.value);
    else caller?.reject(new Error(order.words));
  });
  // the parent is gone
  process.on('disconnect', () => process.exit(0));
  send({ kind: 'ready' });
}

type Ask = <Port extends Question['port']>(question: Question & { readonly port: Port }) => Promise<Answers[Port]>;

interface Deps {
  readonly ask: Ask;
  readonly guard: Guard;
  readonly about: string;
}

/** In ms: well below what the parent allows, which kills the process and begins again. */
const PER_FILE = 5_000;

/** Says what is being read, and stops what takes too long; large files may take half of what the task has left. */
function guardOf(reading: (path: string) => void, budget: number): Guard {
  const limited = makeTimeLimit({ perFile: PER_FILE, together: Math.max(budget / 2, 0), quick: 0, remedy: '' });
  return (path, size, work) => {
    reading(path);
    return limited(path, size, work);
  };
}

function runTask(task: Task, deps: Deps): Promise<Result> {
  const cache = cacheBeyond(deps);
  if (task.kind === 'review') {
    const { settings, commits } = task;
    const sources = {
      tree: treeBehind(commits.base, deps.ask),
      readAt: (wanted: (Question & { port: 'readAt' })['wanted']) => deps.ask({ port: 'readAt', wanted }),
    };
    return reviewCommits(commits, sources, { policy: policyOf(settings), cache, guard: deps.guard });
  }
  return auditRevision(task, deps, cache);
}

async function auditRevision(
  { settings, revision, excluded }: Task & { kind: 'audit' },
  deps: Deps,
  cache: Cache,
): Promise<Result> {
  const tree = treeBehind(revision, deps.ask);
  const found = await tree.find('.rs');
  if (isFailure(found)) return found;
  const readable = { ...found, files: found.files.filter((path) => !excluded.has(path)) };
  const auditor = cachedAuditor(auditorHere(settings, deps.guard), cache, [JSON.stringify(settings)]);
  const audit = await auditTree(
    { tree, found: readable, scope: 'tree', includes: () => true },
    { auditor, policy: policyOf(settings), cache },
  );
  const unread = [...excluded].map(([path, reason]) => ({ path, reason, partial: false }));
  return { ...audit, complete: audit.complete && unread.length === 0, unread: [...unread, ...audit.unread] };
}

function auditorHere(settings: Settings, guard: Guard): Auditor {
  const policy = policyOf(settings);
  return async (jobs, onDone) => {
    const audits = [];
    for (const { path, text, known } of jobs) {
      audits.push(auditFile(path, text, RULES_OF_FILES, policy, factsOf(known), guard));
      onDone(audits.length);
      if (audits.length % 10 === 0) await turn();
    }
    return audits;
  };
}

function cacheBeyond({ ask, about }: Deps): Cache {
  return {
    keyOf: (parts) => cacheKey([about, ...parts]),
    get: (name) => ask({ port: 'get', name }),
    put: async (name, value) => {
      await ask({ port: 'put', name, value });
    },
  };
}
