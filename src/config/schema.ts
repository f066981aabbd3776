/** The JSON Schema of the settings; `schema/config.schema.json` is written from it, for editors. */
import {
  ACCEPT_POLICIES,
  COMMANDS,
  COMMENT_POLICIES,
  COMMIT_POLICIES,
  DEFAULT_SETTINGS,
  DRAFT_POLICIES,
  GATES,
  LAYERS,
  PERMISSIONS,
  RULE_SEVERITIES,
  SETTINGS_PATH,
  THRESHOLDS,
} from './settings.ts';

const GLOB = {
  type: 'string',
  format: 'glob',
  description: 'From the root of the tree: `*` and `?` within a name, `**` for any folders, `{a,b}` for a choice.',
  examples: ['drivers/gpu/**'],
};
const GLOBS = { type: 'array', items: GLOB, maxItems: 200 };

export const SETTINGS_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'kernel-rust-audit',
  description: `Settings of kernel-rust-audit, in \`${SETTINGS_PATH}\`. On a pull request they are read from the base revision.`,
  type: 'object',
  additionalProperties: false,
  properties: {
    _extends: {
      title: 'Settings to begin with',
      description:
        'A repository of the same owner whose settings hold where this file says nothing. Lists are replaced as a whole, `rules` and `commands` key by key.',
      type: 'string',
      maxLength: 400,
      pattern:
        '^(?!.*\\.\\.)([A-Za-z0-9][A-Za-z0-9-]{0,38}/)?[A-Za-z0-9._-]{1,100}(:[A-Za-z0-9._-][A-Za-z0-9._/-]{0,200})?$',
      examples: ['.github', 'owner/repository', 'owner/repository:path/to/settings.yml'],
    },
    gate: {
      title: 'Gate',
      description:
        'How findings become the conclusion of the check: `advisory` never fails it, `enforce` fails it at or above `fail-on`, `strict` fails it also where something could not be read.',
      type: 'string',
      enum: GATES,
      default: DEFAULT_SETTINGS.gate,
    },
    'fail-on': {
      title: 'Threshold',
      description: 'The least severity that fails an enforced check.',
      type: 'string',
      enum: THRESHOLDS,
      default: DEFAULT_SETTINGS.failOn,
    },
    layers: {
      title: 'Layers',
      description: 'Which layer files belong to; the first match wins, before the built-in table.',
      type: 'array',
      maxItems: 200,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'layer'],
        properties: {
          path: GLOB,
          layer: { title: 'Layer', type: 'string', enum: LAYERS },
        },
      },
    },
    rules: {
      title: 'Rules',
      description:
        'By rule id: another severity, `off`, or the files in which the rule is silent. A severity turns on a rule that is off by default.',
      type: 'object',
      maxProperties: 200,
      additionalProperties: {
        description: 'A severity, `off`, or a mapping with `severity` and `allow`.',
        type: ['string', 'object'],
        if: { type: 'string' },
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        then: { enum: RULE_SEVERITIES },
        else: {
          additionalProperties: false,
          properties: {
            severity: { title: 'Severity', type: 'string', enum: RULE_SEVERITIES },
            allow: { title: 'Files in which the rule is silent', ...GLOBS },
          },
        },
      },
    },
    ignore: { title: 'Ignored files', description: 'Files that are not looked at.', ...GLOBS },
    comment: {
      title: 'Comment',
      description: 'When the pull request gets the one comment that is edited in place.',
      type: 'string',
      enum: COMMENT_POLICIES,
      default: DEFAULT_SETTINGS.comment,
    },
    'per-commit': {
      title: 'Findings of single commits',
      description:
        'Whether the findings of a commit count (`gate`) or are only reported (`report`) when a later commit resolves them.',
      type: 'string',
      enum: COMMIT_POLICIES,
      default: 'report',
    },
    drafts: {
      title: 'Draft pull requests',
      description: '`quiet`: a check without a comment; `full`: as any other; `skip`: nothing.',
      type: 'string',
      enum: DRAFT_POLICIES,
      default: DEFAULT_SETTINGS.drafts,
    },
    'skip-label': {
      title: 'Label that skips the audit',
      description:
        'Honoured only from people with write permission, and for the head at which it was set; empty: there is none.',
      type: 'string',
      maxLength: 100,
      default: DEFAULT_SETTINGS.skipLabel,
    },
    accept: {
      title: 'Who may accept findings',
      description:
        '`not-the-author`: whoever has the permission for `accept`, but not the account that opened the pull request; `anyone-with-write`: whoever has the permission.',
      type: 'string',
      enum: ACCEPT_POLICIES,
      default: DEFAULT_SETTINGS.accept,
    },
    commands: {
      title: 'Commands',
      description:
        'The least permission for each `/audit` command. The author of the pull request may always say `/audit`.',
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        COMMANDS.map((command) => [
          command,
          { type: 'string', enum: PERMISSIONS, default: DEFAULT_SETTINGS.commands[command] },
        ]),
      ),
    },
    suppress: {
      title: 'Suppressed findings',
      description: 'Single findings that do not count, each with the reason.',
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
  },
};
