/** Records of decisions, as they are exported. */

export interface ExportedRecord {
  /** In ms since 1970. */
  readonly at: number;
  /** As `owner/name`; null where nothing in the store says it any more. */
  readonly repository: string | null;
  readonly repositoryId: number;
  readonly pullRequest: number | null;
  readonly actor: string;
  readonly what: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
