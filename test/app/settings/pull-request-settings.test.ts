/** Whose settings hold for a pull request: the base's; else the last good ones; never its own. */

import type { SourceFile } from '../../../src/app/ports/source-tree.ts';
import { pullRequestSettings, type SettingsDeps } from '../../../src/app/settings/pull-request-settings.ts';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { RULES } from '../../../src/rules/catalogue.ts';
import { failure } from '../../../src/text/failure.ts';
import { forgeWith, NOW, storeOfEachTest } from '../kept-support.ts';

const store = storeOfEachTest();
const PATH = '.github/kernel-rust-audit.yml';

/**
 * @param base what the tip of the branch has @param head null: there is none
 * @param parents settings of other repositories by `OWNER/REPOSITORY:PATH`
 */
async function inForce(
  base: string | SourceFile | undefined,
  head: string | SourceFile | null = null,
  parents: Readonly<Record<string, string>> = {},
  now = NOW,
  branch = 'main',
  isFixed = false,
) {
  const tip = isFixed ? 'b1' : `refs/heads/${branch}`;
  const files = {
    ...(base === undefined ? {} : { [`${tip}:${PATH}`]: base }),
    ...(head === null ? {} : { [`h1:${PATH}`]: head }),
  };
  const means: SettingsDeps = {
    store: store(),
    now,
    rules: RULES,
    readParent: async (owner, { repository, path }) =>
      parents[`${owner}/${repository}:${path}`] ?? failure(`${repository}:${path}`, 'is not there', 'mend it'),
  };
  const revisions = { base: 'b1', branch, head: head === null ? null : 'h1', isFixed };
  return pullRequestSettings(forgeWith(files), revisions, means);
}

/** The first mistake, where there are any. */
async function refusal(...given: Parameters<typeof inForce>): Promise<string> {
  const [mistake] = (await inForce(...given)).trouble?.mistakes ?? [];
  if (mistake === undefined) throw new Error('the settings are good');
  return `${mistake.where}: ${mistake.what}`;
}

test('without a file, the defaults; nothing is remembered', async () => {
  expect(await inForce(undefined)).toEqual({ settings: DEFAULT_SETTINGS, headMistakes: null, trouble: null });
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

test('broken ones of the base: the last good ones; without any, the defaults with the gate on', async () => {
  const careful = await inForce('gate: nonsense\n');
  expect(careful).toMatchObject({
    settings: { ...DEFAULT_SETTINGS, gate: 'enforce' },
    trouble: { instead: 'careful' },
  });
  await inForce('gate: strict\n');
  const found = await inForce('gate: nonsense\nnonsense: 1\n');
  expect(found).toMatchObject({ settings: { gate: 'strict' }, trouble: { instead: 'last-good' } });
  expect(found.trouble?.mistakes.map(({ where }) => where)).toEqual([`${PATH}:1:7`, `${PATH}:2:1`]);
});

test('where the file is gone there are no last good ones', async () => {
  await inForce('gate: strict\n');
  await inForce(undefined);
  expect((await inForce('gate: nonsense\n')).trouble?.instead).toBe('careful');
});

test('what a merge queue builds upon, which may be old, is not kept as the last good ones', async () => {
  await inForce('gate: strict\n');
  expect((await inForce('gate: advisory\n', null, {}, NOW, 'main', true)).settings.gate).toBe('advisory');
  expect((await inForce('gate: nonsense\n')).settings.gate).toBe('strict');
});

test('last good ones that an earlier version kept have what they lack from the defaults', async () => {
  await store().remember('settings/7/main', { gate: 'strict', suppress: [], commands: { audit: 'admin' } }, NOW);
  const { settings } = await inForce('gate: nonsense\n');
  const commands = { ...DEFAULT_SETTINGS.commands, audit: 'admin' };
  expect(settings).toEqual({ ...DEFAULT_SETTINGS, gate: 'strict', suppress: [], commands });
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
  const found = await inForce('gate: nonsense\n', null, {}, NOW, 'main');
  expect(found).toMatchObject({ settings: { gate: 'enforce' }, trouble: { instead: 'careful' } });
});

test('a suppression that ran out is a mistake from that day on; all else holds', async () => {
  const text = 'gate: strict\nsuppress:\n  - { fingerprint: "0123456789abcdef", reason: "known", until: 2027-01-15 }\n';
  expect(await inForce(text)).toMatchObject({ settings: { suppress: [{}] }, trouble: null });
  const later = await inForce(text, null, {}, NOW + 2 * 24 * 3_600_000);
  expect(later).toMatchObject({ settings: { gate: 'strict', suppress: [] }, trouble: { instead: 'without-ended' } });
  expect(later.trouble?.mistakes[0]?.where).toContain(PATH);
  const broken = await inForce('gate: nonsense\n', null, {}, NOW + 2 * 24 * 3_600_000);
  expect(broken).toMatchObject({ settings: { gate: 'strict', suppress: [] }, trouble: { instead: 'last-good' } });
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
    ['what is not there', '_extends: .github\n', {}, 'is not there'],
    ['what is broken', '_extends: .github\n', { [PARENT]: 'gate: nonsense\n' }, '.github:'],
    ['what extends itself', '_extends: .github\n', { [PARENT]: '_extends: more\n' }, 'extends settings itself'],
  ])('of %s is refused', async (_, text, parents, words) => {
    expect(await refusal(text, null, parents)).toContain(words);
  });

  test("the owner's name in other capitals is the same owner", async () => {
    const { settings: found } = await inForce('_extends: LINUX/.github\n', null, { [PARENT]: 'gate: strict\n' });
    expect(found.gate).toBe('strict');
  });

  test('all mistakes are named: those of the parent, and a suppression of the own file that has ended', async () => {
    const text =
      '_extends: .github\nsuppress:\n  - { fingerprint: "0123456789abcdef", reason: "x", until: 2020-01-15 }\n';
    const found = await inForce(text, null, { [PARENT]: 'gate: nonsense\nnonsense: 1\n' });
    expect(found.trouble?.mistakes.map(({ where }) => where.split(':')[0])).toEqual(['.github', '.github', PATH]);
  });

  test('what a pull request brings is looked at with its parent, without showing what private repositories hold', async () => {
    const parents = {
      [PARENT]: 'gate: nonsense\n',
      'linux/secret:key.yml': 'hunter2: 1\n',
      [`linux/secret:${PATH}`]: 'hunter2: 1\n',
    };
    const shown = async (base: string, head: string) =>
      JSON.stringify((await inForce(base, head, parents)).headMistakes);
    expect(await shown('gate: strict\n', '_extends: absent\n')).toContain('is not there');
    expect(await shown('gate: strict\n', '_extends: secret\n')).toContain('have mistakes');
    expect(await shown('gate: strict\n', '_extends: secret\n')).not.toContain('hunter2');
    expect(await shown('gate: strict\n', '_extends: linux/secret:key.yml\n')).toBe('[]');
    expect(await shown('_extends: .github\n', '_extends: .github\ngate: strict\n')).toContain('nonsense');
  });
});
