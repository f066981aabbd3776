/** The mistakes of a settings' file, in words for a person. */
import type { ErrorObject } from 'ajv';
import { globProblem } from './glob.ts';
import { listed, quoted, suggestion } from './words.ts';
import { type PlainYaml, pointerTo } from './yaml.ts';

export interface Mistake {
  readonly offset: number;
  readonly what: string;
  readonly remedy: string;
}

/** All that the validator found, each place once where its type is wrong. */
export function formMistakes(errors: readonly ErrorObject[], yaml: PlainYaml): readonly Mistake[] {
  const ofWrongType = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  return errors
    .filter(({ keyword, instancePath }) => keyword !== 'if' && (keyword === 'type' || !ofWrongType.has(instancePath)))
    .map((error) => formMistake(error, yaml));
}

/** The validator's error in words for a person. */
function formMistake(error: ErrorObject, yaml: PlainYaml): Mistake {
  const { instancePath, keyword, params, parentSchema = {}, data } = error;
  const subject = subjectOf(instancePath);
  const at = (what: string, remedy: string) => ({ offset: yaml.offsetOf(instancePath), what, remedy });

  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    const known = Object.keys(parentSchema['properties'] ?? {});
    return {
      offset: yaml.offsetOfKey(pointerTo(instancePath, key)),
      what: `unknown key ${quoted(key)}${suggestion(key, known)}`,
      remedy: `the keys here are ${listed(known)}`,
    };
  }
  if (keyword === 'required') {
    const key = String(params['missingProperty']);
    return at(`${quoted(key)} is missing`, `add \`${key}: ...\``);
  }
  if (keyword === 'enum') {
    const allowed = params['allowedValues'] as readonly string[];
    const what = data === '' ? `${subject} has no value` : `${subject} is ${quoted(data)}${suggestion(data, allowed)}`;
    return at(what, `write one of ${listed(allowed)}`);
  }
  if (keyword === 'type') {
    const [what, remedy] = FORMS[String(params['type'])] ?? FORMS['string'];
    return at(data === '' ? `${subject} has no value` : `${subject} is not ${what}`, remedy);
  }
  if (keyword === 'format' && parentSchema['format'] === 'glob') {
    const { what, remedy } = globProblem(String(data)) ?? { what: 'is no glob', remedy: 'write a path' };
    return at(`${subject} ${what}`, remedy);
  }
  if (keyword === 'minLength') return at(`${subject} has no value`, 'write one, or remove the entry');
  if (keyword.startsWith('max')) {
    const unit = keyword === 'maxLength' ? 'characters' : 'entries';
    return at(`${subject} has more than ${params['limit']} ${unit}`, 'shorten it');
  }
  const examples = (parentSchema['examples'] ?? []) as readonly string[];
  return at(`${subject} cannot be ${quoted(data)}`, `write it as ${listed(examples)}`);
}

const FORMS: Readonly<Record<string, readonly [what: string, remedy: string]>> & {
  readonly string: readonly [string, string];
} = {
  array: ['a list', 'write each entry on a line of its own that begins with `- `, or remove the key'],
  object: ['a mapping', 'write `key: value` lines, or remove the key'],
  string: ['plain text', 'write one value behind the colon'],
  'string,object': ['a severity or a mapping', 'write `off`, or `{ severity: warning }`'],
};

/** What a pointer points at, in words: `gate`, or an entry of `ignore`. */
function subjectOf(pointer: string): string {
  const keys = pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.at(-1) ?? '';
  if (last === '') return 'the document';
  return /^\d+$/.test(last) ? `entry ${Number(last) + 1} of ${quoted(keys.at(-2))}` : quoted(last);
}
