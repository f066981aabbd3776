/** The settings that hold for a pull request: the base's, never its own; those that it brings are only checked. */
import { readSettings, settingsMistakes, settingsOnDay, withoutEnded } from '../../config/read-settings.ts';
import {
  carefulSettings,
  completeSettings,
  DEFAULT_SETTINGS,
  type ParentSettings,
  SETTINGS_PATH,
  type Settings,
} from '../../config/settings.ts';
import type { KnownRule } from '../../finding/rule-options.ts';
import { type Failure, failure, isFailure } from '../../text/failure.ts';
import type { SettingsInForce, SettingsRevisions } from '../context.ts';
import type { Forge } from '../ports/forge.ts';
import type { Values } from '../ports/records.ts';
import type { SourceFile } from '../ports/source-tree.ts';
import { RepositoryRecords } from '../records/repository-records.ts';

export interface SettingsDeps {
  readonly store: Values;
  /** In ms since 1970. */
  readonly now: number;
  readonly rules: readonly KnownRule[];
  /** The text of settings in another repository of the same owner; a failure where it cannot be had. */
  readonly readParent: (owner: string, parent: ParentSettings) => Promise<string | Failure>;
}

/** Mistakes never stop a review: where the base's settings cannot be used, the last good ones hold, or else careful ones. */
export async function pullRequestSettings(
  forge: Forge,
  revisions: SettingsRevisions,
  deps: SettingsDeps,
): Promise<SettingsInForce> {
  const { store, now } = deps;
  const today = new Date(now).toISOString().slice(0, 10);
  const { branch, isFixed = false } = revisions;
  const [ofBase, ofHead] = await filesAt(forge, revisions);
  const read = await settingsOf(ofBase, forge, today, deps);
  const headText = textOf(ofHead);
  const isChanged = headText !== null && headText !== textOf(ofBase);
  const headMistakes = isChanged ? await mistakesOfHead(headText, textOf(ofBase), forge, today, deps) : null;
  const lastGood = new RepositoryRecords(store, { now: () => now }, forge.repository).lastGoodSettings(branch);
  if (read.kind === 'good') {
    const { settings, ended } = read;
    // what a merge queue builds upon may be older than the branch; without a file there is nothing to fall back on later
    if (!isFixed) await (ofBase?.kind === 'text' ? lastGood.remember(settings) : lastGood.forget());
    const trouble = ended.length === 0 ? null : ({ mistakes: ended, instead: 'without-ended' } as const);
    return { settings, headMistakes, trouble };
  }
  const known = await lastGood.recall();
  const { mistakes } = read;
  return known === undefined
    ? { settings: carefulSettings(), headMistakes, trouble: { mistakes, instead: 'careful' } }
    : {
        settings: withoutEnded(completeSettings(known), today),
        headMistakes,
        trouble: { mistakes, instead: 'last-good' },
      };
}

/** The file of the base, and of the head where there is one. */
async function filesAt(
  forge: Forge,
  { base, branch, head, isFixed = false }: SettingsRevisions,
): Promise<readonly (SourceFile | undefined)[]> {
  const tip = isFixed ? base : `refs/heads/${branch}`;
  const revisions = [tip, base, ...(head === null ? [] : [head])];
  const [atTip, atBase, ofHead] = await forge.readAt(revisions.map((revision) => ({ revision, path: SETTINGS_PATH })));
  // either the branch no longer has the file, or the branch itself is gone
  const isGone = atTip?.kind === 'absent' && atBase?.kind !== 'absent';
  const isBranchGone = isGone && (await forge.tree(tip).identityOf?.('')) === undefined;
  return [isBranchGone ? atBase : atTip, ofHead];
}

function textOf(file: SourceFile | undefined): string | null {
  return file?.kind === 'text' ? file.text : null;
}

type Reading =
  | { readonly kind: 'good'; readonly settings: Settings; readonly ended: readonly Failure[] }
  | { readonly kind: 'bad'; readonly mistakes: readonly Failure[] };

