/** The command line: commands, options, and what is wrong with a call. */
import { parseArgs } from 'node:util';
import { type Failure, failure } from '../text/failure.ts';

export const COMMANDS = ['review', 'audit', 'explain', 'rules', 'serve', 'worker', 'doctor'] as const;
export type CommandName = (typeof COMMANDS)[number];

export const REVIEW_FORMATS = ['text', 'terse', 'json', 'sarif', 'markdown', 'mail'] as const;
export const AUDIT_FORMATS = ['text', 'terse', 'json', 'sarif', 'markdown'] as const;
export type Format = (typeof REVIEW_FORMATS)[number];
export const THRESHOLDS = ['error', 'warning', 'info', 'never'] as const;

interface Option {
  readonly value: string | null;
  readonly commands: readonly CommandName[];
  readonly choices?: Readonly<Partial<Record<CommandName, readonly string[]>>>;
  readonly help: string;
}

const REPORTS: readonly CommandName[] = ['review', 'audit'];

/** Every option, in the order in which the help lists them. */
export const OPTIONS: Readonly<Record<string, Option>> = {
  tree: { value: 'DIR', commands: ['review'], help: 'the tree that the patch applies to' },
  repo: { value: 'DIR', commands: REPORTS, help: 'a git repository (default: the one around the current folder)' },
  staged: { value: null, commands: ['review'], help: 'without INPUT: only what is staged' },
  post: {
    value: null,
    commands: ['review'],
    help: 'a pull request: writes the review as one comment, edited in place',
  },
  'per-commit': {
    value: 'gate|report',
    commands: ['review'],
    choices: { review: ['gate', 'report'] },
    help: 'gate: every patch has to be clean by itself; report: the end of the series counts',
  },
  rev: { value: 'REV', commands: ['audit'], help: 'read a revision of --repo in place of a work tree' },
  compare: {
    value: 'REV',
    commands: ['audit'],
    help: 'what changed since a revision of --repo, or against the folder of another tree',
  },
  baseline: { value: 'FILE', commands: ['audit'], help: 'only findings that are not in an earlier JSON' },
  full: { value: null, commands: REPORTS, help: 'text: everything, however long' },
  format: {
    value: 'FORMAT',
    commands: REPORTS,
    choices: { review: REVIEW_FORMATS, audit: AUDIT_FORMATS },
    help: `${REVIEW_FORMATS.join(', ')} (audit: without mail)`,
  },
  'fail-on': {
    value: 'LEVEL',
    commands: REPORTS,
    choices: { review: THRESHOLDS, audit: THRESHOLDS },
    help: `${THRESHOLDS.join(', ')} (default: review error, audit never)`,
  },
  config: { value: 'FILE', commands: REPORTS, help: 'settings (default: .github/kernel-rust-audit.yml of the tree)' },
  output: { value: 'FILE', commands: REPORTS, help: 'write there in place of standard output' },
  quiet: { value: null, commands: REPORTS, help: 'no progress' },
  progress: {
    value: 'WHEN',
    commands: REPORTS,
    choices: { review: ['auto', 'always', 'never'], audit: ['auto', 'always', 'never'] },
    help: 'auto, always, never',
  },
  'no-color': { value: null, commands: COMMANDS, help: 'no colour (NO_COLOR is obeyed as well)' },
  'allow-incomplete': { value: null, commands: REPORTS, help: 'exit 0 where something could not be analysed' },
  help: { value: null, commands: COMMANDS, help: 'this text' },
  version: { value: null, commands: COMMANDS, help: 'the version' },
};

/** A call that makes sense. */
export interface Call {
  readonly command: CommandName;
  readonly inputs: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
}

export type Arguments =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'call'; readonly call: Call }
  | Failure;

/** Reads the arguments behind the program's name. */
export function parseArguments(argv: readonly string[]): Arguments {
  const parsed = parse(argv);
  if ('kind' in parsed) return parsed;
  const { values, positionals } = parsed;
  if (values['help'] === true) return { kind: 'help' };
  if (values['version'] === true) return { kind: 'version' };
  const [command, ...inputs] = positionals;
  if (command === undefined) return mistake('no command is given', `begin with one of ${COMMANDS.join(', ')}`);
  if (!isCommand(command))
    return mistake(`\`${shortened(command)}\` is no command`, `begin with one of ${COMMANDS.join(', ')}`);
  for (const [name, value] of Object.entries(values)) {
    const option = OPTIONS[name] as Option;
    if (!option.commands.includes(command))
      return mistake(`--${name} is no option of ${command}`, `see kernel-rust-audit ${command} --help`);
    const choices = option.choices?.[command];
    if (choices !== undefined && !choices.includes(String(value))) {
      return mistake(`--${name} cannot be \`${shortened(String(value))}\``, `use one of ${choices.join(', ')}`);
    }
  }
  const text = (option: string): string | undefined =>
    typeof values[option] === 'string' ? values[option] : undefined;
  return { kind: 'call', call: { command, inputs, text, flag: (option) => values[option] === true } };
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

function parse(argv: readonly string[]): Parsed | Failure {
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, { value }]) => [
      name,
      { type: value === null ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return { values: values as Parsed['values'], positionals };
  } catch (error) {
    const words = (error as Error).message.split('\n')[0]?.replace(/\. To specify.*$/, '') ?? '';
    return mistake(shortened(words.charAt(0).toLowerCase() + words.slice(1)), 'see kernel-rust-audit --help');
  }
}

function isCommand(word: string): word is CommandName {
  return (COMMANDS as readonly string[]).includes(word);
}

function mistake(what: string, remedy: string): Failure {
  return failure('kernel-rust-audit', what, remedy);
}

/** An argument may be of any length. */
function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** The help: commands and options. */
export function helpText(): string {
  const rows = Object.entries(OPTIONS).map(([name, { value, help, commands }]) => {
    const head = `  --${name}${value === null ? '' : ` ${value}`}`;
    const only = commands.length === 1 ? `${commands[0]}: ` : '';
    return `${head.padEnd(26)}${only}${help}`;
  });
  return `Reviews what a patch does to unsafe Rust code in the Linux kernel.

  kernel-rust-audit review [INPUT...]   review patches
      INPUT: a patch, a \`git format-patch\` file, an mbox or maildir, a folder of patches, \`-\` for
      standard input, a revision or a range A..B of --repo, a pull request as owner/name#N or its
      address (GITHUB_TOKEN: more calls, private ones); nothing: the uncommitted changes
  kernel-rust-audit audit [PATH...]     the census and the standing findings of a tree (default: the current folder)
  kernel-rust-audit explain RULE        what a rule wants, why, with examples
  kernel-rust-audit rules               the catalogue
  kernel-rust-audit serve               the GitHub App: webhook front and worker in one process
  kernel-rust-audit worker              a further worker, where PostgreSQL is used
  kernel-rust-audit doctor              checks the App's set-up, and says what is wrong

${rows.join('\n')}

Exit status: 0 nothing at or above --fail-on; 1 findings; 2 the call or an input is wrong; 3 incomplete.
`;
}
