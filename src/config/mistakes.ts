/** The mistakes of a settings' file, in words for a person. */
import type { ErrorObject } from 'ajv';
import { globProblem } from './glob.ts';
import { listed, quoted, suggestion } from './suggest.ts';
import { type PlainYaml, pointerTo } from './yaml.ts';

export interface Mistake {
  readonly offset: number;
  readonly what: string;
  readonly remedy: string;
}

/** There is no use in more, and hostile text could ask for thousands. */
const MOST_MISTAKES = 50;

/** What the validator found, in the order of the lines; where a type is wrong, nothing else is said of that place. */
export function formMistakes(errors: readonly ErrorObject[], yaml: PlainYaml): readonly Mistake[] {
  const ofWrongType = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  return errors
    .filter(({ keyword, instancePath }) => keyword !== 'if' && (keyword === 'type' || !ofWrongType.has(instancePath)))
    .map((error) => ({ error, offset: offsetOf(error, yaml) }))
    .toSorted((a, b) => a.offset - b.offset)
    .slice(0, MOST_MISTAKES)
    .map(({ error, offset }) => ({ offset, ...wordsFor(error) }));
}

function offsetOf({ keyword, instancePath, params }: ErrorObject, yaml: PlainYaml): number {
  return keyword === 'additionalProperties'
    ? yaml.offsetOfKey(pointerTo(instancePath, String(params['additionalProperty'])))
    : yaml.offsetOf(instancePath);
}

/** The validator's error in words for a person. */
function wordsFor({ instancePath, keyword, params, parentSchema = {}, data }: ErrorObject): Omit<Mistake, 'offset'> {
  const subject = subjectOf(instancePath);

  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    const known = Object.keys(parentSchema['properties'] ?? {});
    return {
      what: `unknown key ${quoted(key)}${suggestion(key, known)}`,
      remedy: `the keys here are ${listed(known)}`,
    };
  }
  if (keyword === 'required') {
    const key = String(params['missingProperty']);
    return { what: `${quoted(key)} is missing`, remedy: `add \`${key}: ...\`` };
  }
  if (keyword === 'enum') {
    const allowed = params['allowedValues'] as readonly string[];
    const what = data === '' ? `${subject} has no value` : `${subject} is ${quoted(data)}${suggestion(data, allowed)}`;
    return { what, remedy: `write one of ${listed(allowed)}` };
  }
  if (keyword === 'type') {
    const [what, remedy] = FORMS[String(params['type'])] ?? FORMS['string'];
    return { what: data === '' ? `${subject} has no value` : `${subject} is not ${what}`, remedy };
  }
  if (keyword === 'format' && parentSchema['format'] === 'glob') {
    const { what, remedy } = globProblem(String(data)) ?? { what: 'is not a glob', remedy: 'write a path' };
    return { what: `${subject} ${what}`, remedy };
  }
  if (keyword === 'minLength') return { what: `${subject} has no value`, remedy: 'write one, or remove the entry' };
  if (keyword.startsWith('max')) {
    const unit = keyword === 'maxLength' ? 'characters' : 'entries';
    return { what: `${subject} has more than ${params['limit']} ${unit}`, remedy: 'shorten it' };
  }
  const examples = (parentSchema['examples'] ?? []) as readonly string[];
  return { what: `${subject} cannot be ${quoted(data)}`, remedy: `write it as ${listed(examples)}` };
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
