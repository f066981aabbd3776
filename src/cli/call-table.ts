/** Commands and options in Markdown, for the README. */
import { FORMATS, formatsOf } from '../report/formats.ts';
import { markdownTable } from '../report/select/table.ts';
import { COMMAND_NAMES, commandOf } from './commands.ts';
import { optionHead } from './help.ts';
import { helpOf, OPTIONS } from './options.ts';

/** A table of the commands, what `review` takes, and tables of the options and the formats, each with the commands that have it. */
export function renderCallTables(): string {
  const commands = COMMAND_NAMES.map((name) => {
    const { synopsis, summary } = commandOf(name);
    return [`\`${[name, synopsis].filter((word) => word !== '').join(' ')}\``, summary];
  });
  const options = Object.entries(OPTIONS).map(([name, option]) => [
    `\`${optionHead(name, option)}\``,
    option.commands.length === COMMAND_NAMES.length ? 'all' : option.commands.join(', '),
    withCode(helpOf(option)),
  ]);
  const formats = Object.entries(FORMATS).map(([name, { description, ending }]) => {
    const commands = (['review', 'audit'] as const).filter((command) =>
      formatsOf(command).some((each) => each === name),
    );
    return [`\`${name}\``, commands.join(', '), `\`${ending}\``, description];
  });
  return [
    markdownTable([['command', 'what it does'], ...commands]).join('\n'),
    ...commandOf('review').about.map(withCode),
    markdownTable([['option', 'of', 'what it does'], ...options]).join('\n'),
    markdownTable([['format', 'of', 'file', 'what it is'], ...formats]).join('\n'),
  ]
    .map((block) => `${block}\n`)
    .join('\n');
}

/** Options that are named in a text become code. */
function withCode(text: string): string {
  return text.replace(/(?<![\w`-])--[a-z][a-z-]*/g, '`$&`').replaceAll('|', '\\|');
}
