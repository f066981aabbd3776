/** Where PostgreSQL is, for the tests that start one of their own, and for jest's configuration, which leaves them out where there is none. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** How to get it, for people. */
export const HOW_TO_INSTALL =
  'install PostgreSQL (`apt-get install postgresql`, `dnf install postgresql-server` or `brew install postgresql@17`), or name the folder of its programs in PG_BIN';

/** Where Debian has the programs of each version. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * The folder with `initdb`, `postgres` and `psql`: $PG_BIN, then PATH (whose programs may be links to it), then Debian's folders.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string | undefined}
 */
export function findPostgres(env = process.env, debian = DEBIAN) {
  const onPath = (env['PATH'] ?? '').split(delimiter).flatMap((folder) =>
    ['pg_ctl', 'postgres', 'initdb']
      .map((name) => join(folder, name))
      .filter((path) => existsSync(path))
      .map((path) => dirname(realpathSync(path))),
  );
  const ofDebian = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  return [env['PG_BIN'] ?? '', ...onPath, ...ofDebian].find((folder) =>
    ['initdb', 'postgres', 'psql'].every((name) => folder !== '' && existsSync(join(folder, name))),
  );
}

/**
 * Whether the tests that need PostgreSQL are left out: not where there is one, and not in a CI, where they fail without it.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function leavesOutPostgres(env = process.env, debian = DEBIAN) {
  return !env['CI'] && findPostgres(env, debian) === undefined;
}
