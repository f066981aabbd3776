/** The App's own prose: what GitHub takes, and nothing that the App itself would obey. */
import { LONGEST_STICKY } from '../../src/publish/comment.ts';
import * as words from '../../src/publish/messages.ts';
import { explainReply } from '../../src/publish/replies.ts';
import { settingsOutput } from '../../src/publish/settings-check-output.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { failure } from '../../src/text/failure.ts';
import { goldensIn } from '../support/made-files.ts';
import { readMarkdown } from './markdown.ts';

const GOLDENS = goldensIn(new URL('./golden/', import.meta.url), 'test/publish/golden.test.ts');

test('the buttons: three at most, and no longer than GitHub takes', () => {
  expect(words.ACTIONS.map(({ identifier }) => identifier)).toEqual(['reaudit', 'full-report']);
  expect(words.ACTIONS.length).toBeLessThanOrEqual(3);
  for (const { label, description, identifier } of words.ACTIONS) {
    expect(label.length).toBeLessThanOrEqual(20);
    expect(description.length).toBeLessThanOrEqual(40);
    expect(identifier.length).toBeLessThanOrEqual(20);
  }
});

test('the names that branch protection knows', () => {
  expect([words.CHECK_NAME, words.SETTINGS_CHECK_NAME]).toEqual(['kernel-rust-audit', 'kernel-rust-audit / config']);
});

test.each(GOLDENS.names())('%s holds no command on a line of its own', (name) => {
  expect(readMarkdown(GOLDENS.read(name)).commands).toEqual([]);
});

test('the reader of commands in these tests finds some', () => {
  expect(readMarkdown('do it:\n/audit full').commands).toEqual(['/audit full']);
  expect(readMarkdown('one  \n&#47;audit').commands).toEqual(['/audit']);
  expect(readMarkdown('`/audit`').commands).toEqual([]);
});

test.each(RULES.map((rule) => [rule.id, rule] as const))('%s is explained whole', (id, rule) => {
  const reply = explainReply(rule);
  const { codes, commands, types } = readMarkdown(reply);
  expect(reply.startsWith(`About the rule \`${id}\`:\n\n### ${id}\n`)).toBe(true);
  expect(reply).toContain('#### What it finds');
  expect(reply).not.toMatch(/^##? /m);
  for (const example of Object.values(rule.examples)) expect(codes).toContain(example.replace(/\n+$/, ''));
  expect([commands, types.has('html'), Buffer.byteLength(reply) <= LONGEST_STICKY]).toEqual([[], false, true]);
});

test.each([
  ['advisory', 'never', 'Advisory: findings do not fail this check.'],
  ['enforce', 'error', 'Enforced: errors fail this check.'],
  ['enforce', 'warning', 'Enforced: errors and warnings fail this check.'],
  ['enforce', 'never', 'Enforced: findings do not fail this check.'],
  ['strict', 'error', 'Strict: errors and warnings fail this check, and so do files that could not be read.'],
  ['strict', 'info', 'Strict: all findings fail this check, and so do files that could not be read.'],
  ['strict', 'never', 'Strict: findings do not fail this check, but files that could not be read do.'],
] as const)('%s, %s: %s', (gate, failOn, sentence) => {
  expect(words.gateSentence({ gate, failOn, perCommit: 'report' })).toBe(sentence);
});

const PATH = '.github/kernel-rust-audit.yml';

test('the mistakes of the settings stand at their lines', () => {
  const { conclusion, output, annotations } = settingsOutput([
    failure(`${PATH}:3:7`, 'unknown key `gaet`', 'write `gate`'),
    failure(`${PATH}:9`, 'too deep', 'keep to the schema'),
    failure(PATH, 'larger than 64 KB', 'shorten it'),
    failure(`phy/settings/${PATH}:5:1`, 'unknown key', 'mend it there'),
  ]);
  expect([conclusion, output.title]).toEqual(['failure', '4 mistakes in the settings']);
  expect(annotations.map((each) => [each.path, each.startLine, each.startColumn, each.level])).toEqual([
    [PATH, 3, 7, 'failure'],
    [PATH, 9, null, 'failure'],
    [PATH, 1, null, 'failure'],
  ]);
  expect(annotations[0]).toMatchObject({ title: 'unknown key `gaet`', message: 'Unknown key `gaet`. Write `gate`.' });
  expect(output.summary).toContain(`- \`phy/settings/${PATH}:5:1\`: unknown key; mend it there`);
});

test('good settings are a success, and thousands of mistakes are cut', () => {
  expect(settingsOutput([])).toMatchObject({ conclusion: 'success', annotations: [] });
  const many = Array.from({ length: 5_000 }, (_, at) => failure(`${PATH}:${at + 1}:1`, '環'.repeat(90), 'mend it'));
  const { output, annotations } = settingsOutput(many);
  expect(annotations).toHaveLength(50);
  expect(Buffer.byteLength(output.summary)).toBeLessThanOrEqual(65_535);
  expect(output.summary).toMatch(/more entries are not shown: this report would be too long\.\n$/);
});
