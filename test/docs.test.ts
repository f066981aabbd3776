/** What is made from the code is up to date: `npm run docs` writes it again. */
import { readdirSync, readFileSync } from 'node:fs';
import { renderCallTables } from '../src/cli/call-table.ts';
import { renderRulePage, renderRuleTable } from '../src/report/markdown/rule-page.ts';
import { RULES } from '../src/rules/catalogue.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test('each rule has its page, and no page is left over', () => {
  const pages = readdirSync(new URL('../docs/rules', import.meta.url)).sort();
  expect(pages).toEqual(RULES.map(({ id }) => `${id}.md`).sort());
});

test.each(RULES.map((rule) => [rule.id, rule] as const))('the page of %s is what the rule says', (id, rule) => {
  expect(read(`docs/rules/${id}.md`)).toBe(renderRulePage(rule));
});

test("the README's table lists the rules", () => {
  expect(read('README.md')).toContain(`<!-- rules -->\n${renderRuleTable(RULES)}<!-- /rules -->`);
});

test("the README's tables list the commands and the options", () => {
  expect(read('README.md')).toContain(`<!-- call -->\n\n${renderCallTables()}\n<!-- /call -->`);
});

test('each rule is a file of its name', () => {
  const files = readdirSync(new URL('../src/rules', import.meta.url));
  expect(RULES.filter(({ id }) => !files.includes(`${id}.ts`)).map(({ id }) => id)).toEqual([]);
});
