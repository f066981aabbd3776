/** What is made from the code: one list for `npm run docs`, which writes it, and for test/docs.test.ts, which holds it. */
import { readFileSync } from 'node:fs';
import { EVENTS, WEBHOOKS } from '../src/app/ports/github-app.ts';
import { renderCallTables } from '../src/cli/call-table.ts';
import { settingsSchema } from '../src/config/schema.ts';
import { renderSettingsPage } from '../src/config/settings-page.ts';
import { METRICS } from '../src/github/operate/metrics.ts';
import { renderRulePage, renderRuleTable } from '../src/report/markdown/rule-page.ts';
import { sentence } from '../src/report/select/phrases.ts';
import { markdownTable } from '../src/report/select/table.ts';
import { RULES } from '../src/rules/catalogue.ts';
import { dashboardOf } from './dashboard.js';

/** Folders in which every file is made. */
export const MADE_FOLDERS = ['docs/rules'];

/**
 * @returns {Readonly<Record<string, string>>} each file, by its path in the repository; of a page that people write as well, only what is
 * between its marks is another one than now
 */
export function madeFiles() {
  return {
    ...Object.fromEntries(RULES.map((rule) => [`docs/rules/${rule.id}.md`, renderRulePage(rule)])),
    'README.md': withParts('README.md', { rules: renderRuleTable(RULES), call: `\n${renderCallTables()}\n` }),
    'app.yml': withParts('app.yml', { events: eventsOfManifest() }),
    'docs/operating.md': withParts('docs/operating.md', { events: eventsByHand() }),
    'docs/settings.md': renderSettingsPage(),
    'schema/config.schema.json': json(settingsSchema(RULES)),
    'deploy/grafana/dashboard.json': json(dashboardOf(METRICS)),
  };
}

/** The events of app.yml, each below what it is for. */
function eventsOfManifest() {
  const reason = ({ use, comesTo }) =>
    `${sentence(use)}${comesTo === 'checks' ? ' GitHub sends it to every App that may write checks.' : ''}`;
  return EVENTS.map((event) => `  # ${reason(event)}\n  - ${event.name}\n`).join('');
}

/** The step of docs/operating.md that subscribes to them by hand, with a table of what each webhook is for. */
function eventsByHand() {
  const names = EVENTS.map(({ name }) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' '));
  const rows = Object.entries(WEBHOOKS).map(([name, { actions, use, comesTo }]) => [
    `\`${name}\``,
    actions?.join(', ') ?? '(it has none)',
    `${use}${comesTo === 'all' ? '; comes to every App' : ''}`,
  ]);
  const table = markdownTable([['webhook', 'actions that are read', 'what for'], ...rows]);
  return `5. *Subscribe to events*: ${names.join(', ')}.\n\n${table.map((line) => `   ${line}\n`).join('')}\n`;
}

/** A file with each part anew: `<!-- NAME -->`, the part, `<!-- /NAME -->`; in YAML the marks are `# <!-- NAME -->`. */
function withParts(path, parts) {
  let text = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  for (const [name, part] of Object.entries(parts)) {
    const comment = path.endsWith('.yml') ? '  # ' : '';
    const [begin, end] = [`${comment}<!-- ${name} -->\n`, `${comment}<!-- /${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from === -1 || to < from)
      throw new Error(`${path}: there is no part between ${begin.trim()} and ${end}; add the two lines`);
    text = text.slice(0, from) + begin + part + text.slice(to);
  }
  return text;
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
