/** `doctor` as an operator runs it: it looks, and changes nothing. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, scratchForEach } from './program.ts';

const place = scratchForEach();

/** A GitHub that no test needs to reach. */
const OFFLINE = { GHE_HOST: '127.0.0.1:9', GHE_PROTOCOL: 'http' };

test('no folder and no file appears, be there a data folder or not', () => {
  const none = run(['doctor'], { cwd: place.folder, env: OFFLINE });
  expect(none.err).toBe('');
  expect(none.out).toMatch(/ok +data folder +data does not exist yet/);
  expect(none.out).toMatch(/ok +store +embedded store in data does not exist yet/);
  expect(readdirSync(place.folder)).toEqual([]);
  const data = join(place.folder, 'data');
  mkdirSync(data);
  expect(run(['doctor'], { cwd: place.folder, env: OFFLINE }).out).toMatch(/ok +data folder +data\n/);
  expect(readdirSync(data)).toEqual([]);
});

test('a folder that cannot be made is named', () => {
  const { out } = run(['doctor'], { cwd: place.folder, env: { ...OFFLINE, KRA_DATA: '/dev/null/data' } });
  expect(out).toMatch(/WRONG +data folder +cannot write to \/dev\/null\/data: ENOTDIR/);
});

test('secrets come from files, as for `serve`', () => {
  const file = (name: string, text: string): string => {
    const path = join(place.folder, name);
    writeFileSync(path, text);
    return path;
  };
  const look = (env: Readonly<Record<string, string>>): string =>
    run(['doctor'], { cwd: place.folder, env: { ...OFFLINE, ...env } }).out.replace(/\n +(?!ok|WRONG|warn|\?)/g, ' ');
  const good = look({
    WEBHOOK_SECRET_PATH: file('secret', '7c2f1e09b3a84d56a1f0c9e2d7b86354\n'),
    KRA_WEBHOOK_SECRET_NEXT_PATH: file('next', 'short\r\n'),
    DATABASE_URL_PATH: file('database', 'postgres://kra@127.0.0.1:9/kra\n'),
  });
  expect(good).toMatch(/ok +webhook secret +set by WEBHOOK_SECRET_PATH, 32 characters/);
  expect(good).toMatch(/WRONG +next secret +KRA_WEBHOOK_SECRET_NEXT_PATH has 5 characters/);
  expect(good).toMatch(/WRONG +store +cannot open PostgreSQL/);
  expect(good).toMatch(/ok +environment +holds no secret/);
  const bad = look({
    WEBHOOK_SECRET_PATH: '/dev/zero',
    KRA_WEBHOOK_SECRET_NEXT_PATH: file('empty', '\n'),
    DATABASE_URL_PATH: join(place.folder, 'none'),
    PRIVATE_KEY_PATH: '/dev/zero',
  });
  expect(bad).toMatch(/WRONG +webhook secret +WEBHOOK_SECRET_PATH: .*\(it is larger than 64 KB\)/);
  expect(bad).toMatch(/WRONG +next secret +KRA_WEBHOOK_SECRET_NEXT_PATH: the file is empty/);
  expect(bad).toMatch(/WRONG +store +cannot open PostgreSQL: DATABASE_URL_PATH: .*\(ENOENT\)/);
  expect(bad).toMatch(/WRONG +private key +cannot read \/dev\/zero: it is larger than 64 KB/);
});

test('what the guarded process runs behind is tried, and each part of it has its line', () => {
  const { out } = run(['doctor'], { cwd: place.folder, env: OFFLINE });
  for (const name of ['user', 'network', 'files', 'privileges'])
    expect(out).toMatch(new RegExp(`(ok|warn) +guard: ${name} +the (process|server)`));
  // the program as it is built starts with all of Node's permissions taken away that it does not need
  expect(out).toMatch(/ok +guard: files/);
});

test('a user id that cannot be is said, and nothing is tried', () => {
  const { out } = run(['doctor'], { cwd: place.folder, env: { ...OFFLINE, KRA_ANALYST_UID: '0' } });
  expect(out).toMatch(/WRONG +guard +KRA_ANALYST_UID is less than 1/);
});
