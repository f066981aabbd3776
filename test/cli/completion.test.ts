/** Completion, asked of the shells themselves: each gets its script and a line, and says what it offers. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_NAMES, SHELLS, type Shell } from '../../src/cli/commands.ts';
import { OPTIONS, optionsOf } from '../../src/cli/options.ts';
import { formatsOf } from '../../src/report/formats.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { git, run, scratch } from './program.ts';

const SCRIPTS = Object.fromEntries(SHELLS.map((shell) => [shell, run(['completion', shell]).out])) as Record<
  Shell,
  string
>;

/** Names that git takes for a tag, and that a shell would read as more than a word. */
const HOSTILE = ['$(touch bad)', '`touch bad`', "q'uote", 'lt<x', ';ls', '&ls', '"x', '|ls'].map(
  (name) => `to${name.replace(' ', () => `\${IFS}`)}`,
);

/** What each shell offers of them: bash none, because it inserts a word as it is; zsh has them quoted; fish quotes as it inserts. */
const HOSTILE_OFFERED: Readonly<Record<Shell, readonly string[]>> = {
  bash: [],
  zsh: HOSTILE.map((name) => name.replace(/\W/g, '\\$&')),
  fish: HOSTILE,
};

/** A folder with a file, a folder and a repository with a branch and tags of hostile names. */
let place: ReturnType<typeof scratch>;
beforeAll(() => {
  place = scratch();
  for (const shell of SHELLS) writeFileSync(join(place.folder, fileOf(shell)), SCRIPTS[shell]);
  writeFileSync(join(place.folder, 'setup.zsh'), ZSH_INNER);
  const work = join(place.folder, 'work');
  mkdirSync(join(work, 'one tree'), { recursive: true });
  writeFileSync(join(work, '0001-ring.patch'), '');
  git(work, 'init', '-q');
  git(work, 'commit', '-q', '--allow-empty', '-m', 'Nothing');
  git(work, 'branch', 'topic');
  const other = join(place.folder, 'other');
  mkdirSync(other);
  git(other, 'init', '-q', '-b', 'elsewhere');
  git(other, 'commit', '-q', '--allow-empty', '-m', 'Nothing');
  for (const name of HOSTILE) git(work, 'tag', name);
});
afterAll(() => place.remove());

/** zsh finds it by this name. */
function fileOf(shell: Shell): string {
  return shell === 'zsh' ? '_kernel-rust-audit' : `script.${shell}`;
}

/** Tells a shell to complete the last word of a line: what it offers for that word, without what it only shows. */
const ASK: Readonly<Record<Shell, (words: readonly string[]) => readonly string[]>> = {
  bash: (words) =>
    answer('bash', ['--norc', '-c', `source ../script.bash; ${BASH}`, 'bash', 'kernel-rust-audit', ...words]),
  zsh: (words) => answer('zsh', ['-f', '-c', ZSH_OUTER, 'zsh', lineOf(words)]),
  fish: (words) =>
    answer('fish', ['--no-config', '-c', `source ../script.fish; complete -C ${fishWord(lineOf(words))}`]),
};

