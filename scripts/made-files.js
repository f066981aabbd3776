/** What is made from the code: one list for `npm run docs`, which writes it, and for test/docs.test.ts, which holds it. */
import { readFileSync } from 'node:fs';
import { renderCallTables } from '../src/cli/call-table.ts';
import { SETTINGS_SCHEMA } from '../src/config/schema.ts';
import { METRICS } from '../src/github/operate/metrics.ts';
import { renderRulePage, renderRuleTable } from '../src/report/markdown/rule-page.ts';
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
    'schema/config.schema.json': json(SETTINGS_SCHEMA),
    'deploy/grafana/dashboard.json': json(dashboardOf(METRICS)),
  };
}

/** A page with each part anew: `<!-- NAME -->`, the part, `<!-- /NAME -->`. */
function withParts(path, parts) {
  let text = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  for (const [name, part] of Object.entries(parts)) {
    const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
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
