/** The catalogue for other programs keeps to its schema and says what the rules say. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { renderRulesJson } from '../../../src/report/machine/rules-json.ts';
import { RULES } from '../../../src/rules/catalogue.ts';
import { TOOL } from '../samples.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true });
ajv.addFormat('uri', (text) => URL.canParse(text));
const valid = ajv.compile(
  JSON.parse(readFileSync(new URL('../../../schema/rules.schema.json', import.meta.url), 'utf8')) as object,
);
const written = JSON.parse(renderRulesJson(RULES, { tool: TOOL }));

test('all rules, as the schema has them', () => {
  valid(written);
  expect(valid.errors ?? []).toEqual([]);
  expect(written.rules.map(({ id }: { id: string }) => id)).toEqual(RULES.map(({ id }) => id));
});

test('a rule with its severities, lints and help', () => {
  expect(written.rules.find(({ id }: { id: string }) => id === 'bindings-bypass')).toEqual({
    id: 'bindings-bypass',
    summary: 'C bindings used directly in a driver',
    onByDefault: true,
    severities: {
      leaf: { usual: 'warning', others: ['error', 'info'] },
      docExamples: { usual: 'info', others: [] },
    },
    lints: [],
    helpUri: 'https://docs.kernel.org/rust/general-information.html',
  });
  expect(written.rules[0].lints).toEqual(['clippy::undocumented_unsafe_blocks']);
});

test('the schema refuses what it does not name', () => {
  expect(valid({ ...written, more: 1 })).toBe(false);
  expect(valid({ ...written, rules: [{ ...written.rules[0], helpUri: 'nowhere' }] })).toBe(false);
  expect(
    valid({ ...written, rules: [{ ...written.rules[0], severities: { host: { usual: 'error', others: [] } } }] }),
  ).toBe(false);
});
