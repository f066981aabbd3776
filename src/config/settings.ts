/** A repository's settings: what `.github/kernel-rust-audit.yml` says, and what holds where it says nothing. */
import { LAYERS, type Layer, SEVERITIES, type Severity } from '../finding/finding.ts';

export const SETTINGS_PATH = '.github/kernel-rust-audit.yml';

export const GATES = ['advisory', 'enforce', 'strict'] as const;
export const THRESHOLDS = [...SEVERITIES, 'never'] as const;
export const RULE_SEVERITIES = [...SEVERITIES, 'off'] as const;
export const COMMENT_POLICIES = ['when-findings', 'always', 'once', 'never'] as const;
export const COMMIT_POLICIES = ['report', 'gate'] as const;
export const DRAFT_POLICIES = ['quiet', 'full', 'skip'] as const;
/** Who may accept findings, among those whose role suffices. */
export const ACCEPT_POLICIES = ['not-the-author', 'anyone-with-write'] as const;
/** GitHub's repository roles, the least first. */
export const PERMISSIONS = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export const COMMANDS = ['audit', 'full', 'accept', 'pause'] as const;
export { LAYERS };

export type Gate = (typeof GATES)[number];
export type Threshold = (typeof THRESHOLDS)[number];
export type CommentPolicy = (typeof COMMENT_POLICIES)[number];
export type CommitPolicy = (typeof COMMIT_POLICIES)[number];
export type DraftPolicy = (typeof DRAFT_POLICIES)[number];
export type AcceptPolicy = (typeof ACCEPT_POLICIES)[number];
export type Permission = (typeof PERMISSIONS)[number];
export type Command = (typeof COMMANDS)[number];

export interface LayerOverride {
  /** A glob; see glob.ts. */
  readonly path: string;
  readonly layer: Layer;
}

export interface RuleSettings {
  /** In place of the rule's own severity. */
  readonly severity?: Severity | 'off';
  /** Globs of files in which the rule is silent. */
  readonly allow: readonly string[];
}

export interface Suppression {
  readonly fingerprint: string;
  readonly reason: string;
  /** The last day on which it holds, as `2027-03-01`, in UTC; null: it does not end. */
  readonly until: string | null;
}

/** Other settings to begin with, in another repository. */
export interface ParentSettings {
  /** Null: the owner of the repository that names it. */
  readonly owner: string | null;
  readonly repository: string;
  readonly path: string;
}

export interface Settings {
  /** Settings that the reader still has to fetch and to give to `readSettings` as `inherited`; null where all is said. */
  readonly extends: ParentSettings | null;
  readonly gate: Gate;
  readonly failOn: Threshold;
  /** The first match wins, before the built-in table. */
  readonly layers: readonly LayerOverride[];
  /** By rule id; a rule that is absent is as it comes. */
  readonly rules: Readonly<Record<string, RuleSettings>>;
  /** Globs of files that are not looked at. */
  readonly ignore: readonly string[];
  readonly comment: CommentPolicy;
  /** Null where nothing is said: the App reports, the command line gates. */
  readonly perCommit: CommitPolicy | null;
  readonly drafts: DraftPolicy;
  /** A label that skips the audit; empty: none does. */
  readonly skipLabel: string;
  /** Whether the pull request's author may accept its findings. */
  readonly accept: AcceptPolicy;
  /** The least permission for each command. */
  readonly commands: Readonly<Record<Command, Permission>>;
  readonly suppress: readonly Suppression[];
}

/** What holds where there is a file that cannot be used, and none is known that could: nothing is let pass for it. */
export function carefulSettings(): Settings {
  return { ...DEFAULT_SETTINGS, gate: 'enforce' };
}

/** What holds without a file. */
export const DEFAULT_SETTINGS: Settings = {
  extends: null,
  gate: 'advisory',
  failOn: 'error',
  layers: [],
  rules: {},
  ignore: [],
  comment: 'when-findings',
  perCommit: null,
  drafts: 'quiet',
  skipLabel: '',
  accept: 'not-the-author',
  commands: { audit: 'triage', full: 'triage', accept: 'write', pause: 'write' },
  suppress: [],
};

/** Settings as an earlier version of this program kept them: what they lack is as without a file. */
export function completeSettings(kept: Partial<Settings>): Settings {
  return { ...DEFAULT_SETTINGS, ...kept, commands: { ...DEFAULT_SETTINGS.commands, ...kept.commands } };
}
