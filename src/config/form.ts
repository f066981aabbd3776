/**
 * The form of a settings file: the part of JSON Schema (draft 7) that the settings use, as data, and what of a file does not have it.
 * Each mistake has its place in the file, so it is found here and not by a validator whose answers would have to be translated.
 */
import { globProblem } from './glob.ts';
import { listed, quoted, suggestion } from './suggest.ts';
import { type PlainValue, type PlainYaml, pointerTo } from './yaml.ts';

interface Described {
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly string[];
}

export interface TextForm extends Described {
  readonly type: 'string';
  readonly enum?: readonly string[];
  readonly minLength?: number;
  /** In characters. */
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: 'glob' | 'date';
}

export interface IntegerForm extends Described {
  readonly type: 'integer';
  readonly minimum: number;
  readonly maximum: number;
}

export interface ListForm extends Described {
  readonly type: 'array';
  readonly items: Form;
  readonly maxItems: number;
}

export interface MappingForm extends Described {
  readonly type: 'object';
  readonly properties?: Readonly<Record<string, Form>>;
  readonly required?: readonly string[];
  readonly maxProperties?: number;
  /** The form of values under other keys; false: other keys are refused. */
  readonly additionalProperties: Form | false;
}

/** A word, or a mapping that says more. */
export interface WordOrMappingForm extends Described {
  readonly type: readonly ['string', 'object'];
  readonly if: { readonly type: 'string' };
  readonly then: { readonly enum: readonly string[] };
  readonly else: Pick<MappingForm, 'properties' | 'additionalProperties'>;
}

export type Form = TextForm | IntegerForm | ListForm | MappingForm | WordOrMappingForm;

export interface Mistake {
  readonly offset: number;
  readonly what: string;
  readonly remedy: string;
}

/** More would not help, and hostile text could ask for thousands. */
const MOST_MISTAKES = 50;

export interface Formed {
  /** What the file holds, numbers among it; only valid without mistakes. */
  readonly value: unknown;
  /** In the order of the lines. */
  readonly mistakes: readonly Mistake[];
}

/** What a file holds, and what in it does not have the form. */
export function readForm(form: Form, yaml: PlainYaml): Formed {
  const reader = new FormReader(yaml);
  const value = reader.read(form, yaml.value, '');
  const mistakes = reader.mistakes.toSorted((a, b) => a.offset - b.offset).slice(0, MOST_MISTAKES);
  return { value, mistakes };
}

/** Reads one file; a value of the wrong type gets only that one mistake. */
class FormReader {
  readonly mistakes: Mistake[] = [];

  constructor(readonly yaml: PlainYaml) {}

  read(form: Form, value: PlainValue, pointer: string): unknown {
    switch (form.type) {
      case 'string':
        return typeof value === 'string' ? this.#text(form, value, pointer) : this.#notA('string', value, pointer);
      case 'integer':
        return typeof value === 'string' ? this.#integer(form, value, pointer) : this.#notA('integer', value, pointer);
      case 'array':
        return isList(value) ? this.#list(form, value, pointer) : this.#notA('array', value, pointer);
      case 'object':
        return isMapping(value) ? this.#mapping(form, value, pointer) : this.#notA('object', value, pointer);
      default:
        if (typeof value === 'string') return this.#text({ type: 'string', ...form.then }, value, pointer);
        if (isMapping(value)) return this.#mapping({ type: 'object', ...form.else }, value, pointer);
        return this.#notA('string or object', value, pointer);
    }
  }

