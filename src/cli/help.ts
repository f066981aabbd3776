/** The help: short for the program as a whole, and all of it for a command. */

import { sentence } from '../report/select/phrases.ts';
import { DEFAULT_WIDTH, WIDEST_PROSE, wrap } from '../report/select/text-width.ts';
import { PROGRAM } from '../text/name.ts';
import { COMMAND_NAMES, type CommandName, commandOf, EXIT_STATUSES } from './commands.ts';
import { helpOf, OPTIONS, type Option, optionsOf } from './options.ts';

/** A longer head has a line of its own, in columns. */
const WIDEST_HEAD = 24;

/**
 * The help, each line of it no wider than `columns` where its words allow it, and no wider than prose is set.
 * @param command null: of the program as a whole
 */
export function helpText(command: CommandName | null, columns: number = DEFAULT_WIDTH): string {
  const width = Math.min(columns, WIDEST_PROSE);
  const blocks = command === null ? generalBlocks(width) : commandBlocks(command, width);
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

type Block = readonly string[];
/** What is named, and what is said of it. */
type Entry = readonly [head: string, words: string];

function generalBlocks(width: number): readonly Block[] {
  const options = ['help', 'version'].map(
    (name): Entry => [optionHead(name, OPTIONS[name]), OPTIONS[name]?.help ?? ''],
  );
  return [
    wrap('Reviews what a patch does to unsafe Rust code in the Linux kernel.', width),
    [`Usage: ${PROGRAM} COMMAND [OPTION...] [ARGUMENT...]`],
    titled(
      'Commands',
      COMMAND_NAMES.map((name): Entry => [name, commandOf(name).summary]),
      width,
    ),
    titled('Options', options, width),
    wrap(`\`${PROGRAM} help COMMAND\` shows what a command takes, its options and examples.`, width),
  ];
}

function commandBlocks(name: CommandName, width: number): readonly Block[] {
  const { summary, about, examples } = commandOf(name);
  const options = optionsOf(name).map(([option, each]): Entry => [optionHead(option, each), helpOf(each, name)]);
  return [
    wrap(sentence(summary), width),
    [usageOf(name)],
    ...about.map((paragraph) => wrap(paragraph, width)),
    titled('Options', options, width),
    [
      `${examples.length === 1 ? 'Example' : 'Examples'}:`,
      ...examples.flatMap(([call, what]) => [`  ${PROGRAM} ${call}`, ...wrap(what, width, '      ')]),
    ],
    ...(name === 'review' || name === 'audit'
      ? [
          titled(
            'Exit status',
            EXIT_STATUSES.map(([status, meaning]): Entry => [String(status), meaning]),
            width,
          ),
        ]
      : []),
  ];
}

/** `Usage: kernel-rust-audit review [OPTION...] [INPUT...]`. */
export function usageOf(name: CommandName): string {
  const { synopsis } = commandOf(name);
  return `Usage: ${PROGRAM} ${name} [OPTION...]${synopsis === '' ? '' : ` ${synopsis}`}`;
}

/** `-h, --help`, `--tree DIR`. */
export function optionHead(name: string, option: Option | undefined): string {
  const short = option?.short === undefined ? '' : `-${option.short}, `;
  const value = option?.value == null ? '' : ` ${option.value}`;
  return `${short}--${name}${value}`;
}

function titled(title: string, entries: readonly Entry[], width: number): Block {
  return [`${title}:`, ...inColumns(entries, width)];
}

/** Entries in two columns that never touch, in lines of `width` columns where their words allow it. */
export function inColumns(entries: readonly Entry[], width: number): Block {
  const heads = entries.map(([head]) => head.length).filter((length) => length <= WIDEST_HEAD);
  const column = Math.max(0, ...heads);
  const indent = ' '.repeat(column + 4);
  return entries.flatMap(([head, words]) => {
    const [first = '', ...more] = wrap(words, width, indent);
    if (head.length > column) return [`  ${head}`, first, ...more];
    return [`  ${head.padEnd(column)}  ${first.slice(indent.length)}`, ...more];
  });
}
