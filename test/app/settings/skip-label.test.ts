/** The label that skips an audit counts only where a person with write permission set it, and for the head at which it was set. */

import { type AppServices, pullRequestContext } from '../../../src/app/context.ts';
import type { Forge, Role } from '../../../src/app/ports/forge.ts';
import { type HeadVerdict, type Labelling, labellingKey } from '../../../src/app/records/pull-request-records.ts';
import { recordSkip, type SkipLabel, skipLabelOf } from '../../../src/app/settings/skip-label.ts';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { labelOfAnother, labelOfEarlierHead, labelOfUnknownHead } from '../../../src/publish/messages.ts';
import { forgeWith, NOW, PULL_REQUEST, REPOSITORY, recordsOf, storeOfEachTest } from '../kept-support.ts';

const SETTINGS = { ...DEFAULT_SETTINGS, skipLabel: 'no-audit' };
const ROLES: Readonly<Record<string, Role>> = {
  tri: 'triage',
  max: 'write',
  mai: 'maintain',
  adm: 'admin',
  rea: 'read',
  // an App that may write
  'max[bot]': 'write',
};

const store = storeOfEachTest();

/** Without `label` and `isSet`: it was set. */
type Delivered = Partial<Labelling> & { readonly at?: number };

/**
 * @param who set the label last; null: GitHub does not say
 * @param delivered what deliveries said, in the order in which they came; one of `who` at the head
 */
async function by(
  who: string | null,
  labels: readonly string[] = ['no-audit'],
  settings = SETTINGS,
  delivered: readonly Delivered[] = [{}],
): Promise<SkipLabel> {
  const forge: Forge = {
    ...forgeWith({}, ROLES),
    labelledBy: async (number, label) => (number === PULL_REQUEST.number && label === 'no-audit' ? who : 'adm'),
  };
  for (const [index, { at = NOW, ...rest }] of delivered.entries()) {
    const labelling = { label: 'no-audit', isSet: true, person: who ?? 'adm', head: PULL_REQUEST.head, ...rest };
    const note = { key: labellingKey(REPOSITORY.id, PULL_REQUEST.number, labelling.label), value: labelling, at };
    await store().accept({ id: `1/${index}`, name: 'pull_request', action: 'labeled' }, [], NOW, [note]);
  }
  return skipLabelOf({ forge, records: recordsOf(store()), ...PULL_REQUEST }, labels, settings);
}

const personBy = async (...given: Parameters<typeof by>) => (await by(...given)).person;

// whoever reads what a pull request brings and sets labels by it does what its author says
test.each(['stranger', 'rea', 'tri', 'max[bot]'])(
  '%s sets it: nothing is skipped, and that is said',
  async (person) => {
    expect(await by(person)).toEqual({ person: null, notes: [labelOfAnother('no-audit', person)] });
  },
);

test.each(['max', 'mai', 'adm'])('%s sets it', async (person) => {
  expect(await by(person)).toEqual({ person, notes: [] });
});

test('it counts while it is there, and under the name of the settings', async () => {
  const nothing = { person: null, notes: [] };
  expect(await by('max', [])).toEqual(nothing);
  expect(await by('max', ['bug'])).toEqual(nothing);
  expect(await by('max', ['no-audit'], { ...SETTINGS, skipLabel: 'other' })).toEqual(nothing);
  expect(await by('max', ['no-audit', ''], DEFAULT_SETTINGS)).toEqual(nothing);
});

const UNKNOWN = { person: null, notes: [labelOfUnknownHead('no-audit')] };

test.each<[string, readonly Delivered[]]>([
  ['no delivery', []],
  ['the delivery of another label', [{ label: 'bug' }]],
  ['one of another person', [{ person: 'mai' }]],
  ['one that took it off', [{}, { isSet: false }]],
])('%s says nothing of the head', async (_, delivered) => {
  expect(await by('max', ['no-audit'], SETTINGS, delivered)).toEqual(UNKNOWN);
});

test.each([
  ['max', {}, 'max'],
  ['tri', {}, null],
  ['max', { head: 'h0' }, null],
])('%s set it when the pull request was opened, %j', async (who, delivered, person) => {
  expect(await personBy(who, ['no-audit'], SETTINGS, [{ person: null, ...delivered }])).toBe(person);
});

test('GitHub does not say who set it: nothing is skipped', async () => {
  expect(await by(null)).toEqual(UNKNOWN);
});

test('a push takes it off the verdict, and says so', async () => {
  expect(await by('max', ['no-audit'], SETTINGS, [{ head: 'h0' }])).toEqual({
    person: null,
    notes: [labelOfEarlierHead('no-audit', 'h0')],
  });
});

test('set again after a push', async () => {
  const again = [{ head: 'h0', at: 1 }, { head: 'h0', isSet: false, at: 2 }, { at: 3 }];
  expect(await personBy('max', ['no-audit'], SETTINGS, again)).toBe('max');
  // the first one comes late, or once more
  expect(await personBy('max', ['no-audit'], SETTINGS, [{ at: 3 }, { head: 'h0', at: 1 }])).toBe('max');
});

test('who let a head pass is recorded once', async () => {
  const services = {
    store: store(),
    clock: { now: () => NOW, sleep: async () => {}, timeout: AbortSignal.timeout },
  } as Partial<AppServices>;
  const context = pullRequestContext(services as AppServices, forgeWith({}), PULL_REQUEST);
  const pass = () => recordSkip(context, SETTINGS, 'max');
  await pass();
  const verdict: Partial<HeadVerdict> = { number: 1, why: 'skipped' };
  await context.records.verdict(PULL_REQUEST.head).remember(verdict as HeadVerdict);
  await pass();
  expect(await store().records(REPOSITORY.id, 1)).toMatchObject([
    { actor: 'max', what: 'label no-audit', detail: { head: 'h1' } },
  ]);
});
