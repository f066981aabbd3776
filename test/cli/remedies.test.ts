/** A remedy names only options that the command has which says it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandName } from '../../src/cli/commands.ts';
import { OPTIONS } from '../../src/cli/options.ts';
import { ROOT } from './program.ts';

/** Who says the failures of a file, by the beginning of its path; the first that fits. */
const SAID_BY: readonly (readonly [start: string, commands: readonly CommandName[]])[] = [
  ['cli/audit', ['audit']],
  ['cli/review-command.ts', ['review']],
  ['cli/inputs.ts', ['review']],
  ['cli/explain.ts', ['explain', 'rules']],
  ['cli/records-command.ts', ['records']],
  ['git/history.ts', ['review']],
  ['app/check/post-review.ts', ['review']],
  ['github/forge/remote-pull-request.ts', ['review']],
  ['patch/', ['review']],
  ['', ['review', 'audit']],
];

interface Said {
  readonly file: string;
  readonly option: string;
}

/** The options in the words of each `failure(...)`, those of other programs' commands left out. */
function optionsSaid(): readonly Said[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.flatMap((file) =>
    callsIn(readFileSync(join(ROOT, 'src', file), 'utf8')).flatMap((call) =>
      [...call.replace(/\\?`(?:git|gpg) [^`]*`/g, '').matchAll(/--([a-z][a-z-]*)/g)].map(([, option = '']) => ({
        file,
        option,
      })),
    ),
  );
}

test('each beginning of a path leads to a file', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  expect(SAID_BY.filter(([start]) => !files.some((file) => file.startsWith(start)))).toEqual([]);
});

/** The arguments of each call of `failure`. */
function callsIn(text: string): readonly string[] {
  return [...text.matchAll(/\bfailure\(/g)].map(({ index }) => {
    let depth = 0;
    for (let at = text.indexOf('(', index); at < text.length; at++) {
      if (text[at] === '(') depth++;
      if (text[at] === ')' && --depth === 0) return text.slice(index, at);
    }
    return '';
  });
}

test('options in remedies are those of the command', () => {
  const said = optionsSaid();
  expect(said.length).toBeGreaterThan(10);
  const wrong = said.filter(({ file, option }) => {
    const [, commands = []] = SAID_BY.find(([start]) => file.startsWith(start)) ?? [];
    return !commands.every((command) => OPTIONS[option]?.commands.includes(command));
  });
  expect(wrong.map(({ file, option }) => `${file}: --${option}`)).toEqual([]);
});
