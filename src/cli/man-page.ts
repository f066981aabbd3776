/** The man page, from the tables of commands and options. The build writes it to dist/man. */
import { sentence } from '../report/select/phrases.ts';
import { PROGRAM } from '../text/name.ts';
import { COMMAND_NAMES, type CommandName, commandOf, EXIT_STATUSES } from './commands.ts';
import { helpOf, OPTIONS, type Option } from './options.ts';

/** What the environment decides for `review` and `audit`. */
const ENVIRONMENT: readonly (readonly [name: string, words: string])[] = [
  [
    'GH_TOKEN, GITHUB_TOKEN',
    'The token with which pull requests are read, and commented with --post. It goes to github.com and to subdomains of ghe.com only. Without one, only public ones can be read, and few of them.',
  ],
  ['GH_HOST', 'Your GitHub Enterprise Server: the host of owner/name#N, and of the token in GH_ENTERPRISE_TOKEN.'],
  [
    'GH_ENTERPRISE_TOKEN, GITHUB_ENTERPRISE_TOKEN',
    'The token for the host of GH_HOST. Every other host is asked without a token.',
  ],
  [
    'KRA_CACHE',
    'The folder for what earlier runs computed (default: kernel-rust-audit in the user’s folder for caches); `off`: none.',
  ],
  [
    'KRA_FILE_SECONDS',
    'So many seconds the reading of one file may take (default: 10). A file that takes longer is named as not read, and the answer is incomplete. Slow files may take six times as long together.',
  ],
  [
    'KRA_RULE_PAGES',
    'Where rules link to in Markdown and SARIF: the address of a folder with a page ID.md for each rule, or an address with {rule} in it. Without it they link to the kernel’s documents.',
  ],
  ['COLUMNS', 'The width of the text, in columns; without it, that of the terminal.'],
  ['NO_COLOR', 'Set to anything: no colour.'],
];

/** In the macros of man(7), section 1. */
export function renderManPage(version: string): string {
  const blocks = [
    `.TH KERNEL\\-RUST\\-AUDIT 1 "" "${PROGRAM} ${version}" "User Commands"`,
    section('NAME', [`${literal(PROGRAM)} \\- review what a Linux kernel patch does to unsafe Rust code`]),
    section(
      'SYNOPSIS',
      COMMAND_NAMES.flatMap((name, at) => [...(at === 0 ? [] : ['.br']), synopsisOf(name)]),
    ),
    section('DESCRIPTION', [
      prose(
        'Reads patches, commits or a tree, the Rust code before and after them, and says what happened to unsafe code. It needs no configured kernel and no compiler, and runs nothing of what it reads.',
      ),
    ]),
    section('COMMANDS', COMMAND_NAMES.flatMap(commandEntry)),
    section(
      'OPTIONS',
      Object.entries(OPTIONS).flatMap(([name, option]) => optionEntry(name, option)),
    ),
    section(
      'EXIT STATUS',
      EXIT_STATUSES.flatMap(([status, meaning]) => entry(bold(String(status)), prose(meaning))),
    ),
    section(
      'ENVIRONMENT',
      ENVIRONMENT.flatMap(([name, words]) => entry(bold(name), prose(words))),
    ),
    section('FILES', entry(bold('.github/kernel-rust-audit.yml'), prose('The settings of a repository.'))),
    section('EXAMPLES', COMMAND_NAMES.flatMap(exampleEntries)),
    section('SEE ALSO', [['git-format-patch(1)', 'git-am(1)', 'b4(1)'].map(seeAlso).join(', ')]),
  ];
  return `${blocks.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return [`.SH ${title}`, ...lines].join('\n');
}

/** Something named, and what is said of it, indented. */
function entry(head: string, ...paragraphs: readonly string[]): readonly string[] {
  return ['.TP', head, ...paragraphs.flatMap((words, at) => (at === 0 ? [words] : ['.IP', words]))];
}

function synopsisOf(name: CommandName): string {
  const { synopsis } = commandOf(name);
  const operand = synopsis === '' ? '' : ` ${synopsis.replace(/[A-Z]+/g, (word) => `\\fI${word}\\fR`)}`;
  return `${bold(`${PROGRAM} ${name}`)} [\\fIoption\\fR...]${operand}`;
}

function commandEntry(name: CommandName): readonly string[] {
  const { summary, about } = commandOf(name);
  return entry(bold(name), ...[sentence(summary), ...about].map(prose));
}

function optionEntry(name: string, option: Option): readonly string[] {
  const short = option.short === undefined ? '' : `${bold(`-${option.short}`)}, `;
  const value = option.value === null ? '' : ` \\fI${literal(option.value)}\\fR`;
  const isOfAll = option.commands.length === COMMAND_NAMES.length;
  const having = isOfAll ? '' : ` (${option.commands.join(', ')})`;
  const words = [sentence(helpOf(option)), ...(option.about ?? [])];
  return entry(`${short}${bold(`--${name}`)}${value}${having}`, ...words.map(prose));
}

function exampleEntries(name: CommandName): readonly string[] {
  return commandOf(name).examples.flatMap(([call, what]) => entry(bold(`${PROGRAM} ${call}`), prose(sentence(what))));
}

function seeAlso(page: string): string {
  return page.replace(/^(.*)(\(\d\))$/, (_, name: string, number: string) => `${bold(name)}${number}`);
}

function bold(text: string): string {
  return `\\fB${literal(text)}\\fR`;
}

/** Words in backticks, options and environment variables are bold. */
function prose(text: string): string {
  return text
    .split(/(`[^`]+`|(?<![\w-])--[a-z][a-z-]*|\b[A-Z]+_[A-Z]+\b)/)
    .map((part, at) => (at % 2 === 0 ? literal(part) : bold(part.replaceAll('`', ''))))
    .join('');
}

/** Text of which groff takes every character for itself (groff_char(7)). */
function literal(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('’', '\\(cq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replace(/^(?=\.)/, '\\&');
}