const BASH = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kernel_rust_audit; printf '%s\\n' "\${COMPREPLY[@]}"`;

/** A zsh in a terminal of its own, where a key completes and writes what was found. */
const ZSH_OUTER = `zmodload zsh/zpty
mkfifo $HOME/answer
zpty inner zsh -f -i
zpty -w inner "source $HOME/setup.zsh"
zpty -w -n inner "$1"$'\\x18'
cat $HOME/answer
rm $HOME/answer`;
const ZSH_INNER = `fpath=($HOME $fpath)
autoload -Uz compinit
compinit -u -d $HOME/known
typeset -ga hits
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a found
  builtin compadd -A found "$@"
  hits+=($found)
  builtin compadd "$@"
}
ask() {
  zle complete-word
  print -rl -- $hits > $HOME/answer
  exit
}
zle -N ask
bindkey '^X' ask
`;

function lineOf(words: readonly string[]): string {
  return ['kernel-rust-audit', ...words].join(' ');
}

function fishWord(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function answer(program: string, args: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(program, args, {
    cwd: join(place.folder, 'work'),
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env['PATH'], HOME: place.folder, TERM: 'dumb', LC_ALL: 'C.UTF-8' },
  });
  if (status !== 0) throw new Error(`${program}: ${status} ${stderr}`);
  const offered = stdout.split('\n').map((line) => line.split('\t')[0] ?? '');
  // what is the same in all shells: zsh and fish tell what is there before the last comma or sign, or a folder by its slash
  const plain = offered.map((word) =>
    word
      .replace(/^.*[,=]/, '')
      .replace(/\/$/, '')
      .replaceAll('\\ ', ' '),
  );
  return [...new Set(plain.filter((word) => word !== ''))].sort();
}

const RULE_IDS = RULES.map(({ id }) => id).toSorted();
const ofUn = (...without: readonly string[]) => RULE_IDS.filter((id) => id.startsWith('un') && !without.includes(id));

/** The words behind the program's name, and what is offered for the last of them. */
const QUESTIONS: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [['re'], ['records', 'review']],
  [['rev'], ['review']],
  [['frob'], []],
  [['audit', '--comp'], ['--compare']],
  [['audit', '--stag'], []],
  [['review', '--stag'], ['--staged']],
  [['rules', '--no-color', '--form'], ['--format']],
  [['review', '--format', ''], [...formatsOf('review')].sort()],
  [['audit', '--format', 'm'], ['markdown']],
  [
    ['rules', '--format', ''],
    ['json', 'text'],
  ],
  [['audit', '--format=s'], ['sarif']],
  [
    ['records', '--format', ''],
    ['csv', 'json'],
  ],
  [['records', '--sin'], ['--since']],
  [['records', '--since', ''], []],
  [['review', '--per-commit', 'g'], ['gate']],
  [['explain', 'un'], ofUn()],
  [['audit', '--select', 'un'], ofUn()],
  [['audit', '--ignore', 'transmute,unfounded-safety-comment,un'], ofUn('unfounded-safety-comment')],
  [['review', '--select=undocumented-unsafe,un'], ofUn('undocumented-unsafe')],
  [['completion', ''], [...SHELLS].sort()],
  [
    ['help', 'r'],
    ['records', 'review', 'rules'],
  ],
  [['review', '0'], ['0001-ring.patch']],
  [['review', '--tree', 'o'], ['one tree']],
  [['review', '--repo', 'o'], ['one tree']],
  [['records', '--repo', 'o'], []],
  [['review', '--config', '0'], ['0001-ring.patch']],
  [['audit', '--compare', 'top'], ['topic']],
  [['audit', '--compare', 'one'], ['one tree']],
  [['audit', '--rev', 'one'], []],
  [['review', '--repo', '../other', '--base', ''], ['elsewhere']],
  [['review', '--repo=../other', '--base', 'else'], ['elsewhere']],
  [['review', '--base', 'top'], ['topic']],
];

test('bash completes the end of a range, and keeps its beginning', () => {
  expect(ASK.bash(['review', 'v7.2.13..top'])).toEqual(['v7.2.13..topic']);
  expect(ASK.bash(['review', '--repo', '../other', 'HEAD..'])).toEqual(['HEAD..elsewhere']);
});

/** CI may be without one of them; `KRA_ALL_SHELLS=1` makes that a failure. */
function isHere(shell: Shell): boolean {
  const { status } = spawnSync(shell, ['-c', 'true']);
  if (status !== 0 && (shell === 'bash' || process.env['KRA_ALL_SHELLS'] === '1'))
    throw new Error(`${shell} is needed: install it, as by \`apt-get install ${shell}\``);
  return status === 0;
}

for (const shell of SHELLS) {
  if (isHere(shell))
    describe(shell, () => {
      test('reads its script without a complaint', () => {
        const { status, stderr } = spawnSync(shell, ['-n', join(place.folder, fileOf(shell))], { encoding: 'utf8' });
        expect([status, stderr]).toEqual([0, '']);
      });

      test.each(QUESTIONS)('%j', (words, offered) => expect(ASK[shell](words)).toEqual(offered));

      test('a name of the repository is never run', () => {
        expect(ASK[shell](['review', '--base', 'to'])).toEqual([...HOSTILE_OFFERED[shell], 'topic'].sort());
        expect(ASK[shell](['help', 'b'])).toEqual([]);
        expect(spawnSync('ls', [join(place.folder, 'work')], { encoding: 'utf8' }).stdout).toBe(
          '0001-ring.patch\none tree\n',
        );
      });
    });
  else
    test(`${shell} IS NOT INSTALLED HERE AND WAS NOT ASKED: only the text of its script was looked at`, () => {
      expect(SCRIPTS[shell]).not.toBe('');
    });
}

describe.each(SHELLS)('the script of %s', (shell) => {
  const script = SCRIPTS[shell];

  test('has every command, every rule and every option of each command', () => {
    expect(COMMAND_NAMES.filter((name) => !new RegExp(`\\b${name}\\b`).test(script))).toEqual([]);
    expect(RULE_IDS.filter((id) => !script.includes(id))).toEqual([]);
    for (const name of COMMAND_NAMES) {
      const lacking = optionsOf(name).filter(
        ([option]) => !partOf(shell, script, name).includes(`${shell === 'fish' ? '-l ' : '--'}${option}`),
      );
      expect({ name, lacking }).toEqual({ name, lacking: [] });
    }
  });

  test('has every choice', () => {
    for (const [name, { choices = {} }] of Object.entries(OPTIONS))
      for (const words of Object.values(choices))
        expect({ name, isThere: script.includes(words.join(' ')) }).toEqual({ name, isThere: true });
  });
});

/** The lines of a script that belong to a command. */
function partOf(shell: Shell, script: string, name: string): string {
  if (shell === 'fish')
    return script
      .split('\n')
      .filter((line) => line.includes(`'__kernel_rust_audit_in ${name}'`))
      .join('\n');
  const start = script.indexOf(`\n    ${name})\n`);
  expect(start).toBeGreaterThan(0);
  return script.slice(start, script.indexOf('\n      ;;\n', start));
}

test('a script goes to standard output and names how it was made', () => {
  for (const shell of SHELLS) {
    expect(run(['completion', shell])).toEqual({ status: 0, out: SCRIPTS[shell], err: '' });
    expect(SCRIPTS[shell]).toContain(`kernel-rust-audit completion ${shell}`);
  }
});
