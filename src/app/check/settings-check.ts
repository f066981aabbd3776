/** The check of the settings file that a pull request brings: it is only checked, the base's version holds. */
import { SETTINGS_PATH } from '../../config/settings.ts';
import { settingsCheckId } from '../../publish/external-id.ts';
import { SETTINGS_CHECK_NAME, settingsTroubleSentence } from '../../publish/messages.ts';
import { settingsOutput } from '../../publish/settings-check-output.ts';
import type { AppServices, SettingsInForce } from '../context.ts';
import type { Forge, PullRequest } from '../ports/forge.ts';

/** Shown once for each head that changes the file. */
export async function showSettingsCheck(
  forge: Forge,
  pullRequest: PullRequest,
  { headMistakes }: SettingsInForce,
): Promise<void> {
  const { head, number } = pullRequest;
  if (headMistakes === null) return;
  // what differs from the tip of the base may as well have been changed there
  const { all, cut } = await forge.filesOf(pullRequest);
  if (cut === null && !all.some(({ path }) => path === SETTINGS_PATH)) return;
  const externalId = settingsCheckId(number, head);
  const runs = await forge.runsOn(head, SETTINGS_CHECK_NAME);
  const known = runs.find((run) => run.externalId === externalId);
  if (known !== undefined && known.conclusion !== null) return;
  const { conclusion, output, annotations } = settingsOutput(headMistakes);
  const change = { conclusion, output: { ...output, annotations }, actions: [] };
  if (known !== undefined) return forge.changeRun(known.id, change);
  await forge.createRun({ name: SETTINGS_CHECK_NAME, head, externalId, ...change });
}

/**
 * What a check says above its result where the settings of the base have mistakes; Markdown.
 * @param base a commit or branch
 */
export function troubleSentences(
  { trouble }: SettingsInForce,
  { webUrl }: Pick<AppServices, 'webUrl'>,
  { repository: { owner, name } }: Forge,
  base: string,
): readonly string[] {
  if (trouble === null) return [];
  const branch = base.split('/').map(encodeURIComponent).join('/');
  const file = { path: SETTINGS_PATH, page: `${webUrl}/${owner}/${name}/blob/${branch}/${SETTINGS_PATH}` };
  return [settingsTroubleSentence(trouble.mistakes, trouble.instead, file)];
}
