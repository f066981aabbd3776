/** The commands: what each does, takes and looks like in use. Help, completion, man page and README are made from this table. */

/** What a shell offers for a word. `rules`: several, with commas between them. */
export type Completes = 'file' | 'folder' | 'revision' | 'rule' | 'rules' | 'shell' | 'command';

export interface Command {
  /** The arguments behind the options, as `[INPUT...]`; empty where there are none. */
  readonly synopsis: string;
  /** One line: lower-case start, no full stop. */
  readonly summary: string;
  /** What else has to be known before it is called, a paragraph each. */
  readonly about: readonly string[];
  readonly completes: readonly Completes[];
  /** A call without the program's name, and what it does. */
  readonly examples: readonly (readonly [call: string, what: string])[];
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Every command, in the order in which the help lists them. */
export const COMMANDS = {
  review: {
    synopsis: '[INPUT...]',
    summary: 'review patches, commits, a pull request, or what is not committed yet',
    about: [
      'INPUT is a patch, a `git format-patch` file, an mbox or maildir, a folder of patches (one series, in the order of their names), or `-` for standard input; a revision (that commit) or a range A..B of --repo; or a pull request, as owner/name#N or by its address. Where a file and a revision have the same name, the file is read.',
      "A pull request of a public repository needs no token, within GitHub's limit of 60 calls an hour. A token in GITHUB_TOKEN raises the limit; private repositories and --post need one. For a GitHub Enterprise Server set GH_HOST and GH_ENTERPRISE_TOKEN: no other host gets a token.",
      'Without INPUT and --base the uncommitted changes of --repo are reviewed. Untracked Rust files are named in a note only; `git add -N FILE` brings one into the review.',
    ],
    completes: ['file', 'revision'],
    examples: [
      ['review 0001-ring.patch --tree linux', 'a patch against a work tree'],
      ['review --base main', 'the commits of this branch'],
      ['review v7.2..v7.3 --repo linux', 'every commit of a range'],
      ['review --select undocumented-unsafe,missing-safety-doc', 'what is not committed yet, by two rules only'],
    ],
  },
  audit: {
    synopsis: '[PATH...]',
    summary: 'count the unsafe code of a tree, and list the findings in it',
    about: [
      'PATH is a tree, a folder or a Rust file (default: the work tree of --repo, or else the current folder).',
      'Paths in the output begin at the root of the tree, whatever the current folder is: the kernel tree around PATH, else the git work tree around it, else the folder itself.',
    ],
    completes: ['file'],
    examples: [
      ['audit linux', 'a whole tree'],
      ['audit linux --compare v7.2', 'how it grew since a revision'],
      ['audit drivers/gpu/nova-core --ignore bindings-bypass', 'a driver, by all rules but one'],
    ],
  },
  explain: {
    synopsis: 'RULE',
    summary: 'explain a rule, with examples',
    about: ['RULE is a name that `kernel-rust-audit rules` lists.'],
    completes: ['rule'],
    examples: [['explain undocumented-unsafe', 'one rule']],
  },
  rules: {
    synopsis: '',
    summary: 'list all rules with their severities',
    about: [],
    completes: [],
    examples: [
      ['rules', 'a table'],
      ['rules --format json', 'for other programs'],
    ],
  },
  completion: {
    synopsis: 'SHELL',
    summary: 'print the completion script of a shell',
    about: [`SHELL is ${SHELLS.slice(0, -1).join(', ')} or ${SHELLS.at(-1)}.`],
    completes: ['shell'],
    examples: [
      ['completion bash > ~/.local/share/bash-completion/completions/kernel-rust-audit', 'for bash'],
      ['completion zsh > ~/.zfunc/_kernel-rust-audit', 'for zsh, where ~/.zfunc is in $fpath'],
      ['completion fish > ~/.config/fish/completions/kernel-rust-audit.fish', 'for fish'],
    ],
  },
  serve: {
    synopsis: '',
    summary: 'run the GitHub App: webhook front and worker in one process',
    about: ['The environment says how: docs/operating.md lists its variables.'],
    completes: [],
    examples: [['serve', 'the App']],
  },
  worker: {
    synopsis: '',
    summary: 'run a further worker of the GitHub App, where PostgreSQL is used',
    about: ['The environment says how, as for `serve`.'],
    completes: [],
    examples: [['worker', 'one more worker']],
  },
  doctor: {
    synopsis: '',
    summary: "check the GitHub App's set-up, and say what is wrong",
    about: ['It reads the same environment as `serve`. The exit status is 1 where something is wrong.'],
    completes: [],
    examples: [['doctor', 'all checks']],
  },
  records: {
    synopsis: '',
    summary: 'export who accepted, paused, skipped or asked for what in pull requests',
    about: [
      "It reads the App's store, as DATABASE_URL or KRA_DATA names it, also while the App runs. JSON is for programs; CSV is for spreadsheets, in which no cell counts as a formula.",
    ],
    completes: [],
    examples: [
      ['records --since 2027-01-01 --format csv --output records.csv', 'everything of this year'],
      ['records --repo linux/kernel', 'of one repository'],
    ],
  },
  help: {
    synopsis: '[COMMAND]',
    summary: 'show the help of a command',
    about: [],
    completes: ['command'],
    examples: [['help review', 'the same as `kernel-rust-audit review --help`']],
  },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** Whether a word is the name of a command. */
export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

/** The entry of a command in the table. */
export function commandOf(name: CommandName): Command {
  return COMMANDS[name];
}

/** Exit statuses with their meaning. */
export const EXIT_STATUSES: readonly (readonly [status: number, meaning: string])[] = [
  [0, 'no findings at or above --fail-on'],
  [1, 'findings at or above it'],
  [2, 'the call or an input is wrong: one line on standard error says what, where, and how to fix it'],
  [3, 'incomplete: something could not be analysed, and the status is not 1 already'],
];
