/** Slow recovery looks at what may have changed without a delivery that arrived, and rests where it cannot help. */
import type { Event } from '../../src/app/events.ts';
import type { Forge } from '../../src/app/forge.ts';
import { type HeadVerdict, verdictKey } from '../../src/app/pull-request-state.ts';
import { reconcile } from '../../src/app/reconcile.ts';
import type { AppServices } from '../../src/app/services.ts';
import { forgeWith, NOW, REPOSITORY, storeOfEachTest } from './kept-support.ts';

const store = storeOfEachTest();

/** Whether a look is wanted at pull request 1, whose head is `h1`. */
async function isWanted(head: string | null, why: HeadVerdict['why'] = 'review', failures = 0): Promise<boolean> {
  const verdict: HeadVerdict = {
    number: 1,
    baseBranch: 'main',
    conclusion: 'neutral',
    shown: 'neutral',
    title: 'words',
    why,
    failures,
  };
  if (head !== null) await store().remember(verdictKey(REPOSITORY.id, head, 1), verdict, NOW);
  const forge: Forge = { ...forgeWith({}), openPullRequests: async () => [{ number: 1, head: 'h1' }] };
  const services = {
    store: store(),
    clock: { now: () => NOW, sleep: async () => {} },
    forges: { of: async () => forge },
  };
  await reconcile(REPOSITORY, services as Partial<AppServices> as AppServices);
  const lease = await store().claim('test', NOW, 1_000);
  return (lease?.job.event as (Event & { number?: number }) | undefined)?.number === 1;
}

test.each<[string, boolean, string | null, HeadVerdict['why'], number]>([
  ['nobody has looked', true, null, 'review', 0],
  ['an older head was reviewed', true, 'h0', 'review', 0],
  ['it was reviewed', false, 'h1', 'review', 0],
  ['a label skips it, which may be gone', true, 'h1', 'skipped', 0],
  ['it is paused', true, 'h1', 'paused', 0],
  ['its settings cannot be used', true, 'h1', 'settings', 0],
  ['its review failed', true, 'h1', 'crash', 1],
  ['its review took too long', true, 'h1', 'timeout', 2],
  ['its review came to nothing three times', false, 'h1', 'crash', 3],
])('%s: %j', async (_, expected, head, why, failures) => {
  expect(await isWanted(head, why, failures)).toBe(expected);
});
