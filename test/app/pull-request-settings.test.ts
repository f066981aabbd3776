/** Whose settings hold for a pull request: the base's; else the last good ones; never its own. */

import type { SourceFile } from '../../src/app/ports.ts';
import { pullRequestSettings, type SettingsMeans } from '../../src/app/pull-request-settings.ts';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { isFailure } from '../../src/text/failure.ts';
import { forgeWith, NOW, storeOfEachTest } from './kept-support.ts';

const store = storeOfEachTest();
const PATH = '.github/kernel-rust-audit.yml';

/** @param parents settings of other repositories by `REPOSITORY:PATH` */
async function settings(
  base: string | SourceFile | undefined,
  head: string | SourceFile | null = null,
  parents: Readonly<Record<string, string>> = {},
  now = NOW,
  branch = 'main',
) {
  const files = {
    ...(base === undefined ? {} : { [`b1:${PATH}`]: base }),
    ...(head === null ? {} : { [`h1:${PATH}`]: head }),
  };
  const means: SettingsMeans = {
    store: store(),
    now,
    ruleIds: RULES.map(({ id }) => id),
    readParent: async (owner, { repository, path }) => parents[`${owner}/${repository}:${path}`] ?? null,
  };
  return pullRequestSettings(forgeWith(files), { base: 'b1', branch, head: head === null ? null : 'h1' }, means);
}

async function inForce(...given: Parameters<typeof settings>) {
  const found = await settings(...given);
  if (isFailure(found)) throw new Error(`${found.where}: ${found.what}`);
  return found;
}

async function refusal(...given: Parameters<typeof settings>): Promise<string> {
  const found = await settings(...given);
  if (!isFailure(found)) throw new Error('the settings are good');
  return `${found.where}: ${found.what}`;
}

test('without a file, the defaults; nothing is remembered', async () => {
  expect(await inForce(undefined)).toEqual({ settings: DEFAULT_SETTINGS, headMistakes: null, stale: null });
  expect(await store().recallAll('')).toEqual(new Map());
});

test("the base's hold, and the head's are only looked at", async () => {
  const found = await inForce('gate: enforce\n', 'gate: advisory\n');
  expect(found.settings.gate).toBe('enforce');
  expect(found.headMistakes).toEqual([]);
});

test.each([
  ['the same', 'gate: enforce\n', null],
  ['mistaken', 'gate: nonsense\n', 1],
  ['of unknown rules', 'rules: { no-such-rule: off }\n', 1],
])("the head's are %s", async (_, head, mistakes) => {
  const found = await inForce('gate: enforce\n', head);
  expect(found.headMistakes?.length ?? null).toBe(mistakes);
  expect(found.settings.gate).toBe('enforce');
});

test('a head that removes the settings changes nothing, and makes no mistake', async () => {
  expect(await inForce('gate: strict\n', { kind: 'absent' })).toMatchObject({
    settings: { gate: 'strict' },
    headMistakes: null,
  });
});

test('broken ones of the base: the last good ones, with the reason; without any, the reason alone', async () => {
  expect(await refusal('gate: nonsense\n')).toContain(PATH);
  await inForce('gate: strict\n');
  const found = await inForce('gate: nonsense\n');
  expect(found.settings.gate).toBe('strict');
  expect(found.stale?.where).toContain(PATH);
});

test.each([
  ['unreadable', { kind: 'unreadable', reason: 'it is larger than 32 MB' } as const, 'larger than 32 MB'],
  ['no YAML', 'gate: [\n', PATH],
  ['a bomb of aliases', `a: &a [x]\n${Array.from({ length: 40 }, (_, at) => `b${at}: *a\n`).join('')}`, PATH],
  ['with a key of prototypes', '__proto__: { gate: strict }\n', PATH],
])('settings that are %s are refused by name', async (_, file, words) => {
  expect(await refusal(file)).toContain(words);
});

test('the last good ones of another branch say nothing of this one', async () => {
  await inForce('gate: advisory\n', null, {}, NOW, 'lax');
  expect(await refusal('gate: nonsense\n', null, {}, NOW, 'main')).toContain(PATH);
});

test('a suppression that ran out is a mistake from that day on', async () => {
  const text = 'suppress:\n  - { fingerprint: "0123456789abcdef", reason: "known", until: 2027-01-15 }\n';
  expect((await inForce(text)).settings.suppress).toHaveLength(1);
  await store().remember('settings/7/main', undefined, NOW);
  expect(await refusal(text, null, {}, NOW + 2 * 24 * 3_600_000)).toContain(PATH);
});

describe('_extends', () => {
  const PARENT = `linux/.github:${PATH}`;

  test('what is not said comes from the parent', async () => {
    const { settings: found } = await inForce('_extends: .github\ngate: strict\n', null, {
      [PARENT]: 'gate: enforce\ncomment: never\n',
    });
    expect(found).toMatchObject({ gate: 'strict', comment: 'never' });
  });

  test('of another owner is refused, whatever is there', async () => {
    const parents = { [`stranger/.github:${PATH}`]: 'gate: advisory\n', [PARENT]: 'gate: advisory\n' };
    expect(await refusal('_extends: stranger/.github\n', null, parents)).toContain('another owner');
  });

  test.each([
    ['what is not there', '_extends: .github\n', {}, 'no such settings'],
    ['what is broken', '_extends: .github\n', { [PARENT]: 'gate: nonsense\n' }, '.github:'],
    ['what extends itself', '_extends: .github\n', { [PARENT]: '_extends: more\n' }, 'extends settings itself'],
  ])('of %s is refused', async (_, text, parents, words) => {
    expect(await refusal(text, null, parents)).toContain(words);
  });

  test("the owner's name in other capitals is the same owner", async () => {
    const { settings: found } = await inForce('_extends: LINUX/.github\n', null, { [PARENT]: 'gate: strict\n' });
    expect(found.gate).toBe('strict');
  });
});
