/** How a setting is declared: once, and its type, default, JSON Schema, reading and documentation come from that. */
import { inCode } from '../text/in-code.ts';
import type { Form, IntegerForm, MappingForm, TextForm } from './form.ts';

/** What people read about a setting, and what holds without it. */
export interface About<Value> {
  /** A few words. */
  readonly title: string;
  /** Sentences, for editors and docs/settings.md. */
  readonly description: string;
  readonly byDefault: Value;
  /** What holds without it, in words, where the default does not say it. */
  readonly without?: string;
  /** Lines of a settings file that use it. */
  readonly example: string;
  /** What it does in the App, and on the command line; empty: what the description says. */
  readonly app: string;
  readonly commandLine: string;
}

export interface Setting<Value> extends About<Value> {
  readonly form: Form;
  /**
   * The value that a file sets.
   * @param given has the form
   * @param inherited what holds where the file says nothing
   */
  readonly read: (given: never, inherited: Value) => Value;
}

/** A setting whose value in a file is another one than in the program. */
export function setting<Given, Value>(
  form: Form,
  read: (given: Given, inherited: Value) => Value,
  about: About<Value>,
): Setting<Value> {
  return { ...about, form, read };
}

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[], about: About<Word>): Setting<Word> {
  return setting({ type: 'string', enum: words, default: about.byDefault }, (given: Word) => given, about);
}

/** A text of the given form. */
export function text(form: Omit<TextForm, 'type' | 'default'>, about: About<string>): Setting<string> {
  return setting({ type: 'string', ...form, default: about.byDefault }, (given: string) => given, about);
}

/** A whole number within the range. */
export function wholeNumber(range: Pick<IntegerForm, 'minimum' | 'maximum'>, about: About<number>): Setting<number> {
  return setting({ type: 'integer', ...range, default: about.byDefault }, (given: number) => given, about);
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds settings of any type
export type SettingTable = Readonly<Record<string, Setting<any>>>;

/** The form of a file with these settings, by the keys that people write. */
export function formOf(table: SettingTable): MappingForm & Required<Pick<MappingForm, 'properties'>> {
  const properties = Object.entries(table).map(([key, { title, description, form }]) => [
    key,
    { title, description, ...form },
  ]);
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) };
}

/** What holds without a file, by the names that the program writes. */
export function defaultsOf(table: SettingTable): unknown {
  return Object.fromEntries(Object.entries(table).map(([key, { byDefault }]) => [inCode(key), byDefault]));
}

/**
 * The values of a file.
 * @param file what `readForm` gave, without a mistake
 * @param inherited what holds where the file says nothing
 */
export function valuesOf<Values extends object>(
  table: SettingTable,
  file: Readonly<Record<string, unknown>>,
  inherited: Values,
): Values {
  const values = Object.entries(table).map(([key, { read }]) => {
    const [name, given] = [inCode(key), Object.hasOwn(file, key) ? file[key] : undefined];
    const before = inherited[name as keyof Values];
    return [name, given === undefined ? before : read(given as never, before)];
  });
  return Object.fromEntries(values) as Values;
}
