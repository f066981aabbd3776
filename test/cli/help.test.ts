/** The help: asked for in every usual way, about one command or all, and readable at any width. */
import { parseArguments } from '../../src/cli/arguments.ts';
import { COMMAND_NAMES, type CommandName, commandOf } from '../../src/cli/commands.ts';
import { helpText, inColumns } from '../../src/cli/help.ts';
import { helpOf, OPTIONS, type Option, optionsOf } from '../../src/cli/options.ts';
import { isFailure } from '../../src/text/failure.ts';
import { callOf } from '../support/call-of.ts';
import { run } from './program.ts';

const WIDTHS = [40, 60, 80, 100, 200];
/** Every help there is. */
const TOPICS: readonly (CommandName | null)[] = [null, ...COMMAND_NAMES];

test.each([
  [['-h'], null],
  [['--help'], null],
  [['help'], null],
  [['help', 'review'], 'review'],
  [['review', '--help'], 'review'],
  [['--help', 'audit'], 'audit'],
  [['audit', '-h', '--frobnicate', '--format', 'pdf'], 'audit'],
  [['help', 'help'], 'help'],
] as const)('%j asks for help', (argv, command) => {
  expect(parseArguments(argv)).toEqual({ kind: 'help', command, isAsked: true });
});

test.each([['-V'], ['--version'], ['review', '--version']])('%s %s asks for the version', (...argv) => {
  expect(parseArguments(argv)).toEqual({ kind: 'version' });
});

test('a note is the same as info, which is its name in JSON', () => {
  expect(callOf('review', '--fail-on', 'note').options.failOn).toBe('info');
});

test('of all commands together: what all have is said once, what differs by command, each with its default', () => {
  const of = (name: string) => helpOf(OPTIONS[name] ?? (OPTIONS['format'] as Option));
  expect(of('format')).toMatch(
    /^the form of the output: for review `text` \(default\), `terse`.*; for rules `text` \(default\), `json`; for records `json` \(default\), `csv`$/,
  );
  expect(of('progress')).toMatch(/; one of `auto`, `always`, `never` \(default `auto`\)$/);
});

test('help goes to standard output; without any argument it goes to standard error, and the call was wrong', () => {
  expect(run(['help', 'review'])).toEqual({ status: 0, out: helpText('review'), err: '' });
  expect(run(['--help'])).toEqual({ status: 0, out: helpText(null), err: '' });
  expect(run([])).toEqual({ status: 2, out: '', err: helpText(null) });
  expect(run(['-V']).out).toMatch(/^kernel-rust-audit \d+\.\d+\.\d+\n$/);
});

test('the general help is one screen, names every command and says where the rest is', () => {
  const text = helpText(null);
  expect(text.split('\n').length).toBeLessThan(25);
  for (const name of COMMAND_NAMES) expect(text).toMatch(new RegExp(`^ {2}${name} +\\w`, 'm'));
  expect(text).toContain('`kernel-rust-audit help COMMAND`');
});

test.each(COMMAND_NAMES)(
  'the help of %s has its options and no other, and its examples are calls that make sense',
  (name) => {
    const text = helpText(name);
    const listed = [...text.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, option]) => option);
    expect(listed).toEqual(optionsOf(name).map(([option]) => option));
    for (const [call] of commandOf(name).examples) {
      expect(text).toContain(`  kernel-rust-audit ${call}\n`);
      expect(isFailure(parseArguments(call.replace(/ >.*/, '').split(' ')))).toBe(false);
    }
  },
);

test.each(WIDTHS)('at %i columns no line is longer, but for a word or an example that is', (width) => {
  for (const topic of TOPICS) {
    const long = helpText(topic, width)
      .split('\n')
      .filter((line) => line.length > width && !/^(?:Usage:| {2}kernel-rust-audit )/.test(line));
    expect(long.filter((line) => line.trim().includes(' '))).toEqual([]);
  }
});

test('a head and what is said of it never run together', () => {
  for (const topic of TOPICS)
    for (const width of WIDTHS)
      for (const [line, head = ''] of helpText(topic, width).matchAll(
        /^ {2}((?:-\w, )?--[a-z-]+(?: [A-Z][A-Z,.]*)?)(.*)$/gm,
      ))
        expect(line.slice(2 + head.length)).toMatch(/^(?:$| {2})/);
});

test('a head that is longer than its column is alone on its line', () => {
  const long = '--a-head-that-is-longer-than-most';
  expect(
    inColumns(
      [
        ['--short', 'some words'],
        [long, 'other words'],
      ],
      80,
    ),
  ).toEqual(['  --short  some words', `  ${long}`, '           other words']);
});

test('every option is of a command that there is, and every choice has its default', () => {
  for (const [name, { commands, choices = {}, defaults = {}, value, completes }] of Object.entries(OPTIONS)) {
    expect({ name, isOne: commands.every((each) => COMMAND_NAMES.includes(each)) }).toEqual({ name, isOne: true });
    for (const [command, words] of Object.entries(choices)) expect(words).toContain(defaults[command as CommandName]);
    if (value !== null)
      expect({ name, offered: completes !== undefined || commands.every((each) => choices[each]) }).toEqual({
        name,
        offered: true,
      });
  }
});
