/** docs/operating.md names what there is: variables, metrics, permissions, commands. */
import { readFileSync } from 'node:fs';
import { EVENTS, PERMISSIONS, SHORTEST_SECRET, WEBHOOK_PATH } from '../../src/app/ports/github-app.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { METRICS, makeMetrics } from '../../src/github/operate/metrics.ts';
import { NUMBERS, SECRETS } from '../../src/github/setup/environment.ts';
import { CHECK_NAME } from '../../src/publish/messages.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { isFailure } from '../../src/text/failure.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const PAGE = read('docs/operating.md');
const section = (title: string) => PAGE.split(/^## /m).find((each) => each.startsWith(title)) ?? '';
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);

test('each variable that the App reads is in the table, and no other', () => {
  const source = read('src/github/setup/environment.ts');
  const known = [
    ...[...source.matchAll(/(?:env|given)(?:\[|, )'([A-Z_]+)'/g)].map(([, name = '']) => name),
    ...Object.keys(NUMBERS),
    ...SECRETS.flatMap(({ name, file }) => [name, file]),
  ];
  expect(known).toContain('WEBHOOK_SECRET');
  const rows = section('All variables')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const told = rows.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
  );
  expect([...told].sort()).toEqual([...new Set(known)].sort());
});

test('the metrics are those of /metrics, labels included', async () => {
  const text = await makeMetrics().text();
  const real = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name));
  const named = [...section('Metrics and alerts').matchAll(/\bkra_[a-z_]+[a-z](?![a-z_*])/g)].map(([name]) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !real.has(name) && !real.has(name.replace(/_bucket$/, '')))).toEqual([]);
  const own = [...real].filter((name) => !/^(?:process|nodejs)_/.test(name));
  expect(own.filter((name) => !named.includes(name))).toEqual([]);
  for (const [, name, labels = ''] of PAGE.matchAll(/`(kra_\w+)\{([a-z,]+)\}`/g)) {
    const row: { readonly labels: readonly string[] } | undefined = METRICS[name as keyof typeof METRICS];
    expect([name, row?.labels.join()]).toEqual([name, labels]);
  }
});

test('by hand, the same permissions and events as by manifest', () => {
  const plain = (words: string) => words.trim().toLowerCase().replaceAll(' ', '_');
  const rows = section('1. Register the App')
    .split('\n')
    .filter((line) => /^ +\| [A-Z]/.test(line));
  const told = rows.map((line) => line.split('|').slice(1, 3).map(plain));
  const needed = PERMISSIONS.map(({ name, access }) => [name, access === 'write' ? 'read_and_write' : 'read']);
  expect(told.sort()).toEqual(needed.sort());
  const events = /Subscribe to events\*: ([^.]*)\./.exec(PAGE)?.[1]?.split(',').map(plain);
  expect(events).toEqual(EVENTS.map(({ name }) => name));
});

test('numbers and words of the program', () => {
  expect(PAGE).toContain(`https://YOUR-HOST${WEBHOOK_PATH}`);
  expect(PAGE).toContain(`location = ${WEBHOOK_PATH} {`);
  expect(PAGE).toContain(`at least ${SHORTEST_SECRET} characters`);
  expect(section('Troubleshooting')).toContain('another process uses this store');
  expect(PAGE).toContain(`"context": "${CHECK_NAME}"`);
});

test('the unit has its secrets in files, and nothing that takes a shield away', () => {
  const [unit = ''] = blocks('ini');
  const settings = unit.split('\n').filter((line) => /^[A-Z]\w+=/.test(line));
  const names = settings.map((line) => line.slice(0, line.indexOf('=')));
  expect(names.filter((name) => ['RestrictNamespaces', 'SystemCallFilter', 'User'].includes(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(['DynamicUser', 'NoNewPrivileges', 'CapabilityBoundingSet']));
  const environment = settings.filter((line) => line.startsWith('Environment=')).flatMap((line) => line.split(/[ =]/));
  expect(environment).toEqual(expect.arrayContaining(['WEBHOOK_SECRET_PATH', 'PRIVATE_KEY_PATH']));
  expect(environment.filter((word) => ['WEBHOOK_SECRET', 'PRIVATE_KEY', 'DATABASE_URL'].includes(word))).toEqual([]);
});

test('the settings that it shows are good settings', () => {
  const [settings = ''] = blocks('yaml');
  const result = readSettings(settings, 'operating.md', '2026-11-23', RULES);
  expect(isFailure(result) ? result : 'good').toBe('good');
});

test('the ruleset is JSON', () => {
  const ruleset = /<<'JSON'\n([\s\S]*?)\nJSON/.exec(PAGE)?.[1] ?? '';
  expect(JSON.parse(ruleset)).toMatchObject({ target: 'branch', enforcement: 'active' });
});