  #say(pointer: string, what: string, remedy: string): void {
    this.mistakes.push({ offset: this.yaml.offsetOf(pointer), what: `${subjectOf(pointer)} ${what}`, remedy });
  }

  #notA(type: keyof typeof TYPES, value: PlainValue, pointer: string): undefined {
    const [what, remedy] = TYPES[type];
    this.#say(pointer, value === '' ? 'has no value' : `is not ${what}`, remedy);
  }

  #text(form: TextForm, value: string, pointer: string): string {
    const { minLength = 0, maxLength, pattern, format } = form;
    const length = [...value].length;
    if (form.enum !== undefined && !form.enum.includes(value)) {
      const what = value === '' ? 'has no value' : `is ${quoted(value)}${suggestion(value, form.enum)}`;
      this.#say(pointer, what, `write one of ${listed(form.enum)}`);
    }
    if (maxLength !== undefined && length > maxLength)
      this.#say(pointer, `has more than ${maxLength} characters`, 'shorten it');
    if (length < minLength) this.#say(pointer, 'has no value', 'write one, or remove the entry');
    const isOther = pattern !== undefined && !new RegExp(pattern, 'u').test(value);
    if (isOther || (format === 'date' && !isDate(value)))
      this.#say(pointer, `cannot be ${quoted(value)}`, `write it as ${listed(form.examples ?? [])}`);
    const wrong = format === 'glob' ? globProblem(value) : null;
    if (wrong !== null) this.#say(pointer, wrong.what, wrong.remedy);
    return value;
  }

  #integer({ minimum, maximum }: IntegerForm, value: string, pointer: string): number | undefined {
    if (!/^[+-]?\d{1,15}$/.test(value)) return this.#notA('integer', value, pointer);
    const number = Number(value);
    if (number < minimum || number > maximum)
      this.#say(pointer, `is ${number}`, `write a number from ${minimum} to ${maximum}`);
    return number;
  }

  #list({ items, maxItems }: ListForm, value: readonly PlainValue[], pointer: string): readonly unknown[] {
    if (value.length > maxItems) this.#say(pointer, `has more than ${maxItems} entries`, 'shorten it');
    return value.map((item, at) => this.read(items, item, pointerTo(pointer, at)));
  }

  #mapping(form: MappingForm, value: Mapping, pointer: string): unknown {
    const { properties = {}, required = [], maxProperties, additionalProperties } = form;
    const keys = Object.keys(value);
    const known = Object.keys(properties);
    if (maxProperties !== undefined && keys.length > maxProperties)
      this.#say(pointer, `has more than ${maxProperties} entries`, 'shorten it');
    for (const key of required) {
      if (Object.hasOwn(value, key)) continue;
      const offset = this.yaml.offsetOf(pointer);
      this.mistakes.push({ offset, what: `${quoted(key)} is missing`, remedy: `add \`${key}: ...\`` });
    }
    return Object.fromEntries(
      keys.flatMap((key) => {
        const below = pointerTo(pointer, key);
        const form = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
        if (form) return [[key, this.read(form, value[key] ?? '', below)]];
        const what = `unknown key ${quoted(key)}${suggestion(key, known)}`;
        const offset = this.yaml.offsetOfKey(below);
        this.mistakes.push({ offset, what, remedy: `the keys here are ${listed(known)}` });
        return [];
      }),
    );
  }
}

type Mapping = Readonly<Record<string, PlainValue>>;

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function isMapping(value: PlainValue): value is Mapping {
  return typeof value === 'object' && !Array.isArray(value);
}

/** What a value of the type is, and how to write one. */
const TYPES = {
  array: ['a list', 'write each entry on a line of its own that begins with `- `, or remove the key'],
  object: ['a mapping', 'write `key: value` lines, or remove the key'],
  string: ['plain text', 'write one value behind the colon'],
  integer: ['a whole number', 'write its digits behind the colon'],
  'string or object': ['a severity or a mapping', 'write `off`, or `{ severity: warning }`'],
} as const satisfies Readonly<Record<string, readonly [what: string, remedy: string]>>;

/** A day that the calendar has, as `2027-03-01`. */
function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What a pointer points at, in words: `gate`, or an entry of `ignore`. */
function subjectOf(pointer: string): string {
  const keys = pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.at(-1) ?? '';
  if (last === '') return 'the document';
  return /^\d+$/.test(last) ? `entry ${Number(last) + 1} of ${quoted(keys.at(-2))}` : quoted(last);
}