async function settingsOf(
  file: SourceFile | undefined,
  forge: Forge,
  today: string,
  deps: SettingsDeps,
): Promise<Reading> {
  if (file?.kind === 'unreadable') {
    const mistake = failure(SETTINGS_PATH, `cannot be read: ${file.reason}`, 'fix or remove the file');
    return { kind: 'bad', mistakes: [mistake] };
  }
  if (file?.kind !== 'text') return { kind: 'good', settings: DEFAULT_SETTINGS, ended: [] };
  const { rules } = deps;
  const own = settingsOnDay(file.text, SETTINGS_PATH, today, rules);
  if (isFailure(own)) return { kind: 'bad', mistakes: settingsMistakes(file.text, SETTINGS_PATH, today, rules) };
  if (own.settings.extends === null) return { kind: 'good', ...own };
  const inherited = await parentOf(own.settings.extends, forge, today, deps);
  if (inherited.kind === 'bad') return { kind: 'bad', mistakes: [...inherited.mistakes, ...own.ended] };
  const both = settingsOnDay(file.text, SETTINGS_PATH, today, rules, inherited.settings);
  if (isFailure(both)) return { kind: 'bad', mistakes: [both] };
  return { kind: 'good', settings: both.settings, ended: [...own.ended, ...inherited.ended] };
}

/** Settings that others extend: of the same owner, and whole. */
async function parentOf(
  parent: ParentSettings,
  { repository: { owner } }: Forge,
  today: string,
  { rules, readParent }: SettingsDeps,
): Promise<Reading> {
  const bad = (...mistakes: readonly Failure[]): Reading => ({ kind: 'bad', mistakes });
  if (parent.owner !== null && parent.owner.toLowerCase() !== owner.toLowerCase())
    return bad(
      failure(
        SETTINGS_PATH,
        `\`_extends\` names a repository of another owner, ${parent.owner}`,
        `only repositories of ${owner} can be extended`,
      ),
    );
  const text = await readParent(owner, parent);
  if (isFailure(text)) return bad(text);
  const name = nameOf(parent);
  const inherited = settingsOnDay(text, name, today, rules);
  if (isFailure(inherited)) return bad(...settingsMistakes(text, name, today, rules));
  if (inherited.settings.extends !== null)
    return bad(failure(name, 'extends settings itself', 'settings that are extended have to be whole'));
  return { kind: 'good', ...inherited };
}

function nameOf({ repository, path }: ParentSettings): string {
  return `${repository}:${path}`;
}

/**
 * What is wrong with settings that a pull request brings. Its author must not learn through them what is in private repositories:
 * of other settings than those that the base extends it is said only whether they can be used, and only of the usual file.
 */
async function mistakesOfHead(
  text: string,
  baseText: string | null,
  forge: Forge,
  today: string,
  deps: SettingsDeps,
): Promise<readonly Failure[]> {
  const { rules } = deps;
  const mistakes = settingsMistakes(text, SETTINGS_PATH, today, rules);
  const own = readSettings(text, SETTINGS_PATH, today, rules);
  if (isFailure(own) || own.extends === null) return mistakes;
  const ofBase = baseText === null ? null : settingsOnDay(baseText, SETTINGS_PATH, today, rules);
  const known = ofBase === null || isFailure(ofBase) ? null : ofBase.settings.extends;
  const isKnown = known !== null && nameOf(known) === nameOf(own.extends);
  if (!isKnown && own.extends.path !== SETTINGS_PATH) return mistakes;
  const parent = await parentOf(own.extends, forge, today, deps);
  if (parent.kind === 'good') return mistakes;
  const name = nameOf(own.extends);
  const isInside = parent.mistakes.some(({ where }) => where.startsWith(`${name}:`));
  return isKnown || !isInside
    ? parent.mistakes
    : [failure(name, 'the settings that `_extends` names have mistakes', 'fix them in their own repository first')];
}
