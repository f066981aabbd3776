/** Records of decisions read from PostgreSQL beside a store that is open: in their order, with names, and nothing is made there. */

import { openPostgresStore } from '../../src/queue/postgres.ts';
import { readPostgresRecords } from '../../src/queue/read-records.ts';
import { isFailure } from '../../src/text/failure.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { opened, pullRequest, wanted } from './events.ts';

const NOW = 1_800_000_000_000;

let server: Postgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

test('the oldest first, from a time on, by the name of then or that of a job', async () => {
  const url = await server.newDatabase();
  const store = opened(await openPostgresStore(url, { about: 'test' }));
  const job = wanted('one', pullRequest(1));
  const { repository } = job.event as { readonly repository: { id: number; owner: string; name: string } };
  await store.want([job], NOW);
  const entry = { repository: repository.id, pullRequest: 1, actor: 'mia', what: 'command pause' };
  await store.record({ ...entry, at: NOW + 2, detail: { repository: 'linux/then', role: 'write' } });
  await store.record({ ...entry, at: NOW + 1, detail: {} });
  await store.record({ ...entry, at: NOW, pullRequest: null, repository: repository.id + 1, detail: {} });
  const shown = { ...entry, repositoryId: repository.id };
  expect(await readPostgresRecords(url, NOW)).toEqual([
    { ...shown, at: NOW, pullRequest: null, repositoryId: repository.id + 1, repository: null, detail: {} },
    { ...shown, at: NOW + 1, repository: `${repository.owner}/${repository.name}`, detail: {} },
    { ...shown, at: NOW + 2, repository: 'linux/then', detail: { role: 'write' } },
  ]);
  expect(await readPostgresRecords(url, NOW + 2)).toHaveLength(1);
  await store.close();
});

test('an address that leads nowhere, and a database without tables, are failures without the password', async () => {
  for (const url of ['postgres://me:secret@127.0.0.1:1/none', 'mysql://me:secret@x', await server.newDatabase()]) {
    const read = await readPostgresRecords(url, 0);
    expect(isFailure(read)).toBe(true);
    expect(JSON.stringify(read)).not.toContain('secret');
  }
});
