/** The command line: what a call asks for, and what is wrong with it. */
import { parseArgs } from 'node:util';
import { suggestion } from '../config/suggest.ts';
import { type Failure, failure } from '../text/failure.ts';
import { shortenedTo } from '../text/foreign-text.ts';
import { inCode } from '../text/in-code.ts';
import { PROGRAM } from '../text/name.ts';
import { COMMAND_NAMES, type CommandName, isCommand } from './commands.ts';
import { OPTIONS, type Option, type OptionsOf, optionsOf } from './options.ts';
import { lookAt } from './path-kind.ts';

/** An argument may be of any length. */
const LONGEST_SHOWN = 200;

type Called = Exclude<CommandName, 'help'>;

/** A call of one of the commands that makes sense. */
export type Call<Name extends Called = Called> = {
  readonly [Each in Name]: {
    readonly command: Each;
    readonly inputs: readonly string[];
    readonly options: OptionsOf<Each>;
  };
}[Name];

export type Arguments =
  /** `command` null: of the program as a whole; `isAsked` false: the call said nothing at all. */
  | { readonly kind: 'help'; readonly command: CommandName | null; readonly isAsked: boolean }
  | { readonly kind: 'version' }
  | { readonly kind: 'call'; readonly call: Call }
  | Failure;

/** Reads the arguments behind the program's name. */
export function parseArguments(argv: readonly string[]): Arguments {
  if (argv.length === 0) return { kind: 'help', command: null, isAsked: false };
  const { given, words } = read(argv);
  const [command, ...inputs] = words;
  if (command !== undefined && !isCommand(command)) return unknownCommand(command);
  // a person who asks for help is not sent away for another mistake
  if (has(given, 'help')) return { kind: 'help', command: command ?? null, isAsked: true };
  if (has(given, 'version')) return { kind: 'version' };
  for (const each of given) {
    const wrong = mistakeIn(each, command);
    if (wrong !== null) return wrong;
  }
  if (command === undefined)
    return mistake('no command given', `try one of ${COMMAND_NAMES.join(', ')}, or see ${PROGRAM} --help`);
  if (command === 'help') return helpAbout(inputs);
  return { kind: 'call', call: { command, inputs, options: optionsGiven(command, given) } as unknown as Call };
}

/** Every option of a command, in the form of `OptionsOf`: the one place where words become that. */
function optionsGiven(command: Called, given: readonly Given[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(optionsOf(command).map(([name, option]) => [inCode(name), asGiven(name, option)]));

  function asGiven(name: string, option: Option): unknown {
    const values = given.flatMap((each) => (each.name === name && each.value !== undefined ? [each.value] : []));
    if (option.value === null) return has(given, name);
    if (option.isList === true) return has(given, name) ? values.flatMap(separated) : undefined;
    const byDefault = option.inSettings?.includes(command) === true ? undefined : option.defaults?.[command];
    return meantBy(option, values.at(-1)) ?? byDefault;
  }
}

/** An option of a call. */
interface Given {
  /** Its long name, where it has one. */
  readonly name: string;
  /** With its dashes, as it was written. */
  readonly written: string;
  readonly value: string | undefined;
  /** The value is behind a `=`. */
  readonly isInline: boolean;
}

function read(argv: readonly string[]): { readonly given: readonly Given[]; readonly words: readonly string[] } {
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, { value, short }]) => [
      name,
      { type: value === null ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: false, tokens: true });
  const given: Given[] = [];
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind === 'option')
      given.push({
        name: token.name,
        written: token.rawName,
        value: token.value,
        isInline: token.inlineValue === true,
      });
  }
  return { given, words };
}

function has(given: readonly Given[], option: string): boolean {
  return given.some(({ name }) => name === option);
}

function mistakeIn({ name, written, value, isInline }: Given, command: CommandName | undefined): Failure | null {
  const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  const see = command === undefined ? `see ${PROGRAM} --help` : `see ${PROGRAM} ${command} --help`;
  if (option === undefined) return mistake(`unknown option ${shown(written)}${nearOption(written, command)}`, see);
  if (command !== undefined && !option.commands.includes(command)) {
    const having = option.commands.join(' and ');
    return mistake(`--${name} is an option of ${having}, not of ${command}`, see);
  }
  if (option.value === null)
    return value === undefined ? null : mistake(`--${name} takes no value`, `write --${name} alone`);
  if (value === undefined) return mistake(`--${name} needs a value`, `write it as --${name} ${option.value}`);
  // a forgotten value would make the next option its value
  if (!isInline && value.length > 1 && value.startsWith('-'))
    return mistake(
      `--${name} is followed by the option ${shown(value)}, not by its value`,
      `write it as --${name} ${option.value}; a value that begins with - as --${name}=${shortenedTo(value, LONGEST_SHOWN)}`,
    );
  const choices = command === undefined ? undefined : option.choices?.[command];
  if (choices === undefined || choices.includes(meantBy(option, value) as string)) return null;
  const all = [...choices, ...Object.keys(option.synonyms ?? {})];
  return mistake(`--${name} cannot be ${shown(value)}${suggestion(value, all)}`, `use one of ${choices.join(', ')}`);
}

/** The choice that a word means. */
function meantBy(option: Option | undefined, value: string | undefined): string | undefined {
  return (value === undefined ? undefined : option?.synonyms?.[value]) ?? value;
}

function separated(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function nearOption(written: string, command: CommandName | undefined): string {
  const options = command === undefined ? Object.entries(OPTIONS) : optionsOf(command);
  const letter = options.find(([, { short }]) => short?.toLowerCase() === written.slice(1).toLowerCase())?.[1].short;
  if (letter !== undefined) return `, did you mean \`-${letter}\``;
  const near = (among: readonly string[]): string =>
    suggestion(
      written,
      among.map((name) => `--${name}`),
    );
  return near(options.map(([name]) => name)) || near(Object.keys(OPTIONS));
}

function unknownCommand(word: string): Failure {
  const near = word.toLowerCase() === 'version' ? ', did you mean `--version`' : suggestion(word, COMMAND_NAMES);
  const isInput = near === '' && (word === '-' || word.includes('..') || lookAt(word) !== undefined);
  return mistake(
    `unknown command ${shown(word)}${near}`,
    isInput
      ? `to review it, write ${PROGRAM} review ${shortenedTo(word, LONGEST_SHOWN)}`
      : `try one of ${COMMAND_NAMES.join(', ')}, or see ${PROGRAM} --help`,
  );
}

function helpAbout([topic, ...others]: readonly string[]): Arguments {
  if (others.length > 0) return mistake('`help` takes one command', 'ask for one at a time');
  if (topic === undefined) return { kind: 'help', command: null, isAsked: true };
  return isCommand(topic) ? { kind: 'help', command: topic, isAsked: true } : unknownCommand(topic);
}

function mistake(what: string, remedy: string): Failure {
  return failure(PROGRAM, what, remedy);
}

function shown(word: string): string {
  return `\`${shortenedTo(word, LONGEST_SHOWN)}\``;
}
