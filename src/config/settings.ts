/** A repository's settings: what `.github/kernel-rust-audit.yml` can say, one declaration each, and what holds where it says nothing. */
import { LAYERS, type Layer, SEVERITIES, type Severity } from '../finding/finding.ts';
import type { KnownRule, RuleOptions } from '../finding/rule-options.ts';
import type { InCode } from '../text/in-code.ts';
import type { ListForm, MappingForm, TextForm, WordOrMappingForm } from './form.ts';
import { defaultsOf, formOf, oneOf, type Setting, type SettingTable, setting, text } from './setting.ts';

export const SETTINGS_PATH = '.github/kernel-rust-audit.yml';

const RULE_SEVERITIES = [...SEVERITIES, 'off'] as const;
const COMMIT_POLICIES = ['report', 'gate'] as const;
/** GitHub's repository roles, the least first. */
const PERMISSIONS = ['read', 'triage', 'write', 'maintain', 'admin'] as const;

export type CommitPolicy = (typeof COMMIT_POLICIES)[number];
export type Permission = (typeof PERMISSIONS)[number];

export interface LayerOverride {
  /** A glob; see glob.ts. */
  readonly path: string;
  readonly layer: Layer;
}

export interface RuleSettings {
  /** Replaces the rule's own severity. */
  readonly severity?: Severity | 'off';
  /** Globs of files in which the rule is silent. */
  readonly allow: readonly string[];
  /** Options of the rule, by name; absent in what an earlier version kept. */
  readonly options?: Readonly<Record<string, readonly string[]>>;
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

const GLOB: TextForm = {
  type: 'string',
  format: 'glob',
  description: 'From the root of the tree: `*` and `?` within a name, `**` for any folders, `{a,b}` for a choice.',
  examples: ['drivers/gpu/**'],
};
const GLOBS: ListForm = { type: 'array', items: GLOB, maxItems: 200 };

/** The least permission for each command, without a word about it. */
const COMMANDS = { audit: 'triage', full: 'triage', accept: 'write', pause: 'write' } as const;
export type Command = keyof typeof COMMANDS;
type Commands = Readonly<Record<Command, Permission>>;

const NOTHING = 'Nothing.';

/** By the keys that people write, in the order in which docs/settings.md and editors show them. */
export const SETTINGS = {
  _extends: setting<string, ParentSettings | null>(
    {
      type: 'string',
      maxLength: 400,
      pattern:
        '^(?!.*\\.\\.)([A-Za-z0-9][A-Za-z0-9-]{0,38}/)?[A-Za-z0-9._-]{1,100}(:[A-Za-z0-9._-][A-Za-z0-9._/-]{0,200})?$',
      examples: ['.github', 'owner/repository', 'owner/repository:path/to/settings.yml'],
    },
    parentOf,
    {
      title: 'Settings to begin with',
      description:
        'A repository of the same owner whose settings hold where this file says nothing. Lists are replaced as a whole, `rules` and `commands` key by key.',
      byDefault: null,
      without: 'the file holds alone',
      example: '_extends: .github',
      app: 'It reads the file on the default branch of that repository.',
      commandLine: 'Refused: only the App can read the other repository. Name the whole settings with `--config`.',
    },
  ),
  gate: oneOf(['advisory', 'enforce', 'strict'], {
    title: 'Gate',
    description:
      'How findings become the conclusion of the check: `advisory` never fails it, `enforce` fails it at or above `fail-on`, `strict` fails it also where something could not be read.',
    byDefault: 'advisory',
    example: 'gate: enforce',
    app: '',
    commandLine: `${NOTHING} The exit status follows \`fail-on\`.`,
  }),
  'fail-on': oneOf([...SEVERITIES, 'never'], {
    title: 'Threshold',
    description: 'The least severity that fails an enforced check.',
    byDefault: 'error',
    example: 'fail-on: warning',
    app: '',
    commandLine:
      '`review` exits with 1 at or above it, unless `--fail-on` says otherwise. `audit` follows `--fail-on` only.',
  }),
  layers: setting<readonly LayerOverride[], readonly LayerOverride[]>(
    {
      type: 'array',
      maxItems: 200,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'layer'],
        properties: { path: GLOB, layer: { title: 'Layer', type: 'string', enum: LAYERS } },
      },
    },
    (given) => given.map(({ path, layer }) => ({ path, layer })),
    {
      title: 'Layers',
      description: 'Which layer files belong to; the first match wins, before the built-in table.',
      byDefault: [],
      without: 'the built-in table',
      example: 'layers:\n  - { path: "drivers/legacy/**", layer: abstraction }',
      app: '',
      commandLine: '',
    },
  ),
  rules: setting<Readonly<Record<string, Severity | 'off' | GivenRule>>, Readonly<Record<string, RuleSettings>>>(
    {
      type: 'object',
      maxProperties: 200,
      additionalProperties: formOfRule({}),
    },
    (given, inherited) => ({ ...inherited, ...mapped(given, ruleSettingsOf) }),
    {
      title: 'Rules',
      description:
        'By rule id: another severity, `off`, the files in which the rule is silent, or options that the rule has (its page lists them). A severity turns on a rule that is off by default.',
      byDefault: {},
      without: 'each rule as its page says',
      example:
        'rules:\n  weak-safety-comment: off\n  bindings-bypass: { severity: warning, allow: ["drivers/android/binder/**"] }',
      app: '',
      commandLine: 'The same. `--select` and `--ignore` choose among the rules for one call.',
    },
  ),
  ignore: setting<readonly string[], readonly string[]>(GLOBS, (given) => given, {
    title: 'Ignored files',
    description: 'Files that are not reviewed.',
    byDefault: [],
    without: 'no file is ignored',
    example: 'ignore: ["rust/pin-init/examples/**"]',
    app: '',
    commandLine: '',
  }),
  comment: oneOf(['when-findings', 'always', 'once', 'never'], {
    title: 'Comment',
    description: 'When the pull request gets the one comment that is edited in place.',
    byDefault: 'when-findings',
    example: 'comment: always',
    app: '',
    commandLine: `${NOTHING} \`--post\` always writes the comment.`,
  }),
  'per-commit': setting<CommitPolicy, CommitPolicy | null>(
    { type: 'string', enum: COMMIT_POLICIES, default: 'report' },
    (given) => given,
    {
      title: 'Findings of single commits',
      description:
        'Whether the findings of a commit count (`gate`) or are only reported (`report`) when a later commit resolves them.',
      // the App reports, the command line gates
      byDefault: null,
      without: '`report` in the App, `gate` on the command line',
      example: 'per-commit: gate',
      app: '',
      commandLine: 'The same, unless `--per-commit` says otherwise.',
    },
  ),
  drafts: oneOf(['quiet', 'full', 'skip'], {
    title: 'Draft pull requests',
    description: '`quiet`: a check without a comment; `full`: as any other; `skip`: nothing.',
    byDefault: 'quiet',
    example: 'drafts: skip',
    app: '',
    commandLine: NOTHING,
  }),
  'skip-label': text(
    { maxLength: 100 },
    {
      title: 'Label that skips the audit',
      description:
        'Honoured only from people with write permission, and for the head at which it was set; empty: there is none.',
      byDefault: '',
      without: 'there is none',
      example: 'skip-label: no audit',
      app: '',
      commandLine: NOTHING,
    },
  ),
  accept: oneOf(['not-the-author', 'anyone-with-write'], {
    title: 'Who may accept findings',
    description:
      '`not-the-author`: everyone with the permission for `accept`, but not the account that opened the pull request; `anyone-with-write`: everyone with the permission.',
    byDefault: 'not-the-author',
    example: 'accept: anyone-with-write',
    app: '',
    commandLine: NOTHING,
  }),
  commands: setting<Partial<Commands>, Commands>(
    {
      type: 'object',
      additionalProperties: false,
      properties: mapped(COMMANDS, (byDefault) => ({ type: 'string', enum: PERMISSIONS, default: byDefault })),
    },
    (given, inherited) => ({ ...inherited, ...given }),
    {
      title: 'Commands',
      description:
        'The least permission for each `/audit` command. The author of the pull request may always say `/audit`.',
      byDefault: COMMANDS,
      without: '`triage` for `audit` and `full`, `write` for `accept` and `pause`',
      example: 'commands: { full: write }',
      app: '',
      commandLine: NOTHING,
    },
  ),
  suppress: setting<readonly (Omit<Suppression, 'until'> & { readonly until?: string })[], readonly Suppression[]>(
    {
      type: 'array',
      maxItems: 500,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['fingerprint', 'reason'],
        properties: {
          fingerprint: { title: 'Fingerprint, as the report shows it', type: 'string', minLength: 1, maxLength: 128 },
          reason: { title: 'Why it is suppressed', type: 'string', minLength: 1, maxLength: 1000 },
          until: {
            title: 'Last day',
            description: 'The last day (UTC) on which it holds; after that it is an error.',
            type: 'string',
            format: 'date',
            examples: ['2027-03-01'],
          },
        },
      },
    },
    (given) => given.map((entry) => ({ ...entry, until: entry.until ?? null })),
    {
      title: 'Suppressed findings',
      description: 'Single findings that do not count, each with the reason.',
      byDefault: [],
      without: 'every finding counts',
      example: 'suppress:\n  - { fingerprint: 0123456789abcdef, reason: "known, see #12", until: 2027-03-01 }',
      app: '',
      commandLine: '',
    },
  ),
} as const satisfies SettingTable;

