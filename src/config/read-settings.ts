/** Reads the settings' file; every mistake is named with its place, in plain words, and with the way out. */
import { Ajv } from 'ajv';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { globProblem } from './glob.ts';
import { formMistakes, type Mistake } from './mistakes.ts';
import { SETTINGS_SCHEMA } from './schema.ts';
import {
  type AcceptPolicy,
  type Command,
  type CommentPolicy,
  type CommitPolicy,
  DEFAULT_SETTINGS,
  type DraftPolicy,
  type Gate,
  type LayerOverride,
  type ParentSettings,
  type Permission,
  type RuleSettings,
  SETTINGS_PATH,
  type Settings,
  type Threshold,
} from './settings.ts';
import { quoted, suggestion } from './suggest.ts';
import { type PlainYaml, pointerTo, readPlainYaml } from './yaml.ts';

/**
 * Reads settings; the first mistake is the answer where there is one.
 *
 * @param text what the file holds
 * @param name for the places in failures, as `.github/kernel-rust-audit.yml`
 * @param today as `2027-03-01`, in UTC: suppressions that ended before are mistakes
 * @param ruleIds the ids of all rules there are
 * @param inherited what holds where the file says nothing: those that it `_extends`, or the defaults
 */
export function readSettings(
  text: string,
  name: string,
  today: string,
  ruleIds: readonly string[],
  inherited: Settings = DEFAULT_SETTINGS,
): Settings | Failure {
  const file = readFile(text, name, today, ruleIds);
  return file.kind === 'good' ? settingsOf(file.value, inherited) : file.mistakes[0];
}

/**
 * Settings as they hold on a day: a suppression that has ended is left out, and named among the mistakes, which are all of them.
 * A failure where the rest cannot be used either. Parameters as for `readSettings`.
 */
export function settingsOnDay(
  text: string,
  name: string,
  today: string,
  ruleIds: readonly string[],
  inherited: Settings = DEFAULT_SETTINGS,
): { readonly settings: Settings; readonly ended: readonly Failure[] } | Failure {
  const settings = readSettings(text, name, BEFORE_ALL_DAYS, ruleIds, inherited);
  if (isFailure(settings)) return settings;
  return { settings: withoutEnded(settings, today), ended: settingsMistakes(text, name, today, ruleIds) };
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
  ruleIds: readonly string[],
): readonly Failure[] {
  const file = readFile(text, name, today, ruleIds);
  return file.kind === 'good' ? [] : file.mistakes;
}

/** What the schema lets through. */
interface SettingsFile {
  readonly _extends?: string;
  readonly gate?: Gate;
  readonly 'fail-on'?: Threshold;
  readonly layers?: readonly LayerOverride[];
  readonly rules?: Readonly<Record<string, RuleSettings['severity'] | Partial<RuleSettings>>>;
  readonly ignore?: readonly string[];
  readonly comment?: CommentPolicy;
  readonly 'per-commit'?: CommitPolicy;
  readonly drafts?: DraftPolicy;
  readonly 'skip-label'?: string;
  readonly accept?: AcceptPolicy;
  readonly commands?: Partial<Readonly<Record<Command, Permission>>>;
  readonly suppress?: readonly { readonly fingerprint: string; readonly reason: string; readonly until?: string }[];
}

type FileReading =
  | { readonly kind: 'good'; readonly value: SettingsFile }
  | { readonly kind: 'bad'; readonly mistakes: readonly [Failure, ...Failure[]] };

const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
ajv.addFormat('glob', (glob) => globProblem(glob) === null);
ajv.addFormat('date', isDate);
const isSettingsFile = ajv.compile<SettingsFile>(SETTINGS_SCHEMA);

function readFile(text: string, name: string, today: string, ruleIds: readonly string[]): FileReading {
  const yaml = readPlainYaml(text, name);
  if (isFailure(yaml)) return { kind: 'bad', mistakes: [yaml] };
  const value: unknown = yaml.value;
  const mistakes = isSettingsFile(value)
    ? meaningMistakes(value, yaml, today, ruleIds)
    : formMistakes(isSettingsFile.errors ?? [], yaml);
  const [first, ...others] = mistakes
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, what, remedy }) => failure(yaml.placeAt(offset), what, remedy));
  return first === undefined
    ? { kind: 'good', value: value as SettingsFile }
    : { kind: 'bad', mistakes: [first, ...others] };
}

/** What no schema can say: rules that are not there, suppressions that are over. */
function meaningMistakes(
  file: SettingsFile,
  yaml: PlainYaml,
  today: string,
  ruleIds: readonly string[],
): readonly Mistake[] {
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
          remedy: 'mend the finding and remove the entry, or give a new day',
        },
  );
  return [...unknownRules, ...expired];
}

/** A day that the calendar has, as `2027-03-01`. */
function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function settingsOf(file: SettingsFile, inherited: Settings): Settings {
  const rules = Object.entries(file.rules ?? {}).map(([id, rule]) => [
    id,
    typeof rule === 'object' ? { allow: [], ...rule } : { severity: rule, allow: [] },
  ]);
  return {
    extends: file._extends === undefined ? null : parentOf(file._extends),
    gate: file.gate ?? inherited.gate,
    failOn: file['fail-on'] ?? inherited.failOn,
    layers: file.layers?.map(({ path, layer }) => ({ path, layer })) ?? inherited.layers,
    rules: { ...inherited.rules, ...Object.fromEntries(rules) },
    ignore: file.ignore ?? inherited.ignore,
    comment: file.comment ?? inherited.comment,
    perCommit: file['per-commit'] ?? inherited.perCommit,
    drafts: file.drafts ?? inherited.drafts,
    skipLabel: file['skip-label'] ?? inherited.skipLabel,
    accept: file.accept ?? inherited.accept,
    commands: { ...inherited.commands, ...file.commands },
    suppress: file.suppress?.map((entry) => ({ ...entry, until: entry.until ?? null })) ?? inherited.suppress,
  };
}

/** `repository`, `owner/repository` or `owner/repository:path`; the schema has seen to the form. */
function parentOf(text: string): ParentSettings {
  const [place = '', path = SETTINGS_PATH] = text.split(':');
  const [repository = '', owner = null] = place.split('/').toReversed();
  return { owner, repository, path };
}
