/** A store whose disk is full: it says why, stays unready until it can write again, and then goes on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobStore } from '../../src/app/ports/job-store.ts';
import { openEmbeddedStore } from '../../src/queue/embedded.ts';
import { causeOf, namesCause } from '../../src/queue/full-disk.ts';
import { opened } from './events.ts';

const folder = mkdtempSync(join(tmpdir(), 'kra-room-'));
let real: JobStore;
beforeAll(async () => {
  real = opened(await openEmbeddedStore(folder, { about: 'test' }));
});
afterAll(async () => {
  await real.close();
  rmSync(folder, { recursive: true, force: true });
});

const coded = (code: string) => Object.assign(new Error('no'), { code });

test.each([
  ['SQLITE_FULL', 'the disk is full'],
  ['ENOSPC', 'the disk is full'],
  ['53100', 'the disk is full'],
  ['SQLITE_IOERR_WRITE', 'the disk cannot be written'],
  ['SQLITE_READONLY', 'the database is read-only'],
  ['SQLITE_BUSY', null],
])('%s: %s', (code, words) => {
  expect(causeOf(coded(code))).toBe(words);
});

test('the cause stands in the error, and the store is not ready until a value can be written', async () => {
  let isFull = true;
  const failing: JobStore = {
    ...real,
    accept: (...given) => (isFull ? Promise.reject(coded('SQLITE_FULL')) : real.accept(...given)),
    remember: (...given) => (isFull ? Promise.reject(coded('SQLITE_FULL')) : real.remember(...given)),
  };
  const store = namesCause(failing, () => {});
  await store.ping();
  const delivery = { id: '1/a', name: 'ping', action: null };
  await expect(store.accept(delivery, [], 1)).rejects.toMatchObject({
    message: 'the disk is full (no)',
    code: 'SQLITE_FULL',
  });
  await expect(store.ping()).rejects.toThrow('the disk is full (no)');
  isFull = false;
  await store.ping();
  expect(await store.accept(delivery, [], 1)).toBe('accepted');
  expect((await real.recallAll('')).size).toBe(0);
});

test('other trouble is handed on as it is, and says nothing of the disk', async () => {
  const trouble = coded('SQLITE_BUSY');
  const store = namesCause({ ...real, want: () => Promise.reject(trouble) }, () => {});
  await expect(store.want([], 1)).rejects.toBe(trouble);
  await store.ping();
});

test('no room left is found before anything was written', async () => {
  const store = namesCause(real, () => {
    throw coded('ENOSPC');
  });
  await expect(store.ping()).rejects.toThrow('the disk is full');
});
