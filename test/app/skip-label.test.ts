/** The label that skips an audit counts only by the hand of somebody who may write. */
import type { Event } from '../../src/app/events.ts';
import type { Role } from '../../src/app/forge.ts';
import { noteLabel, skipIsGranted } from '../../src/app/skip-label.ts';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { forgeWith, NOW, PULL_REQUEST, REPOSITORY, storeOfEachTest } from './kept-support.ts';

const store = storeOfEachTest();
const SETTINGS = { ...DEFAULT_SETTINGS, skipLabel: 'no-audit' };
const ROLES: Readonly<Record<string, Role>> = {
  tri: 'triage',
  max: 'write',
  mai: 'maintain',
  adm: 'admin',
  rea: 'read',
};

async function set(sender: string, label = 'no-audit', settings = SETTINGS): Promise<void> {
  const event = {
    kind: 'pull-request',
    repository: REPOSITORY,
    number: 1,
    reason: 'label',
    head: null,
    force: false,
    label,
    sender,
  } satisfies Event;
  await noteLabel(event, forgeWith({}, ROLES), store(), settings, NOW);
}

const granted = (labels: readonly string[] = ['no-audit'], settings = SETTINGS, number = 1) =>
  skipIsGranted(store(), REPOSITORY.id, { ...PULL_REQUEST, number, labels }, settings);

test.each([
  ['stranger', false],
  ['rea', false],
  ['tri', false],
  ['max', true],
  ['mai', true],
  ['adm', true],
])('%s sets it: %j', async (person, is) => {
  await set(person);
  expect(await granted()).toBe(is);
  expect(await store().records(REPOSITORY.id, 1)).toHaveLength(is ? 1 : 0);
});

test('it counts while it is there, in this pull request, and under this name', async () => {
  await set('max');
  expect(await granted([])).toBe(false);
  expect(await granted(['no-audit'], SETTINGS, 2)).toBe(false);
  expect(await granted(['no-audit'], { ...SETTINGS, skipLabel: 'other' })).toBe(false);
  expect(await granted(['no-audit'], { ...SETTINGS, skipLabel: '' })).toBe(false);
});

test('other labels, and settings that name none, grant nothing', async () => {
  await set('max', 'bug');
  await set('max', 'no-audit', DEFAULT_SETTINGS);
  await set('max', '', DEFAULT_SETTINGS);
  expect(await granted()).toBe(false);
  expect(await store().recallAll('')).toEqual(new Map());
});

test('a label that somebody else took away and set again is no longer granted', async () => {
  await set('max');
  await set('tri');
  expect(await granted()).toBe(false);
});
