/** Where PostgreSQL is, for the tests that start one of their own, and for jest's configuration, which leaves them out where there is none. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How to get it, for people. */
export const HOW_TO_INSTALL =
  'install PostgreSQL (`apt-get install postgresql`, `dnf install postgresql-server` or `brew install postgresql@17`), or name the folder of its programs in PG_BIN';

/**
 * The folder with `initdb`, `postgres` and `psql`: $PG_BIN, then PATH (whose programs may be links to it), then Debian's folders.
 *
 * @returns {string | undefined}
 */
export function findPostgres() {
  const onPath = (process.env['PATH'] ?? '').split(':').flatMap((folder) =>
    ['pg_ctl', 'postgres', 'initdb']
      .map((name) => join(folder, name))
      .filter((path) => existsSync(path))
      .map((path) => dirname(realpathSync(path))),
  );
  const debian = '/usr/lib/postgresql';
  const ofDebian = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  return [process.env['PG_BIN'] ?? '', ...onPath, ...ofDebian].find((folder) =>
    ['initdb', 'postgres', 'psql'].every((name) => folder !== '' && existsSync(join(folder, name))),
  );
}
