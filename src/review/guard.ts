/** The limit under which the work on one file is done; who brings it decides what it is. */
import { RUN, type Run } from '../rust/run.ts';

/** The work on a file was stopped, or not begun. */
export class Stopped {
  /** In words that follow the path. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * Does the work on one file, or says why it was not done.
 * @param size of the file, in UTF-16 units
 * @param work does what may be interrupted through `run`
 */
export type Guard = <T>(path: string, size: number, work: (run: Run) => T) => T | Stopped;

/** Without a limit. */
export const UNGUARDED: Guard = (_path, _size, work) => work(RUN);
