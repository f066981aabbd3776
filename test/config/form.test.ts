/** The form of settings: what has it, with numbers among it, and the same answer as the JSON Schema that editors use. */
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { readForm } from '../../src/config/form.ts';
import { globProblem } from '../../src/config/glob.ts';
import { settingsSchema } from '../../src/config/schema.ts';
import { defaultsOf, formOf, oneOf, setting, text, valuesOf, wholeNumber } from '../../src/config/setting.ts';
import { settingsForm } from '../../src/config/settings.ts';
import { readPlainYaml } from '../../src/config/yaml.ts';
import { isFailure } from '../../src/text/failure.ts';
import { Chance } from '../support/fuzz/chance.ts';
import { mutated } from '../support/fuzz/mutate.ts';
import { KNOWN_RULES, SEED, WORDS } from '../support/fuzz/settings.ts';

const ABOUT = { title: 'T', description: 'D.', example: '', app: '', commandLine: '' };
const TABLE = {
  'most-annotations': wholeNumber({ minimum: 1, maximum: 50 }, { ...ABOUT, byDefault: 10 }),
  'the-name': text({ maxLength: 5 }, { ...ABOUT, byDefault: '' }),
  form: oneOf(['long', 'short'], { ...ABOUT, byDefault: 'long' }),
  _limits: setting<readonly { readonly at: number }[], readonly number[]>(
    {
      type: 'array',
      maxItems: 3,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['at'],
        properties: { at: { type: 'integer', minimum: -5, maximum: 5 } },
      },
    },
    (given) => given.map(({ at }) => at),
    { ...ABOUT, byDefault: [] },
  ),
};
const DEFAULTS = defaultsOf(TABLE) as { readonly mostAnnotations: number };

/** What a file with the settings of this table comes to, or its mistakes, each with its place. */
function read(file: string): unknown {
  const yaml = readPlainYaml(file, 'c.yml');
  if (isFailure(yaml)) throw new Error(yaml.what);
  const { value, mistakes } = readForm(formOf(TABLE), yaml);
  if (mistakes.length > 0)
    return mistakes.map(({ offset, what, remedy }) => `${yaml.placeAt(offset)}: ${what}; ${remedy}`);
  return valuesOf(TABLE, value as Readonly<Record<string, unknown>>, DEFAULTS);
}

test('one declaration gives the default, the value of a file and the schema', () => {
  expect(DEFAULTS).toEqual({ mostAnnotations: 10, theName: '', form: 'long', limits: [] });
  expect(read('')).toEqual(DEFAULTS);
  expect(read('most-annotations: 50\n_limits: [{ at: -5 }, { at: +3 }]')).toEqual({
    mostAnnotations: 50,
    theName: '',
    form: 'long',
    limits: [-5, 3],
  });
  expect(read("most-annotations: '007'")).toMatchObject({ mostAnnotations: 7 });
  expect(formOf(TABLE).properties['most-annotations']).toEqual({
    title: 'T',
    description: 'D.',
    type: 'integer',
    minimum: 1,
    maximum: 50,
    default: 10,
  });
});

test.each([
  ['most-annotations: ten', '1:19: `most-annotations` is not a whole number; write its digits behind the colon'],
  ['most-annotations: 1.5', '1:19: `most-annotations` is not a whole number; '],
  ['most-annotations: 0x1f', '1:19: `most-annotations` is not a whole number; '],
  ['most-annotations: 1e3', '1:19: `most-annotations` is not a whole number; '],
  ['most-annotations: 9999999999999999', '1:19: `most-annotations` is not a whole number; '],
  ['most-annotations:', '1:18: `most-annotations` has no value; write its digits behind the colon'],
  ['most-annotations: [1]', '1:19: `most-annotations` is not a whole number; '],
  ['form: long\nmost-annotations: 0', '2:19: `most-annotations` is 0; write a number from 1 to 50'],
  ['most-annotations: 51', '1:19: `most-annotations` is 51; write a number from 1 to 50'],
  ['_limits:\n  - at: 6', '2:9: `at` is 6; write a number from -5 to 5'],
  ['the-name: "\u{1f980}23456"', '1:11: `the-name` has more than 5 characters; shorten it'],
  ['_limits: [{}]', '1:11: `at` is missing; add `at: ...`'],
  ['_limits: [{ at: 1 }, { at: 1 }, { at: 1 }, { at: 1 }]', '1:10: `_limits` has more than 3 entries; shorten it'],
])('%j', (text, mistake) => {
  const [first = ''] = read(text) as readonly string[];
  expect(first.slice(0, `c.yml:${mistake}`.length)).toBe(`c.yml:${mistake}`);
});

test('any settings have the form exactly where a validator of JSON Schema says so', () => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv, ['date']);
  ajv.addFormat('glob', (glob) => globProblem(glob) === null);
  const isValid = ajv.compile(settingsSchema(KNOWN_RULES));
  const form = settingsForm(KNOWN_RULES);
  const seen = { right: 0, wrong: 0 };
  const chance = new Chance('form/17');
  for (let left = 3000; left > 0; left -= 1) {
    const text = mutated(SEED, WORDS, chance, 3);
    const yaml = readPlainYaml(text, 'c.yml');
    if (isFailure(yaml)) continue;
    const isRight = isValid(yaml.value);
    seen[isRight ? 'right' : 'wrong'] += 1;
    expect({ text, isRight: readForm(form, yaml).mistakes.length === 0 }).toEqual({ text, isRight });
  }
  expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(100);
});
