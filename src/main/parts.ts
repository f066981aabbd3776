/** What the program is made of, wherever it is: files beside one another, or assets of the one executable. */
import type { Form } from '../cli/missing-credentials.ts';
import type { WorkerProgram } from '../pool/pool.ts';
import type { AnalystProgram } from '../pool/start.ts';
import type { Failure } from '../text/failure.ts';

export interface Parts {
  readonly form: Form;
  /** The text of package.json. */
  readonly manifest: () => string;
  readonly program: () => Promise<typeof import('./program.ts')>;
  /** Apart: what speaks to GitHub is large, and no other call needs it. */
  readonly server: () => Promise<typeof import('./server.ts')>;
  readonly worker: WorkerProgram;
  readonly analyst: AnalystProgram;
}

/** A part cannot be had here, and it is not the program's mistake. */
export class PartFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.what);
  }
}
