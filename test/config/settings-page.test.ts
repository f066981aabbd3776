/** docs/settings.md: every setting is on it, with an example that the program takes and that changes something. */
import { readFileSync } from 'node:fs';
import { readSettings } from '../../src/config/read-settings.ts';
import type { SettingTable } from '../../src/config/setting.ts';
import { DEFAULT_SETTINGS, SETTINGS } from '../../src/config/settings.ts';
import { renderSettingsPage } from '../../src/config/settings-page.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { inCode } from '../../src/text/in-code.ts';

const PAGE = renderSettingsPage();
const TABLE: SettingTable = SETTINGS;

test.each(Object.entries(TABLE))('the example of %s is read, and sets it and nothing else', (key, { example }) => {
  const read = readSettings(`${example}\n`, 'c.yml', '2027-03-01', RULES) as unknown as Record<string, unknown>;
  const defaults = DEFAULT_SETTINGS as unknown as Record<string, unknown>;
  const name = inCode(key);
  expect(read[name]).not.toEqual(defaults[name]);
  expect({ ...read, [name]: null }).toEqual({ ...defaults, [name]: null });
  expect(PAGE).toContain(`\n## ${key}\n`);
  expect(PAGE).toContain(`\n${example}\n`);
});

test('no cell of its tables is empty, and the README leads to it', () => {
  expect(PAGE.split('\n').filter((line) => /^\| [a-z].*\|\s*\|$/.test(line))).toEqual([]);
  expect(readFileSync(new URL('../../README.md', import.meta.url), 'utf8')).toContain('](docs/settings.md)');
});
