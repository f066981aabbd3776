/** Writes what is made from the code: docs/rules/, the README's tables of rules, commands and options, schema/config.schema.json, deploy/grafana/. Needs a built dist/. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { renderCallTables } from '../dist/cli/call-table.js';
import { SETTINGS_SCHEMA } from '../dist/config/schema.js';
import { METRICS } from '../dist/github/metrics.js';
import { renderRulePage, renderRuleTable } from '../dist/report/rule-page.js';
import { RULES } from '../dist/rules/catalogue.js';
import { dashboardOf } from './dashboard.js';

const at = (path) => new URL(`../${path}`, import.meta.url);

rmSync(at('docs/rules'), { recursive: true, force: true });
mkdirSync(at('docs/rules'), { recursive: true });
for (const rule of RULES) writeFileSync(at(`docs/rules/${rule.id}.md`), renderRulePage(rule));

const readme = readFileSync(at('README.md'), 'utf8');
const made = { rules: renderRuleTable(RULES), call: `\n${renderCallTables()}\n` };
writeFileSync(
  at('README.md'),
  readme.replace(
    /(<!-- (rules|call) -->\n)[\s\S]*?(<!-- \/\2 -->)/g,
    (_, open, name, close) => open + made[name] + close,
  ),
);

writeFileSync(at('schema/config.schema.json'), `${JSON.stringify(SETTINGS_SCHEMA, null, 2)}\n`);

writeFileSync(at('deploy/grafana/dashboard.json'), `${JSON.stringify(dashboardOf(METRICS), null, 2)}\n`);
