/**
 * A limit of time for the work on one file, in the thread that does it. Only large files run under it: smaller ones take
 * next to no time, whatever they hold, and skip the cost.
 */
import { type Context, createContext, Script } from 'node:vm';
import { type Guard, Stopped } from '../review/guard.ts';
import { RUN, type Run } from '../rust/run.ts';

export interface TimeLimit {
  /** In ms: so long the work on one file may take. */
  readonly perFile: number;
  /** In ms: so long the work on all slow files may take together; what comes then is not read. */
  readonly together: number;
  /** In ms: work that is quicker counts for nothing, so that many honest large files use up nothing. */
  readonly quick: number;
  /** What a reader can do about a file that was stopped; follows the reason. Empty where there is nothing. */
  readonly remedy: string;
}

/** In UTF-16 units: a smaller file runs without a limit. */
const LARGE = 100_000;

/** A new one for each run of the program or task: it knows which files were stopped, and does not try them again. */
export function makeTimeLimit({ perFile, together, quick, remedy }: TimeLimit): Guard {
  const stopped = new Map<string, Stopped>();
  const spentOn = new Map<string, number>();
  let spent = 0;
  return <T>(path: string, size: number, work: (run: Run) => T): T | Stopped => {
    if (size < LARGE) return work(RUN);
    const known = stopped.get(path);
    if (known !== undefined) return known;
    const own = spentOn.get(path) ?? 0;
    const begun = performance.now();
    const share = Math.min(perFile - own, together - spent);
    const until = begun + share;
    let took = 0;
    try {
      return work((piece) => within(until - performance.now(), piece));
    } catch (error) {
      if (error !== TIME_IS_UP) throw error;
      // it has had all of its time, however the clock is rounded
      took = share;
      const words =
        share === perFile - own
          ? `reading it took longer than ${perFile / 1000} s`
          : `slow files used up their shared limit of ${Number((together / 1000).toPrecision(2))} s`;
      const made = new Stopped(`${words}${remedy}`);
      stopped.set(path, made);
      return made;
    } finally {
      took = Math.max(took, performance.now() - begun);
      if (took > quick) {
        spent += took;
        spentOn.set(path, own + took);
      }
    }
  };
}

const TIME_IS_UP = new Error('the time is up');

let runner: { readonly context: Context; readonly script: Script } | undefined;

/** Does `work`, or interrupts it after `ms`. What it throws is thrown. */
function within<T>(ms: number, work: () => T): T {
  if (ms <= 0) throw TIME_IS_UP;
  runner ??= { context: createContext({}), script: new Script('work()') };
  const { context, script } = runner;
  context['work'] = work;
  try {
    return script.runInContext(context, { timeout: Math.ceil(ms) }) as T;
  } catch (error) {
    throw (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? TIME_IS_UP : error;
  } finally {
    context['work'] = undefined;
  }
}
