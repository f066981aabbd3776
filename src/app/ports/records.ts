/** Port: what is remembered between jobs, and the records of what people decided. */

/** Small values by keys; records/ makes the keys and knows what each value is. */
export interface Values {
  /** Undefined where there is none. @throws where a newer version of this program wrote it */
  recall(key: string): Promise<unknown>;
  /** Undefined: it is forgotten. */
  remember(key: string, value: unknown, now: number): Promise<void>;
  /** Gives a value a new one, made of the present one, or undefined where there is none; it does not change meanwhile. */
  change(key: string, change: (value: unknown) => unknown, now: number): Promise<void>;
  /** All values whose key begins so, by key. */
  recallAll(prefix: string): Promise<ReadonlyMap<string, unknown>>;
}

/** A value that only a delivery can give. A newer one replaces an older one, whichever comes first. */
export interface Note {
  readonly key: string;
  readonly value: unknown;
  /** When it happened, in ms since 1970. */
  readonly at: number;
}

export interface AuditRecord {
  /** In ms since 1970. */
  readonly at: number;
  readonly repository: number;
  readonly pullRequest: number | null;
  readonly actor: string;
  /** As `command accept`, `run rerequested`. */
  readonly what: string;
  readonly detail: unknown;
}

/** Who decided what. Nothing in it is ever changed. */
export interface AuditLog {
  record(entry: AuditRecord): Promise<void>;
  records(repository: number, pullRequest: number | null): Promise<readonly AuditRecord[]>;
}
