/** Runs that were begun end, or are forgotten where GitHub no longer has them: one old run keeps no review from its end. */

import { closeRuns, noteRun } from '../../../src/app/check/open-runs.ts';
import { type AppServices, pullRequestContext } from '../../../src/app/context.ts';
import { type Forge, ForgeError, type ForgeTrouble } from '../../../src/app/ports/forge.ts';
import { CLOSED } from '../../../src/publish/messages.ts';
import { forgeWith, NOW, storeOfEachTest } from '../kept-support.ts';

const store = storeOfEachTest();

/** Ends the runs 1 and 2; GitHub answers so where the first is changed. @returns the runs that were ended and those still noted */
async function endBoth(trouble: ForgeTrouble, status: number) {
  const services = {
    store: store(),
    clock: { now: () => NOW, sleep: async () => {}, timeout: AbortSignal.timeout },
  } as Partial<AppServices>;
  const ended: number[] = [];
  const forge: Forge = {
    ...forgeWith({}),
    runOf: async (id) => ({ id, name: 'n', head: 'h0', externalId: `e${id}`, conclusion: null, annotations: 0 }),
    changeRun: async (id) => {
      if (id === 1) throw new ForgeError(trouble, 'GitHub answered so', null, status);
      ended.push(id);
    },
  };
  const context = pullRequestContext(services as AppServices, forge, { number: 1, head: 'h0' });
  for (const id of [1, 2]) await noteRun(context, { externalId: `e${id}`, id });
  const end = closeRuns(context, { message: CLOSED, isReplaced: false });
  const failed = await end.then(
    () => false,
    () => true,
  );
  const left = (await context.records.openRuns()).map(({ id }) => id);
  return { ended, left, failed };
}

test.each<[ForgeTrouble, number]>([
  ['gone', 404],
  ['gone', 410],
  ['refused', 422],
])('%s (%i): it is forgotten, and the next one ends', async (trouble, status) => {
  expect(await endBoth(trouble, status)).toEqual({ ended: [2], left: [], failed: false });
});

test.each<[ForgeTrouble, number]>([
  ['later', 502],
  ['refused', 403],
])('%s (%i): the runs stay noted', async (trouble, status) => {
  expect(await endBoth(trouble, status)).toEqual({ ended: [], left: [1, 2], failed: true });
});
