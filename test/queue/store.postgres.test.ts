/** The store in PostgreSQL: the contract, and what a server and many processes bring with them. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import pg from 'pg';
import type { JobStore } from '../../src/app/ports/job-store.ts';
import { openPostgresStore, type PostgresOptions } from '../../src/queue/postgres.ts';
import { STEPS } from '../../src/queue/tables.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { compareWithModel, HISTORY } from './compare.ts';
import { describeStore } from './contract.ts';
import { delivery, opened, pullRequest, wanted } from './events.ts';
import { killAll, startProcess } from './processes.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  killAll();
  await postgres?.stop();
});

describeStore(async (options) => open(await postgres.newDatabase(), options));

async function open(url: string, options: Partial<PostgresOptions> = {}): Promise<JobStore> {
  return opened(await openPostgresStore(url, { about: 'test', ...options }));
}

/** The words of a refusal. */
async function refusal(url: string): Promise<string> {
  const store = await openPostgresStore(url, { about: 'test' });
  if (isFailure(store)) return failureText(store);
  await store.close();
  throw new Error('the store was opened');
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

/** Calls of `listener`, one after the other. */
function heard(store: JobStore): { next(): Promise<void>; stop(): void } {
  let calls = 0;
  let hear = (): void => {};
  const stop = store.onWanted(() => {
    calls += 1;
    hear();
  });
  return {
    stop,
    next: async () => {
      if (calls === 0)
        await new Promise<void>((resolve) => {
          hear = resolve;
        });
      calls = 0;
    },
  };
}

describe('opening', () => {
  test('several at once make the tables once', async () => {
    const url = await postgres.newDatabase();
    const stores = await Promise.all(Array.from({ length: 6 }, () => open(url)));
    const [first, second] = stores;
    await first?.want([wanted('pr/7/1', pullRequest(1))], 1000);
    expect((await second?.claim('w', 1000, 1000))?.job.key).toBe('pr/7/1');
    expect(await query(url, 'select version from kra_schema')).toEqual([{ version: STEPS.length }]);
    await Promise.all(stores.map((store) => store.close()));
  });

  test('again later frees nobody else: others may hold what they hold', async () => {
    const url = await postgres.newDatabase();
    const first = await open(url);
    await first.want([wanted('pr/7/1', pullRequest(1))], 1000);
    const lease = await first.claim('w', 1000, 60_000);
    const second = await open(url);
    expect(await second.claim('x', 2000, 60_000)).toBeUndefined();
    expect(lease !== undefined && (await first.complete(lease, 2000))).toBe(true);
    await Promise.all([first.close(), second.close()]);
  });

  test('what cannot work is refused in words that hold no password', async () => {
    const url = await postgres.newDatabase();
    const wrong = new URL(url);
    wrong.password = 'topsecret';
    const absent = new URL(url);
    absent.pathname = '/absent';
    const closed = new URL(url);
    closed.port = '1';
    const words = [
      await refusal('mysql://user:topsecret@host/name'),
      await refusal('postgres://user:topsecret@127.0.0.1:99999/name'),
      await refusal(wrong.href),
      await refusal(absent.href),
      await refusal(closed.href),
    ];
    expect(words).toEqual([
      expect.stringMatching(/^DATABASE_URL: is not a PostgreSQL URL/),
      expect.stringMatching(/^DATABASE_URL: cannot be read/),
      expect.stringMatching(/password authentication failed/),
      expect.stringMatching(/"absent" does not exist/),
      expect.stringMatching(/ECONNREFUSED/),
    ]);
    expect(words.filter((each) => each.includes('secret') || each.includes(new URL(url).password))).toEqual([]);
  });

  test('tables of a newer version are refused', async () => {
    const url = await postgres.newDatabase();
    await (await open(url)).close();
    await query(url, 'update kra_schema set version = 99');
    expect(await refusal(url)).toMatch(/newer version.*99/);
  });

  test('connections answer only when the log is on the disk, even where the server is set to be careless', async () => {
    const url = await postgres.newDatabase();
    await query(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`);
    const store = await open(url);
    await query(
      url,
      `create function note() returns trigger language plpgsql as
       $$ begin new.value := to_json(current_setting('synchronous_commit')); return new; end $$;
       create trigger noted before insert on kra_values for each row execute function note()`,
    );
    await store.remember('k', 1, 1);
    expect(await store.recall('k')).toBe('on');
    await store.close();
  });
});

describe('hearing of work of other processes', () => {
  test('and again after the connection was lost', async () => {
    const url = await postgres.newDatabase();
    const [here, there] = [await open(url), await open(url)];
    const ear = heard(here);
    // once when it begins to listen: there may have been something before
    await ear.next();
    await there.want([wanted('pr/7/1', pullRequest(1))], 1000);
    await ear.next();
    await query(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`,
    );
    await ear.next();
    await there.accept(delivery(), [wanted('pr/7/2', pullRequest(2))], 1000);
    await ear.next();
    ear.stop();
    await Promise.all([here.close(), there.close()]);
  });

  test('a store that is closed while it cannot listen closes', async () => {
    const url = await postgres.newDatabase();
    const store = await open(url);
    store.onWanted(() => {});
    await store.close();
    const other = await open(url);
    const ear = heard(other);
    await ear.next();
    await other.close();
    expect(
      await query(
        url,
        "select count(*)::int as others from pg_stat_activity where datname = current_database() and application_name = 'kernel-rust-audit'",
      ),
    ).toEqual([{ others: 0 }]);
  });
});

describe('the server', () => {
  test('restarts: calls fail meanwhile, and then work; what was acknowledged is there', async () => {
    const url = await postgres.newDatabase();
    const store = await open(url);
    const ear = heard(store);
    await ear.next();
    await Promise.all(Array.from({ length: 5 }, () => store.ping()));
    const sent = Array.from({ length: 200 }, (_, index) => ({ ...delivery(), index }));
    const answers: Promise<string>[] = [];
    let down: Promise<void> | undefined;
    for (const { index, ...each } of sent) {
      answers.push(store.accept(each, [wanted(`pr/7/${index}`, pullRequest(index))], 1000).catch(() => 'failed'));
      if (index === 100) {
        await answers[20];
        down = postgres.kill();
      }
    }
    const got = await Promise.all(answers);
    await down;
    expect(new Set(got)).toEqual(new Set(['accepted', 'failed']));
    await expect(store.ping()).rejects.toThrow();
    await expect(store.claim('w', 1000, 1000)).rejects.toThrow();
    await expect(store.accept(delivery(), [], 1000)).rejects.toThrow();
    expect(await store.cache.get('k')).toBeUndefined();
    await postgres.begin();
    await store.ping();
    await ear.next();
    let accepted = 0;
    for (const [index, { index: _, ...each }] of sent.entries()) {
      if (got[index] !== 'accepted') continue;
      accepted += 1;
      expect(await store.accept(each, [], 2000)).toBe('known');
    }
    expect((await store.counts(1000)).waiting).toBeGreaterThanOrEqual(accepted);
    ear.stop();
    await store.close();
  });

  test('ends idle connections: nothing breaks', async () => {
    const url = await postgres.newDatabase();
    const store = await open(url);
    await Promise.all(Array.from({ length: 5 }, () => store.ping()));
    await postgres.restart();
    await store.ping();
    await store.close();
  });

  test('does not answer any more: calls fail after a while, and work when it answers again', async () => {
    const url = new URL(await postgres.newDatabase());
    const wire = await startWire(Number(url.port));
    url.port = String(wire.port);
    const store = await open(url.href, { patience: 100, connections: 2 });
    await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
    wire.cut();
    await expect(store.ping()).rejects.toThrow('timeout');
    await expect(store.accept(delivery(), [wanted('pr/7/2', pullRequest(2))], 1000)).rejects.toThrow('timeout');
    wire.mend();
    await store.ping();
    expect((await store.claim('w', 1000, 1000))?.job.key).toBe('pr/7/1');
    await store.close();
    await wire.close();
  });

  test('ends what takes too long, and frees what a process that hangs has locked', async () => {
    const url = await postgres.newDatabase();
    const [store, hanging] = [await open(url, { patience: 300 }), new pg.Client({ connectionString: url })];
    await store.want([wanted('pr/7/1', pullRequest(1))], 1000);
    await hanging.connect();
    await hanging.query('begin; update kra_jobs set since = since');
    await expect(store.want([wanted('pr/7/1', pullRequest(1))], 1000)).rejects.toThrow('statement timeout');
    // claims pass over it
    expect(await store.claim('w', 1000, 1000)).toBeUndefined();
    await hanging.query('rollback');
    expect((await store.claim('w', 1000, 1000))?.job.key).toBe('pr/7/1');
    await hanging.end();
    await store.close();
  });
});

describe('several processes', () => {
  test('two accept the same deliveries and three work, one of each is killed: all is done, nothing twice at a time', async () => {
    const url = await postgres.newDatabase();
    const most = 300;
    const workers = [1, 2, 3].map((number) => startProcess('work', url, `worker-${number}`));
    for (const worker of workers) await worker.until(({ kind }) => kind === 'idle');
    const acceptors = [1, 2].map((number) => startProcess('accept', url, `acceptor-${number}`, String(most)));
    const [firstAcceptor, secondAcceptor] = acceptors;
    const [firstWorker, ...otherWorkers] = workers;
    if (firstAcceptor === undefined || secondAcceptor === undefined || firstWorker === undefined) throw new Error();

    await firstAcceptor.until((message) => message.kind === 'accepted' && message.number === 50);
    await firstAcceptor.kill();
    await secondAcceptor.until((message) => message.kind === 'accepted' && message.number === 100);
    for (const worker of workers) worker.goOn();
    let begun = 0;
    await firstWorker.until(({ kind }) => {
      begun += kind === 'begun' ? 1 : 0;
      // where the others were much faster it may have had less to do
      return begun === 10 || kind === 'idle';
    });
    await firstWorker.kill();
    await secondAcceptor.gone;

    // the lease of the dead one runs out; time goes on only when nobody alive holds anything
    for (let round = 0; round < 3; round += 1) {
      for (const worker of otherWorkers) await worker.until(({ kind }) => kind === 'idle');
      for (const worker of otherWorkers) worker.goOn();
    }
    for (const worker of otherWorkers) await worker.until(({ kind }) => kind === 'idle');

    const all = [...workers, ...acceptors].flatMap(({ messages }) => messages);
    const numbers = (kind: string): number[] =>
      all.flatMap((message) => (message.kind === kind && 'number' in message ? [message.number] : []));
    expect(numbers('twice')).toEqual([]);
    // each delivery was accepted by one of them
    const accepted = all.filter((message) => message.kind === 'accepted' && message.answer === 'accepted').length;
    const known = all.filter((message) => message.kind === 'accepted' && message.answer === 'known').length;
    expect([accepted <= most, accepted + known >= most]).toEqual([true, true]);
    // what was not told any more was being done by the one that was killed
    const completed = numbers('completed');
    expect(new Set(completed).size).toBe(completed.length);
    expect(new Set([...completed, ...firstWorker.messages.flatMap(numberOf)]).size).toBe(most);
    expect(completed.length).toBeGreaterThanOrEqual(most - 1);

    const store = await open(url);
    expect(await store.counts(Number.MAX_SAFE_INTEGER)).toEqual({ waiting: 0, held: 0, oldest: null });
    expect(await query(url, 'select count(*)::int as done from kra_jobs where done = generation')).toEqual([
      { done: most },
    ]);
    await store.close();
    await Promise.all(otherWorkers.map((worker) => worker.kill()));
  });
});

function numberOf(message: object): number[] {
  return 'number' in message && typeof message.number === 'number' ? [message.number] : [];
}

/** A wire to the server that can be cut without anybody being told. */
async function startWire(port: number): Promise<{ port: number; cut(): void; mend(): void; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.on('data', (bytes) => {
        if (!isCut) other.write(bytes);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut: () => {
      isCut = true;
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('any history gets the answers of the model', async () => {
  const url = await postgres.newDatabase();
  const store = await open(url);
  await fc.assert(
    fc.asyncProperty(HISTORY, async (history) => {
      await query(url, 'truncate kra_jobs, kra_deliveries, kra_workers');
      await compareWithModel(store, history);
    }),
    { numRuns: 60 },
  );
  await store.close();
});