type Table = typeof SETTINGS;

/** What holds. `perCommit` is null where nothing is said; `extends` is what the reader still has to fetch and give as `inherited`. */
export type Settings = {
  readonly [Key in keyof Table as InCode<Key>]: Table[Key] extends Setting<infer Value> ? Value : never;
};

export type Gate = Settings['gate'];
export type Threshold = Settings['failOn'];
export type CommentPolicy = Settings['comment'];
export type DraftPolicy = Settings['drafts'];
export type AcceptPolicy = Settings['accept'];

/** What holds without a file. */
export const DEFAULT_SETTINGS = defaultsOf(SETTINGS) as Settings;

/** What holds where there is a file that cannot be used, and none is known that could: nothing is let pass for it. */
export function carefulSettings(): Settings {
  return { ...DEFAULT_SETTINGS, gate: 'enforce' };
}

/** Settings as an earlier version of this program kept them: what they lack is as without a file. */
export function completeSettings(kept: Partial<Settings>): Settings {
  return { ...DEFAULT_SETTINGS, ...kept, commands: { ...DEFAULT_SETTINGS.commands, ...kept.commands } };
}

/** `repository`, `owner/repository` or `owner/repository:path`, in this form. */
function parentOf(name: string): ParentSettings {
  const [place = '', path = SETTINGS_PATH] = name.split(':');
  const [repository = '', owner = null] = place.split('/').toReversed();
  return { owner, repository, path };
}

