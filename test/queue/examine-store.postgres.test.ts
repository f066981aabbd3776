/** What `doctor` sees of a store in PostgreSQL, and that it makes nothing there. */
import { lookAtPostgresStore } from '../../src/queue/examine-store.ts';
import { openPostgresStore } from '../../src/queue/postgres.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { opened, pullRequest, wanted } from './events.ts';

const NOW = 1_800_000_000_000;
const LATER = NOW + 5_000;

let server: Postgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

test('without tables none are made; with them the jobs are counted', async () => {
  const url = await server.newDatabase();
  expect(await lookAtPostgresStore(url, NOW)).toEqual({ kind: 'absent' });
  expect(await lookAtPostgresStore(url, NOW)).toEqual({ kind: 'absent' });
  const store = opened(await openPostgresStore(url, { about: 'test' }));
  await store.want([wanted('one', pullRequest(1))], NOW);
  await store.close();
  expect(await lookAtPostgresStore(url, LATER)).toEqual({ kind: 'open', waiting: 1, held: 0, oldest: 5_000 });
});

test('an address that leads nowhere is a fact without the password', async () => {
  const found = await lookAtPostgresStore('postgres://me:secret@127.0.0.1:1/none', NOW);
  expect(found).toMatchObject({ kind: 'closed', words: expect.stringContaining('cannot use the database') });
  expect(JSON.stringify(found)).not.toContain('secret');
  expect(await lookAtPostgresStore('mysql://x', NOW)).toMatchObject({ kind: 'closed' });
});
