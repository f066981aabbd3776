/** The options: which commands have them, what they take and what they do. Help, completion, man page and README are made from this table. */
import { FORMATS, formatsOf } from '../report/formats.ts';
import type { InCode } from '../text/in-code.ts';
import { COMMAND_NAMES, type CommandName, type Completes } from './commands.ts';

const THRESHOLDS = ['error', 'warning', 'info', 'never'] as const;

export interface Option {
  /** The one letter that means the same. */
  readonly short?: string;
  /** The name of its value, as `DIR`; null for a flag. */
  readonly value: string | null;
  readonly commands: readonly CommandName[];
  /** The values that it may have; where there are some, `defaults` says which holds without it. */
  readonly choices?: Readonly<Partial<Record<CommandName, readonly string[]>>>;
  /** Other words for a choice. */
  readonly synonyms?: Readonly<Record<string, string>>;
  readonly defaults?: Readonly<Partial<Record<CommandName, string>>>;
  /** Commands for which the settings may name another default. */
  readonly inSettings?: readonly CommandName[];
  /** Empty: nothing can be offered for its value. */
  readonly completes?: readonly Completes[];
  /** Commands for which nothing can be offered either. */
  readonly offersNothingFor?: readonly CommandName[];
  /** It may be given several times, or with commas between its values. */
  readonly isList?: boolean;
  /** Lower-case start, no full stop; code in backticks. */
  readonly help: string;
  /** Further paragraphs of the man page. */
  readonly about?: readonly string[];
}

const REPORTS = ['review', 'audit'] as const;
const WHEN = ['auto', 'always', 'never'] as const;

/** Every option, in the order in which the help lists them. */
const TABLE = {
  tree: {
    value: 'DIR',
    commands: ['review'],
    completes: ['folder'],
    help: 'the tree that the patch applies to',
  },
  repo: {
    value: 'DIR',
    commands: [...REPORTS, 'records'],
    completes: ['folder'],
    offersNothingFor: ['records'],
    help: 'a git repository; without it, the one around the current folder, or, for audit, around PATH; for records one on GitHub, as owner/name',
  },
  base: {
    value: 'REV',
    commands: ['review'],
    completes: ['revision'],
    help: 'review the commits that HEAD has and REV has not: the same as the range REV..HEAD',
  },
  staged: { value: null, commands: ['review'], help: 'review what is staged, and nothing else that is uncommitted' },
  post: {
    value: null,
    commands: ['review'],
    help: 'write the review to the pull request, as one comment that is edited in place; GITHUB_TOKEN has to be one that may comment',
  },
  'per-commit': {
    value: 'WHICH',
    commands: ['review'],
    choices: { review: ['gate', 'report'] },
    defaults: { review: 'gate' },
    inSettings: ['review'],
    help: 'what counts in a series: with `gate` every patch must be clean on its own, with `report` only the end of the series',
  },
  rev: {
    value: 'REV',
    commands: ['audit'],
    completes: ['revision'],
    help: 'read a revision of the repository, not the work tree',
  },
  compare: {
    value: 'REV',
    commands: ['audit'],
    completes: ['revision', 'folder'],
    help: 'show what changed since a revision of the repository, or since the tree in another folder',
  },
  baseline: {
    value: 'FILE',
    commands: ['audit'],
    completes: ['file'],
    help: 'list only findings that are not in FILE, the JSON of an earlier audit',
  },
  select: {
    value: 'RULE,...',
    commands: REPORTS,
    completes: ['rules'],
    isList: true,
    help: 'run only these rules',
  },
  ignore: {
    value: 'RULE,...',
    commands: REPORTS,
    completes: ['rules'],
    isList: true,
    help: 'skip these rules',
  },
  full: { value: null, commands: REPORTS, help: 'show everything, however long, where the format is text' },
  since: {
    value: 'DATE',
    commands: ['records'],
    completes: [],
    help: 'only what was decided on that day or later, as 2027-01-31, in UTC',
  },
  format: {
    value: 'FORMAT',
    commands: [...REPORTS, 'rules', 'records'],
    choices: {
      review: formatsOf('review'),
      audit: formatsOf('audit'),
      rules: ['text', 'json'],
      records: ['json', 'csv'],
    },
    defaults: { review: 'text', audit: 'text', rules: 'text', records: 'json' },
    help: 'the form of the output',
    about: Object.entries(FORMATS).map(([name, { description }]) => `\`${name}\`: ${description}.`),
  },
  'fail-on': {
    value: 'LEVEL',
    commands: REPORTS,
    choices: { review: THRESHOLDS, audit: THRESHOLDS },
    synonyms: { note: 'info' },
    defaults: { review: 'error', audit: 'never' },
    inSettings: ['review'],
    help: 'the lowest severity that makes the exit status 1 (`note` is the same as `info`)',
  },
  config: {
    value: 'FILE',
    commands: REPORTS,
    completes: ['file'],
    help: 'the settings; without it, .github/kernel-rust-audit.yml of the tree',
  },
  output: {
    value: 'FILE',
    commands: [...REPORTS, 'records'],
    completes: ['file'],
    help: 'write to FILE, whole or not at all, and nothing to standard output',
  },
  quiet: { value: null, commands: REPORTS, help: 'show no progress' },
  progress: {
    value: 'WHEN',
    commands: REPORTS,
    choices: { review: WHEN, audit: WHEN },
    defaults: { review: 'auto', audit: 'auto' },
    help: 'show progress on standard error; `auto`: on a terminal',
  },
  'no-color': {
    value: null,
    commands: ['review', 'audit', 'explain', 'rules', 'doctor'],
    help: 'use no colour (NO_COLOR is obeyed as well)',
  },
  'allow-incomplete': {
    value: null,
    commands: REPORTS,
    help: 'exit with 0, not 3, if something could not be analysed',
  },
  help: { short: 'h', value: null, commands: COMMAND_NAMES, help: 'show this help' },
  version: { short: 'V', value: null, commands: COMMAND_NAMES, help: 'show the version' },
} as const satisfies Readonly<Record<string, Option>>;