/** What a file says of a rule; every other key is an option. */
interface GivenRule extends Readonly<Record<string, unknown>> {
  readonly severity?: Severity | 'off';
  readonly allow?: readonly string[];
}

function ruleSettingsOf(rule: Severity | 'off' | GivenRule): RuleSettings {
  if (typeof rule !== 'object') return { severity: rule, allow: [] };
  const { severity, allow = [], ...options } = rule;
  return {
    ...(severity === undefined ? {} : { severity }),
    allow,
    ...(Object.keys(options).length === 0 ? {} : { options: options as RuleSettings['options'] & object }),
  };
}

/** A severity, or a mapping that says more. */
function formOfRule(options: RuleOptions): WordOrMappingForm {
  return {
    description: 'A severity, `off`, or a mapping with `severity`, `allow` and options of the rule.',
    type: ['string', 'object'],
    if: { type: 'string' },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { enum: RULE_SEVERITIES },
    else: {
      additionalProperties: false,
      properties: {
        severity: { title: 'Severity', type: 'string', enum: RULE_SEVERITIES },
        allow: { title: 'Files in which the rule is silent', ...GLOBS },
        ...mapped(options, ({ description, pattern, example }): ListForm => {
          const items: TextForm = { type: 'string', maxLength: 200, pattern, examples: [example] };
          return { description, type: 'array', items, maxItems: 200 };
        }),
      },
    },
  };
}

/** The form of a settings file. @param rules all that there are: those with options may be given more keys */
export function settingsForm(rules: readonly KnownRule[]): ReturnType<typeof formOf> {
  const form = formOf(SETTINGS);
  const withOptions = rules.flatMap(({ id, options }) => (options === undefined ? [] : [[id, formOfRule(options)]]));
  const ofRules = { ...(form.properties['rules'] as MappingForm), properties: Object.fromEntries(withOptions) };
  return { ...form, properties: { ...form.properties, rules: ofRules } };
}

function mapped<Value, Result>(
  record: Readonly<Record<string, Value>>,
  of: (value: Value) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
}
