/**
 * A limit of time for the work on one file, in the thread that does it. Only large files run under it: what is smaller takes
 * no time to speak of, whatever is in it, and pays nothing.
 */
import { type Context, createContext, Script } from 'node:vm';
import { type Guard, Stopped } from '../review/guard.ts';

export interface TimeLimit {
  /** In ms: so long the work on one file may take. */
  readonly perFile: number;
  /** In ms: so long the work on all slow files may take together; what comes then is not read. */
  readonly together: number;
  /** What a reader can do about a file that was stopped; follows the reason. Empty where there is nothing. */
  readonly remedy: string;
}

/** In UTF-16 units: a smaller file runs without a limit. */
const LARGE = 100_000;
/** In ms: quicker work counts for nothing, so that many honest large files never use up what slow ones may take. */
const QUICK = 1000;

/** A new one for each run: it knows which files were stopped, and does not try them again. */
export function makeTimeLimit({ perFile, together, remedy }: TimeLimit): Guard {
  const stopped = new Map<string, Stopped>();
  const spentOn = new Map<string, number>();
  let spent = 0;
  return <T>(path: string, size: number, work: () => T): T | Stopped => {
    if (size < LARGE) return work();
    const known = stopped.get(path);
    if (known !== undefined) return known;
    const own = spentOn.get(path) ?? 0;
    const limit = Math.min(perFile - own, together - spent);
    const begun = performance.now();
    const done = limit > 0 ? within(limit, work) : undefined;
    const took = performance.now() - begun;
    if (took > QUICK) {
      spent += took;
      spentOn.set(path, own + took);
    }
    if (done !== undefined) return done.value;
    const words =
      together - spent > 0
        ? `reading it takes longer than ${perFile / 1000} s`
        : `it was not read to its end: slow files used up the ${together / 1000} s that they may take together`;
    const made = new Stopped(`${words}${remedy}`);
    stopped.set(path, made);
    return made;
  };
}

let runner: { readonly context: Context; readonly script: Script } | undefined;

/** Does `work`, or interrupts it after `ms`; undefined where it was interrupted. What it throws is thrown. */
function within<T>(ms: number, work: () => T): { readonly value: T } | undefined {
  runner ??= { context: createContext({}), script: new Script('work()') };
  const { context, script } = runner;
  let done: { readonly value: T } | undefined;
  context['work'] = () => {
    done = { value: work() };
  };
  try {
    script.runInContext(context, { timeout: Math.ceil(ms) });
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return undefined;
  } finally {
    context['work'] = undefined;
  }
  return done;
}
