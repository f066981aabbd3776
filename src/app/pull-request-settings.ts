/** The settings that hold for a pull request: the base's, never its own; those that it brings are only looked at. */
import { readSettings, settingsMistakes } from '../config/read-settings.ts';
import { DEFAULT_SETTINGS, type ParentSettings, SETTINGS_PATH, type Settings } from '../config/settings.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import type { Forge } from './forge.ts';
import type { JobStore } from './job-store.ts';
import type { SourceFile } from './ports.ts';
import type { SettingsInForce, SettingsRevisions } from './services.ts';

export interface SettingsMeans {
  readonly store: JobStore;
  /** In ms since 1970. */
  readonly now: number;
  readonly ruleIds: readonly string[];
  /** The text of settings in another repository of the same owner; null where there is none. */
  readonly readParent: (owner: string, parent: ParentSettings) => Promise<string | null>;
}

/** The last settings of a branch that could be used: whoever opens a pull request chooses its base. */
function lastGoodKey(repository: number, branch: string): string {
  return `settings/${repository}/${branch}`;
}

/** @returns a failure where the base's settings cannot be used and no earlier ones are known */
export async function pullRequestSettings(
  forge: Forge,
  { base, branch, head }: SettingsRevisions,
  means: SettingsMeans,
): Promise<SettingsInForce | Failure> {
  const { store, now, ruleIds } = means;
  const lastGoodHere = lastGoodKey(forge.repository.id, branch);
  const today = new Date(now).toISOString().slice(0, 10);
  const revisions = head === null ? [base] : [base, head];
  const [ofBase, ofHead] = await forge.readAt(revisions.map((revision) => ({ revision, path: SETTINGS_PATH })));
  const text = textOf(ofBase);
  const headText = textOf(ofHead);
  const isChanged = head !== null && headText !== null && headText !== text;
  const headMistakes = isChanged ? settingsMistakes(headText, SETTINGS_PATH, today, ruleIds) : null;
  const read = await settingsOf(ofBase, forge, today, means);
  if (!isFailure(read)) {
    // without a file there is nothing to fall back on later
    if (text !== null) await store.remember(lastGoodHere, read, now);
    return { settings: read, headMistakes, stale: null };
  }
  const lastGood = (await store.recall(lastGoodHere)) as Settings | undefined;
  return lastGood === undefined ? read : { settings: lastGood, headMistakes, stale: read };
}

function textOf(file: SourceFile | undefined): string | null {
  return file?.kind === 'text' ? file.text : null;
}

async function settingsOf(
  file: SourceFile | undefined,
  forge: Forge,
  today: string,
  { ruleIds, readParent }: SettingsMeans,
): Promise<Settings | Failure> {
  if (file?.kind === 'unreadable')
    return failure(SETTINGS_PATH, `cannot be read: ${file.reason}`, 'mend or remove the file');
  if (file?.kind !== 'text') return DEFAULT_SETTINGS;
  const own = readSettings(file.text, SETTINGS_PATH, today, ruleIds);
  if (isFailure(own) || own.extends === null) return own;
  const { owner } = forge.repository;
  const parent = own.extends;
  if (parent.owner !== null && parent.owner.toLowerCase() !== owner.toLowerCase())
    return failure(
      SETTINGS_PATH,
      '`_extends` names a repository of another owner',
      `only repositories of ${owner} can be extended`,
    );
  const text = await readParent(owner, parent);
  const name = `${parent.repository}:${parent.path}`;
  if (text === null)
    return failure(name, 'there are no such settings, or the App may not read them', 'mend `_extends`');
  const inherited = readSettings(text, name, today, ruleIds);
  if (isFailure(inherited)) return inherited;
  if (inherited.extends !== null)
    return failure(name, 'extends settings itself', 'settings that are extended have to be whole');
  return readSettings(file.text, SETTINGS_PATH, today, ruleIds, inherited);
}
