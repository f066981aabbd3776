/** The settings of a call: of --config, else of the tree that is read. */
import { readFileSync } from 'node:fs';
import type { SourceTree } from '../app/ports/source-tree.ts';
import { DEFAULT_SETTINGS, type RuleSettings, SETTINGS_PATH, type Settings } from '../config/settings.ts';
import { RULES } from '../rules/catalogue.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import type { Call } from './arguments.ts';

/** What the settings say; --select turns on a rule that is off by default, with its usual severity. */
export async function settingsFor(
  { options }: Call<'review' | 'audit'>,
  tree: SourceTree | null,
  today: string,
): Promise<Settings | Failure> {
  const settings = await settingsOf(options.config, tree, today);
  if (isFailure(settings)) return settings;
  const selected = RULES.filter(({ id, isOffByDefault }) => isOffByDefault && options.select?.includes(id));
  const turnedOn = selected.map(({ id, severity }): [string, RuleSettings] => {
    const [usual] = Object.values(severity);
    return [id, { allow: [], severity: usual ?? 'info', ...settings.rules[id] }];
  });
  return { ...settings, rules: { ...settings.rules, ...Object.fromEntries(turnedOn) } };
}

async function settingsOf(
  file: string | undefined,
  tree: SourceTree | null,
  today: string,
): Promise<Settings | Failure> {
  const found = file === undefined ? await settingsOfTree(tree) : readFile(file);
  if (found === null || isFailure(found)) return found ?? DEFAULT_SETTINGS;
  const { readSettings } = await import('../config/read-settings.ts');
  const settings = readSettings(found.text, found.name, today, RULES);
  if (isFailure(settings) || settings.extends === null) return settings;
  return failure(
    found.name,
    '`_extends` names settings of another repository, which only the GitHub App can fetch',
    'pass the complete settings with --config',
  );
}

interface Source {
  readonly name: string;
  readonly text: string;
}

async function settingsOfTree(tree: SourceTree | null): Promise<Source | null> {
  const file = (await tree?.read([SETTINGS_PATH]))?.get(SETTINGS_PATH);
  return file?.kind === 'text' ? { name: SETTINGS_PATH, text: file.text } : null;
}

function readFile(name: string): Source | Failure {
  try {
    return { name, text: readFileSync(name, 'utf8') };
  } catch (error) {
    return failure(
      name,
      `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      'pass a readable file with --config',
    );
  }
}
