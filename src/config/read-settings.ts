/** Reads the settings' file; every mistake is named with its place, in plain words, and with the way out. */
import type { KnownRule } from '../finding/rule-options.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { type Mistake, readForm } from './form.ts';
import { valuesOf } from './setting.ts';
import { DEFAULT_SETTINGS, SETTINGS, type Settings, settingsForm } from './settings.ts';
import { quoted, suggestion } from './suggest.ts';
import { type PlainYaml, pointerTo, readPlainYaml } from './yaml.ts';

/**
 * Reads settings; the first mistake is the answer where there is one.
 *
 * @param text what the file holds
 * @param name for the places in failures, as `.github/kernel-rust-audit.yml`
 * @param today as `2027-03-01`, in UTC: suppressions that ended before are mistakes
 * @param rules all that there are
 * @param inherited what holds where the file says nothing: those that it `_extends`, or the defaults
 */
export function readSettings(
  text: string,
  name: string,
  today: string,
  rules: readonly KnownRule[],
  inherited: Settings = DEFAULT_SETTINGS,
): Settings | Failure {
  const file = readFile(text, name, today, rules);
  return file.kind === 'good' ? valuesOf(SETTINGS, file.value, inherited) : file.mistakes[0];
}

/**
 * Settings as they hold on a day: a suppression that has ended is left out, and named among the mistakes, which are all of them.
 * A failure where the rest cannot be used either. Parameters as for `readSettings`.
 */
export function settingsOnDay(
  text: string,
  name: string,
  today: string,
  rules: readonly KnownRule[],
  inherited: Settings = DEFAULT_SETTINGS,
): { readonly settings: Settings; readonly ended: readonly Failure[] } | Failure {
  const settings = readSettings(text, name, BEFORE_ALL_DAYS, rules, inherited);
  if (isFailure(settings)) return settings;
  return { settings: withoutEnded(settings, today), ended: settingsMistakes(text, name, today, rules) };
}

/** No suppression has ended by then. */
const BEFORE_ALL_DAYS = '0000-00-00';

/** Settings without the suppressions that ended before a day. */
export function withoutEnded(settings: Settings, today: string): Settings {
  return { ...settings, suppress: settings.suppress.filter(({ until }) => until === null || until >= today) };
}

/** All mistakes of the file in the order of their lines, for annotations; none where it can be used. */
export function settingsMistakes(
  text: string,
  name: string,
  today: string,
  rules: readonly KnownRule[],
): readonly Failure[] {
  const file = readFile(text, name, today, rules);
  return file.kind === 'good' ? [] : file.mistakes;
}

/** The parts of a settings file that need checks beyond the form. */
interface SettingsFile extends Readonly<Record<string, unknown>> {
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly suppress?: readonly { readonly fingerprint: string; readonly until?: string }[];
}

type FileReading =
  | { readonly kind: 'good'; readonly value: SettingsFile }
  | { readonly kind: 'bad'; readonly mistakes: readonly [Failure, ...Failure[]] };

function readFile(text: string, name: string, today: string, rules: readonly KnownRule[]): FileReading {
  const yaml = readPlainYaml(text, name);
  if (isFailure(yaml)) return { kind: 'bad', mistakes: [yaml] };
  const formed = readForm(settingsForm(rules), yaml);
  const value = formed.value as SettingsFile;
  const mistakes = formed.mistakes.length > 0 ? formed.mistakes : meaningMistakes(value, yaml, today, rules);
  const [first, ...others] = mistakes
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, what, remedy }) => failure(yaml.placeAt(offset), what, remedy));
  return first === undefined ? { kind: 'good', value } : { kind: 'bad', mistakes: [first, ...others] };
}

/** What no schema can say: rules that are not there, suppressions that are over. */
function meaningMistakes(
  file: SettingsFile,
  yaml: PlainYaml,
  today: string,
  rules: readonly KnownRule[],
): readonly Mistake[] {
  const ruleIds = rules.map(({ id }) => id);
  const unknownRules = Object.keys(file.rules ?? {})
    .filter((id) => !ruleIds.includes(id))
    .map((id) => ({
      offset: yaml.offsetOfKey(pointerTo('/rules', id)),
      what: `unknown rule ${quoted(id)}${suggestion(id, ruleIds)}`,
      remedy: '`kernel-rust-audit rules` lists them all',
    }));
  const expired = (file.suppress ?? []).flatMap(({ fingerprint, until }, index) =>
    until === undefined || until >= today
      ? []
      : {
          offset: yaml.offsetOf(pointerTo(pointerTo('/suppress', index), 'until')),
          what: `the suppression of ${quoted(fingerprint)} ended on ${until}`,
          remedy: 'fix the finding and remove the entry, or set a new day',
        },
  );
  return [...unknownRules, ...expired];
}
