/** Tests that need PostgreSQL: left out by name where there is none, never in a CI; and no other test starts one. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { ROOT, scratch } from '../cli/program.ts';
import { findPostgres, leavesOutPostgres } from '../support/find-postgres.js';
import LeftOut from '../support/left-out.js';

const { folder, remove } = scratch();
afterAll(remove);
const NOWHERE = join(folder, 'nowhere');

/** A folder with empty files of these names. */
function programs(name: string, names: readonly string[]): string {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  for (const each of names) writeFileSync(join(place, each), '');
  return place;
}

test('it is found by PG_BIN, on PATH and where Debian has it, if it is whole', () => {
  const whole = ['initdb', 'postgres', 'psql'];
  const named = programs('named', whole);
  expect(findPostgres({ PG_BIN: named }, NOWHERE)).toBe(named);
  expect(findPostgres({ PATH: `${NOWHERE}:${named}` }, NOWHERE)).toBe(named);
  programs('debian/17/bin', whole);
  expect(findPostgres({}, join(folder, 'debian'))).toBe(join(folder, 'debian/17/bin'));
  rmSync(join(folder, 'debian/17/bin/psql'));
  expect(findPostgres({}, join(folder, 'debian'))).toBeUndefined();
});

test('its tests are left out where there is none, but not in a CI', () => {
  expect(leavesOutPostgres({}, NOWHERE)).toBe(true);
  expect(leavesOutPostgres({ CI: 'true' }, NOWHERE)).toBe(false);
  expect(leavesOutPostgres({ PG_BIN: programs('all', ['initdb', 'postgres', 'psql']) }, NOWHERE)).toBe(false);
});

test('what is left out is named, with what it tests and how to get PostgreSQL', () => {
  const said: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  try {
    new LeftOut({ rootDir: ROOT, testPathPatterns: { patterns: [] } }).onRunComplete();
    new LeftOut({ rootDir: ROOT, testPathPatterns: { patterns: ['test/rules'] } }).onRunComplete();
  } finally {
    write.mockRestore();
  }
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('test/queue/store.postgres.test.ts: The store in PostgreSQL');
  expect(said[0]).toContain('test/app-whole/replicas.postgres.test.ts: Several processes over one PostgreSQL');
  expect(said[0]).toContain('apt-get install postgresql');
});

test('every test that starts PostgreSQL has the name that leaves it out', () => {
  const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.test.ts'),
  );
  const start = tests.filter((path) => /\bstartPostgres\(\)/.test(readFileSync(join(ROOT, 'test', path), 'utf8')));
  expect(start.length).toBeGreaterThan(1);
  expect(start.filter((path) => !path.endsWith('.postgres.test.ts'))).toEqual([]);
});
