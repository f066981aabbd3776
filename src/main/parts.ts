/** What the program is made of, wherever it is: files beside one another, or assets of the one executable. */
import type { ExportedRecord } from '../app/ports/decision-records.ts';
import type { Call } from '../cli/arguments.ts';
import type { Form } from '../cli/missing-credentials.ts';
import type { Outcome, Services } from '../cli/surroundings.ts';
import type { remotePullRequest } from '../github/forge/remote-pull-request.ts';
import type { WorkerProgram } from '../pool/pool.ts';
import type { AnalystProgram } from '../pool/start.ts';
import type { Failure } from '../text/failure.ts';

/** What reviews and audits. */
export interface Program {
  run(call: Call, tool: Services['tool'], parts: Parts): Promise<Outcome | Failure>;
}

/** What speaks to GitHub. */
export interface Server {
  runServer(command: 'serve' | 'worker', env: NodeJS.ProcessEnv, version: string, parts: Parts): Promise<number>;
  runDoctor(env: NodeJS.ProcessEnv, parts: Parts): Promise<Outcome | Failure>;
  readRecords(env: NodeJS.ProcessEnv, since: number): Promise<readonly ExportedRecord[] | Failure>;
  readonly remotePullRequest: typeof remotePullRequest;
}

export interface Parts {
  readonly form: Form;
  /** The text of package.json. */
  readonly manifest: () => string;
  readonly program: () => Promise<Program>;
  /** Apart: what speaks to GitHub is large, and no other call needs it. */
  readonly server: () => Promise<Server>;
  readonly worker: WorkerProgram;
  readonly analyst: AnalystProgram;
}

/** A part cannot be had here, and it is not the program's mistake. */
export class PartFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.what);
  }
}
