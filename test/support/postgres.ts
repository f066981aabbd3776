/** A PostgreSQL of a test's own: below the temporary folder, on a free port of 127.0.0.1, gone afterwards. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres, HOW_TO_INSTALL } from './find-postgres.js';

export interface Postgres {
  /** An address of a new, empty database. */
  newDatabase(): Promise<string>;
  /** As a crash would: all connections are lost, and the log is played again. */
  restart(): Promise<void>;
  /** Ends it without a good-bye; `begin` brings it back. */
  kill(): Promise<void>;
  begin(): Promise<void>;
  stop(): Promise<void>;
}

/** @param options.fsync whether it writes to the disk as a real one does; tests do without, since only processes are killed */
export async function startPostgres({ fsync = false } = {}): Promise<Postgres> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error(`there is no PostgreSQL: ${HOW_TO_INSTALL}`);
  const owner = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'kra-postgres-'));
  const data = join(folder, 'data');
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner.uid !== undefined) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid ?? 0);
  const made = spawnSync(
    join(programs, 'initdb'),
    [
      ...['-D', data, '-U', 'tester', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
      ...['-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    ],
    { ...owner, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`initdb failed: ${made.stderr}${made.error ?? ''}`);
  }
  const port = await freePort();
  let server: ChildProcess | undefined;
  let count = 0;

  const begin = async (): Promise<void> => {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      fsync: fsync ? 'on' : 'off',
      max_connections: '60',
      log_min_messages: 'log',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(join(programs, 'postgres'), ['-D', data, ...args], {
      ...owner,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = child;
    await isReady(child);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const child = server;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };

  await begin();
  return {
    begin,
    newDatabase: async () => {
      count += 1;
      const name = `test_${count}`;
      execFileSync(
        join(programs, 'psql'),
        [
          '-X',
          '-q',
          '-h',
          '127.0.0.1',
          '-p',
          String(port),
          '-U',
          'tester',
          '-d',
          'postgres',
          '-c',
          `create database ${name}`,
        ],
        { env: { ...process.env, PGPASSWORD: password }, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      return `postgres://tester:${password}@127.0.0.1:${port}/${name}`;
    },
    // SIGQUIT is PostgreSQL's immediate shutdown: its children end at once, nothing is written down
    kill: () => end('SIGQUIT'),
    restart: async () => {
      await end('SIGQUIT');
      await begin();
    },
    stop: async () => {
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when it takes connections; rejects with what it said when it ends before. */
function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-8_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`postgres ended with ${status}: ${said}`)));
  });
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
