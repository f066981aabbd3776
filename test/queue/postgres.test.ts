/** The store in PostgreSQL: the contract, and what a server and many processes bring with them. */
import { openPostgresStore } from '../../src/queue/postgres.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { describeStore } from './contract.ts';
import { opened } from './events.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

describeStore(async (options) =>
  opened(await openPostgresStore(await postgres.newDatabase(), { about: 'test', ...options })),
);
