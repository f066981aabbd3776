/** The label that skips an audit counts only by the hand of somebody who may write. */
import type { Forge, Role } from '../../src/app/forge.ts';
import { skippedBy } from '../../src/app/skip-label.ts';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { forgeWith, PULL_REQUEST } from './kept-support.ts';

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
