/** Spoilt settings: settings, or failures with line and column inside of the file. */
import { readSettings, settingsMistakes } from '../../../src/config/read-settings.ts';
import type { KnownRule } from '../../../src/finding/rule-options.ts';
import { isFailure } from '../../../src/text/failure.ts';
import { SETTINGS_EXAMPLE } from '../settings-example.ts';
import { firstOf, type Kind, troubleInFailure } from './kind.ts';
import { mutated } from './mutate.ts';

/** One of them has an option. */
export const KNOWN_RULES: readonly KnownRule[] = [
  { id: 'undocumented-unsafe' },
  { id: 'weak-safety-comment' },
  {
    id: 'bindings-bypass',
    options: { words: { description: 'Words.', byDefault: ['one'], pattern: '^[a-z]+$', example: 'one' } },
  },
];
export const SEED = `_extends: .github
${SETTINGS_EXAMPLE}`;
export const WORDS = [
  ...[
    'gate:',
    'gate: strict',
    'words: [one]',
    'words:',
    'rules:',
    '__proto__: 1',
    'constructor: {}',
    'toString',
    'null',
    '~',
    'yes',
    '0x1f',
    '.nan',
    '1e3',
  ],
  ...[
    '---',
    '...',
    '%YAML 1.2',
    '&a',
    '*a',
    '<<: *a',
    '!!js/function',
    '!',
    '? a',
    '- ',
    '- - - -',
    '{',
    '}',
    '[',
    ']',
    ': ',
    '#',
  ],
  ...[
    '|',
    '>-',
    '"\\x00"',
    "'",
    '@',
    '%',
    '**',
    '**/[',
    '2027-02-30',
    '1999-01-01',
    '  ',
    '        ',
    '\t',
    ',',
    'undocumented-unsafe',
  ],
];

export const yamlKind: Kind<string> = {
  make: (chance) => mutated(SEED, WORDS, chance, 3),
  troubleIn(text) {
    const read = readSettings(text, 'c.yml', '2027-03-01', KNOWN_RULES);
    const mistakes = settingsMistakes(text, 'c.yml', '2027-03-01', KNOWN_RULES);
    if (!isFailure(read)) {
      const isPlain = JSON.stringify(JSON.parse(JSON.stringify(read))) === JSON.stringify(read);
      return mistakes.length === 0 && isPlain ? null : 'settings that have mistakes';
    }
    const isSame = JSON.stringify(mistakes[0]) === JSON.stringify(read);
    const all = mistakes.map((each) => troubleInFailure(each) ?? troubleInPlace(each.where, text));
    return isSame ? firstOf(all) : 'the first mistake is another one';
  },
};

function troubleInPlace(where: string, text: string): string | null {
  const [, line, column] = /^c\.yml:([1-9]\d*):([1-9]\d*)$/.exec(where) ?? [];
  const length = text.split('\n')[Number(line) - 1]?.length;
  return length !== undefined && Number(column) <= length + 1 ? null : `the place ${where} is not in the file`;
}
