/** The label that skips an audit counts only by the hand of somebody who may write. */
import type { Forge, Role } from '../../src/app/forge.ts';
import { type HeadVerdict, verdictKey } from '../../src/app/pull-request-state.ts';
import type { AppServices } from '../../src/app/services.ts';
import { recordSkip, skippedBy } from '../../src/app/skip-label.ts';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { forgeWith, NOW, PULL_REQUEST, REPOSITORY, storeOfEachTest } from './kept-support.ts';

const SETTINGS = { ...DEFAULT_SETTINGS, skipLabel: 'no-audit' };
const ROLES: Readonly<Record<string, Role>> = {
  tri: 'triage',
  max: 'write',
  mai: 'maintain',
  adm: 'admin',
  rea: 'read',
};

/** @param who set the label last; null: GitHub does not say */
function by(who: string | null, labels: readonly string[] = ['no-audit'], settings = SETTINGS): Promise<string | null> {
  const forge: Forge = {
    ...forgeWith({}, ROLES),
    labelledBy: async (number, label) => (number === PULL_REQUEST.number && label === 'no-audit' ? who : 'adm'),
  };
  return skippedBy(forge, { ...PULL_REQUEST, labels }, settings);
}

test.each(['stranger', 'rea', 'tri', null])('%s sets it: nothing is skipped', async (person) => {
  expect(await by(person)).toBeNull();
});

test.each(['max', 'mai', 'adm'])('%s sets it', async (person) => {
  expect(await by(person)).toBe(person);
});

test('it counts while it is there, and under the name of the settings', async () => {
  expect(await by('max', [])).toBeNull();
  expect(await by('max', ['bug'])).toBeNull();
  expect(await by('max', ['no-audit'], { ...SETTINGS, skipLabel: 'other' })).toBeNull();
  expect(await by('max', ['no-audit', ''], DEFAULT_SETTINGS)).toBeNull();
});

const store = storeOfEachTest();

test('who let a head pass is recorded once', async () => {
  const services = { store: store(), clock: { now: () => NOW, sleep: async () => {} } } as Partial<AppServices>;
  const pass = () => recordSkip(forgeWith({}), PULL_REQUEST, SETTINGS, 'max', services as AppServices);
  await pass();
  const verdict: Partial<HeadVerdict> = { number: 1, why: 'skipped' };
  await store().remember(verdictKey(REPOSITORY.id, PULL_REQUEST.head, PULL_REQUEST.number), verdict, NOW);
  await pass();
  expect(await store().records(REPOSITORY.id, 1)).toMatchObject([
    { actor: 'max', what: 'label no-audit', detail: { head: 'h1' } },
  ]);
});
