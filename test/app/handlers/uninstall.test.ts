/** What is forgotten where the App is no longer installed, and what outlives a suspension. */

import { leave } from '../../../src/app/handlers/uninstall.ts';
import { wantReconciliation } from '../../../src/app/jobs/periodic.ts';
import { wantedReview } from '../../../src/app/ports/wanted-jobs.ts';
import { NOW, REPOSITORY, recordsOf, repositoryRecordsOf, storeOfEachTest } from '../kept-support.ts';

const store = storeOfEachTest();
const clock = { now: () => NOW, sleep: async () => {}, timeout: AbortSignal.timeout };
const OTHER = { ...REPOSITORY, id: 70 };
const FOREIGN = { ...REPOSITORY, id: 71, installation: 4 };

function keysOf(repository: number): readonly string[] {
  const records = recordsOf(store(), 1, { repository });
  return [records.acceptance('f1').key, records.pause.key];
}

/** Three repositories, two of them of one installation, each with decisions and a review that waits. */
beforeEach(async () => {
  for (const repository of [REPOSITORY, OTHER, FOREIGN]) {
    await repositoryRecordsOf(store(), repository.id).known.remember(repository);
    for (const key of keysOf(repository.id)) await store().remember(key, 1, NOW);
    const how = { head: null, force: false, notBefore: NOW };
    await store().want([wantedReview(repository, 1, 'opened', how)], NOW);
  }
});

async function left(): Promise<readonly string[]> {
  return [...(await store().recallAll('')).keys()].sort();
}

function all(...ids: readonly number[]): readonly string[] {
  return ids.flatMap((id) => [...keysOf(id), repositoryRecordsOf(store(), id).known.key]).sort();
}

test('a repository that was removed: its work and what was decided in it, and nothing else', async () => {
  const event = { kind: 'uninstalled', installation: 3, repositories: [7], isForGood: true } as const;
  await leave(event, { store: store(), clock });
  expect(await left()).toEqual(all(70, 71));
  expect((await store().counts(NOW)).waiting).toBe(2);
});

test('an installation that was deleted: all of its repositories, and no other installation', async () => {
  const event = { kind: 'uninstalled', installation: 3, repositories: null, isForGood: true } as const;
  await leave(event, { store: store(), clock });
  expect(await left()).toEqual(all(71));
  expect((await store().counts(NOW)).waiting).toBe(1);
});

test('a suspension ends the work, and a pause or an acceptance outlives it', async () => {
  const event = { kind: 'uninstalled', installation: 3, repositories: null, isForGood: false } as const;
  await leave(event, { store: store(), clock });
  expect(await left()).toEqual(all(7, 70, 71));
  expect((await store().counts(NOW)).waiting).toBe(1);
});

test('what was left is not reconciled any more', async () => {
  const event = { kind: 'uninstalled', installation: 3, repositories: null, isForGood: true } as const;
  await leave(event, { store: store(), clock });
  await wantReconciliation(store(), NOW);
  const first = await store().claim('w', NOW, 1_000);
  const second = await store().claim('w', NOW, 1_000);
  expect([first?.job.key, second?.job.key].sort()).toEqual(['pr/71/1', 'reconcile/71']);
  expect(await store().claim('w', NOW, 1_000)).toBeUndefined();
});
