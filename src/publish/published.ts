/** What GitHub shows, or should show: check runs with their annotations, and comments. Plain data. */

export const CONCLUSIONS = ['success', 'neutral', 'failure', 'cancelled', 'timed_out', 'action_required'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** A check run of this App. */
export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head: string;
  readonly externalId: string;
  /** Null until it is concluded. */
  readonly conclusion: Conclusion | null;
  readonly annotations: number;
}

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Only where it is one line. */
  readonly startColumn: number | null;
  readonly level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly details: string | null;
}

export interface RunOutput {
  readonly title: string;
  readonly summary: string;
  readonly text: string | null;
  /** At most 50: GitHub refuses more, and appends them to those that are there. */
  readonly annotations: readonly Annotation[];
}

/** A button of a check run. */
export interface RunAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** What is to change of a run; without a conclusion it goes on. */
export interface RunChange {
  /** Whose run it is from now on; absent: as before. */
  readonly externalId?: string;
  readonly conclusion: Conclusion | null;
  readonly output: RunOutput;
  readonly actions: readonly RunAction[];
}

/** A run as it is created: in progress, or with its conclusion. */
export interface NewRun extends RunChange {
  readonly name: string;
  readonly head: string;
  readonly externalId: string;
}

/** A comment of this App. */
export interface OwnComment {
  readonly id: number;
  readonly body: string;
}
