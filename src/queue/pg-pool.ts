/** Connections to PostgreSQL: prepared once, and thrown away as soon as anything is odd about them. */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

/** In ms. GitHub waits 10 s for an answer. */
const LONGEST_CONNECT = 5_000;
/** In ms: after this an idle connection is checked. */
const SILENCE = 10_000;

/** How to reach the database; throws where the address cannot be read. */
export function connectionOf(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'kernel-rust-audit',
    connectionTimeoutMillis: LONGEST_CONNECT,
    keepAlive: true,
    keepAliveInitialDelayMillis: SILENCE,
    // times and numbers of GitHub are far below 2^53
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  };
}

/**
 * @param max how many connections
 * @param patience in ms: the server ends a statement that takes longer, and where it does not even answer we hang up
 */
export function newPool(url: string, max: number, patience: number): PostgresPool {
  const pool = new pg.Pool({
    ...connectionOf(url),
    max,
    query_timeout: patience + 1_000,
    connectionTimeoutMillis: Math.min(patience + 1_000, LONGEST_CONNECT),
  });
  // an idle connection that dies is replaced; without a listener the process would end
  pool.on('error', () => {});
  // the pool itself does not listen while the connection is in use, as between the statements of a transaction
  pool.on('connect', (client) => client.on('error', () => {}));
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect();
      let guarded = known.get(client);
      if (guarded === undefined) {
        try {
          for (const text of preparations(patience)) await client.query(text);
        } catch (error) {
          client.release(true);
          throw error;
        }
        guarded = guard(client);
        known.set(client, guarded);
      }
      return guarded;
    },
    end: () => pool.end(),
  };
}

/**
 * The settings of every connection. A process that hangs in the middle of a transaction must not stop the others, and what was
 * answered has to be on the disk even where the server is set to be careless.
 */
function preparations(patience: number): readonly string[] {
  return [
    `set statement_timeout = ${patience}`,
    `set idle_in_transaction_session_timeout = ${patience}`,
    "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
  ];
}

/** Once something other than an answer of the server came, nothing more is asked on this connection. */
function guard(client: pg.PoolClient): PostgresPoolClient {
  let trouble: { readonly error: unknown } | undefined;
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    if (trouble !== undefined) throw trouble.error;
    try {
      return await client.query(text, [...parameters]);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) trouble = { error };
      throw error;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: () => client.release(trouble !== undefined),
  };
}
