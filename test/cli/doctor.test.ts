/** `doctor` as an operator runs it: it looks, and changes nothing. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, scratchForEach } from './program.ts';

const place = scratchForEach();

/** A GitHub that no test needs to reach. */
const OFFLINE = { GHE_HOST: '127.0.0.1:9', GHE_PROTOCOL: 'http' };

test('no folder and no file appears, be there a data folder or not', () => {
  const none = run(['doctor'], { cwd: place.folder, env: OFFLINE });
  expect(none.err).toBe('');
  expect(none.out).toMatch(/ok +data folder +data is not there yet/);
  expect(none.out).toMatch(/ok +store +embedded store in data is not there yet/);
  expect(readdirSync(place.folder)).toEqual([]);
  const data = join(place.folder, 'data');
  mkdirSync(data);
  expect(run(['doctor'], { cwd: place.folder, env: OFFLINE }).out).toMatch(/ok +data folder +data\n/);
  expect(readdirSync(data)).toEqual([]);
});

test('a folder that cannot be made is named', () => {
  const { out } = run(['doctor'], { cwd: place.folder, env: { ...OFFLINE, KRA_DATA: '/dev/null/data' } });
  expect(out).toMatch(/WRONG +data folder +\/dev\/null\/data cannot be written: ENOTDIR/);
});
