/** The settings that hold for a pull request: the base's, never its own; those that it brings are only looked at. */
import { settingsMistakes, settingsOnDay, withoutEnded } from '../config/read-settings.ts';
import {
  carefulSettings,
  DEFAULT_SETTINGS,
  type ParentSettings,
  SETTINGS_PATH,
  type Settings,
} from '../config/settings.ts';
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
  /** The text of settings in another repository of the same owner; a failure where it cannot be had. */
  readonly readParent: (owner: string, parent: ParentSettings) => Promise<string | Failure>;
}

/** The last settings of a branch that could be used: whoever opens a pull request chooses its base. */
function lastGoodKey(repository: number, branch: string): string {
  return `settings/${repository}/${branch}`;
}

/** Mistakes never stop a review: where the base's settings cannot be used, the last good ones hold, or else careful ones. */
export async function pullRequestSettings(
  forge: Forge,
  { base, branch, head }: SettingsRevisions,
  means: SettingsMeans,
): Promise<SettingsInForce> {
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
    const { settings, ended } = read;
    // without a file there is nothing to fall back on later
    if (text !== null) await store.remember(lastGoodHere, settings, now);
    return {
      settings,
      headMistakes,
      trouble: ended.length === 0 ? null : { mistakes: ended, instead: 'without-ended' },
    };
  }
  const lastGood = (await store.recall(lastGoodHere)) as Settings | undefined;
  const mistakes = text === null ? [] : settingsMistakes(text, SETTINGS_PATH, today, ruleIds);
  return {
    settings: lastGood === undefined ? carefulSettings() : withoutEnded(lastGood, today),
    headMistakes,
    // one in settings that are extended is in no list of this file
    trouble: {
      mistakes: mistakes.length === 0 ? [read] : mistakes,
      instead: lastGood === undefined ? 'careful' : 'last-good',
    },
  };
}

function textOf(file: SourceFile | undefined): string | null {
  return file?.kind === 'text' ? file.text : null;
}

type Read = Exclude<ReturnType<typeof settingsOnDay>, Failure>;

async function settingsOf(
  file: SourceFile | undefined,
  forge: Forge,
  today: string,
  { ruleIds, readParent }: SettingsMeans,
): Promise<Read | Failure> {
  if (file?.kind === 'unreadable')
    return failure(SETTINGS_PATH, `cannot be read: ${file.reason}`, 'mend or remove the file');
  if (file?.kind !== 'text') return { settings: DEFAULT_SETTINGS, ended: [] };
  const own = settingsOnDay(file.text, SETTINGS_PATH, today, ruleIds);
  if (isFailure(own) || own.settings.extends === null) return own;
  const { owner } = forge.repository;
  const parent = own.settings.extends;
  if (parent.owner !== null && parent.owner.toLowerCase() !== owner.toLowerCase())
    return failure(
      SETTINGS_PATH,
      '`_extends` names a repository of another owner',
      `only repositories of ${owner} can be extended`,
    );
  const text = await readParent(owner, parent);
  if (isFailure(text)) return text;
  const name = `${parent.repository}:${parent.path}`;
  const inherited = settingsOnDay(text, name, today, ruleIds);
  if (isFailure(inherited)) return inherited;
  if (inherited.settings.extends !== null)
    return failure(name, 'extends settings itself', 'settings that are extended have to be whole');
  const both = settingsOnDay(file.text, SETTINGS_PATH, today, ruleIds, inherited.settings);
  return isFailure(both) ? both : { ...both, ended: [...both.ended, ...inherited.ended] };
}