/** By the names that people write, without the dashes. */
export const OPTIONS: Readonly<Record<string, Option>> = TABLE;

/** The type of an option's value in a call of a command. */
type ValueOf<Each extends Option, Name extends CommandName> = Each extends { readonly value: null }
  ? boolean
  : Each extends { readonly isList: true }
    ? readonly string[] | undefined
    : Each extends { readonly choices: { readonly [Of in Name]: readonly (infer Choice)[] } }
      ?
          | Choice
          | (Each extends { readonly inSettings: readonly (infer Of)[] }
              ? Name extends Of
                ? undefined
                : never
              : never)
      : string | undefined;

/**
 * The options of a call: each that the command has. A flag is true or false; a choice is the default where none is given, but for one that
 * the settings may make; any other value is undefined where it is not given.
 */
export type OptionsOf<Name extends CommandName> = {
  readonly [Each in keyof typeof TABLE as Name extends (typeof TABLE)[Each]['commands'][number]
    ? InCode<Each>
    : never]: ValueOf<(typeof TABLE)[Each], Name>;
};

/** The options of a command, in the order of the table. */
export function optionsOf(command: CommandName): readonly (readonly [name: string, option: Option])[] {
  return Object.entries(OPTIONS).filter(([, { commands }]) => commands.includes(command));
}

/** What can be offered for an option's value in a call of a command. */
export function completesOf(
  { completes = [], offersNothingFor = [] }: Option,
  command: CommandName,
): readonly Completes[] {
  return offersNothingFor.includes(command) ? [] : completes;
}

/** What it does, its choices and its default, for one command; for all that have it where none is given. */
export function helpOf(option: Option, command?: CommandName): string {
  if (option.choices === undefined) return option.help;
  const lists = new Set(Object.values(option.choices).map((words) => words.join()));
  if (command === undefined && lists.size > 1) return `${option.help}: ${choicesOfEach(option)}`;
  const choices = command === undefined ? firstChoices(option).map(asCode) : (option.choices[command] ?? []);
  const defaults = command === undefined ? defaultsOfAll(option) : defaultOf(option, command, (word) => word);
  return `${option.help}; one of ${choices.join(', ')} (default ${defaults})`;
}

function asCode(word: string): string {
  return `\`${word}\``;
}

function firstChoices({ choices = {} }: Option): readonly string[] {
  return Object.values(choices)[0] ?? [];
}

/** Where commands have different ones: for rules `text` (default), `json`. */
function choicesOfEach(option: Option): string {
  return Object.entries(option.choices ?? {})
    .map(([name, words]) => {
      const byDefault = option.defaults?.[name as CommandName];
      return `for ${name} ${words.map((word) => `${asCode(word)}${word === byDefault ? ' (default)' : ''}`).join(', ')}`;
    })
    .join('; ');
}

function defaultsOfAll(option: Option): string {
  const defaults = Object.keys(option.defaults ?? {}).map((name) => {
    const command = name as CommandName;
    return { command, words: defaultOf(option, command, asCode) };
  });
  const isOne = new Set(defaults.map(({ words }) => words)).size === 1;
  return isOne
    ? (defaults[0]?.words ?? '')
    : defaults.map(({ command, words }) => `for ${command} ${words}`).join('; ');
}

function defaultOf({ defaults = {}, inSettings = [] }: Option, command: CommandName, shown: (word: string) => string) {
  return `${shown(defaults[command] ?? '')}${inSettings.includes(command) ? ', or what the settings say' : ''}`;
}
