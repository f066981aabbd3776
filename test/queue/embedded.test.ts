/** The embedded store: the contract, and what a file and a process of its own bring with them. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Libsql from 'libsql';
import type { JobStore } from '../../src/app/ports/job-store.ts';
import { openEmbeddedStore } from '../../src/queue/embedded.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';
import { compareWithModel, HISTORY } from './compare.ts';
import { describeStore } from './contract.ts';
import { delivery, opened, pullRequest, wanted } from './events.ts';
import { killAll, startProcess } from './processes.ts';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kra-store-'));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  killAll();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describeStore(async (options) =>
  opened(await openEmbeddedStore(join(newFolder(), 'data'), { about: 'test', ...options })),
);

const open = async (folder: string): Promise<JobStore> => opened(await openEmbeddedStore(folder, { about: 'test' }));

/** The words of a refusal. */
async function refusal(folder: string): Promise<string> {
  const store = await openEmbeddedStore(folder, { about: 'test' });
  if (isFailure(store)) return failureText(store);
  await store.close();
  throw new Error('the store was opened');
}

describe('the folder', () => {
  test('is made for its owner alone, with the folders above it', async () => {
    const folder = join(newFolder(), 'deep', 'data');
    await (await open(folder)).close();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
    expect(readdirSync(folder)).toContain('jobs.sqlite');
  });

  test('that cannot be one is refused in words', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    expect(await refusal(file)).toContain('KRA_DATA');
    const folder = newFolder();
    mkdirSync(join(folder, 'jobs.sqlite'));
    expect(await refusal(folder)).toContain('jobs.sqlite');
    // nothing stays locked
    rmSync(join(folder, 'jobs.sqlite'), { recursive: true });
    await (await open(folder)).close();
  });
});

describe('what was accepted', () => {
  test('is there after closing; who held something is dead, and that was an attempt', async () => {
    const folder = newFolder();
    const known = delivery();
    const store = await open(folder);
    await store.accept(known, [wanted('pr/7/1', pullRequest(1, 'a', true))], 1000);
    await store.remember('k', { a: 1 }, 1000);
    const lease = await store.claim('w', 1000, 1_000_000);
    await store.want([wanted('pr/7/2', pullRequest(2))], 1001);
    await store.close();

    const again = await open(folder);
    expect(await again.accept(known, [], 2000)).toBe('known');
    expect(await again.recall('k')).toEqual({ a: 1 });
    expect(await again.counts(2000)).toEqual({ waiting: 2, held: 0, oldest: 1000 });
    expect(await again.claim('w', 2000, 1000)).toMatchObject({
      job: { key: 'pr/7/1', event: pullRequest(1, 'a', true), generation: 1000, attempts: 1 },
    });
    expect(lease !== undefined && (await again.complete(lease, 2001))).toBe(false);
    await again.close();
  });

  test('survives kill -9 of the process that writes: whatever was acknowledged is there', async () => {
    const folder = newFolder();
    for (let round = 0; round < 3; round += 1) {
      const writer = startProcess('write', folder, 'writer');
      // in the later rounds the first ones are known, and the process comes to new ones only after them
      await writer.until((message) => message.kind === 'accepted' && message.number >= 100 * (round + 1));
      await writer.kill();
      const acknowledged = writer.messages.flatMap((message) => (message.kind === 'accepted' ? [message.number] : []));
      const store = await open(folder);
      for (const number of acknowledged)
        expect(await store.accept({ id: `1/${number}`, name: 'x', action: null }, [], 1)).toBe('known');
      const { waiting } = await store.counts(10_000);
      expect(waiting).toBeGreaterThanOrEqual(acknowledged.length);
      await store.close();
    }
  });
});

describe('a second process', () => {
  test('is refused while the first one lives, and let in when that was killed', async () => {
    const folder = newFolder();
    const first = startProcess('hold', folder, 'first');
    await first.until(({ kind }) => kind === 'open');
    expect(await refusal(folder)).toMatch(/another process uses this store.*DATABASE_URL/);
    expect([first.child.exitCode, first.child.signalCode]).toEqual([null, null]);
    await first.kill();
    expect(first.child.signalCode).toBe('SIGKILL');
    const store = await open(folder);
    expect((await store.claim('w', 10, 1000))?.job.key).toBe('pr/7/1');
    const second = startProcess('hold', folder, 'second');
    const { words } = { words: '', ...(await second.until(({ kind }) => kind === 'refused')) };
    expect(words).toContain(folder);
    await second.kill();
    expect(await refusal(folder)).toContain('another process');
    await store.close();
    await (await open(folder)).close();
  });
});

describe('a file that is damaged', () => {
  test('is refused, whatever it holds, and left as it is', async () => {
    const folder = newFolder();
    const text = 'this is no database. '.repeat(500);
    writeFileSync(join(folder, 'jobs.sqlite'), text);
    expect(await refusal(folder)).toMatch(/jobs\.sqlite: is a damaged database.*move it away/);
    expect(readFileSync(join(folder, 'jobs.sqlite'), 'utf8')).toBe(text);
  });

  test('in its middle is refused too', async () => {
    const folder = newFolder();
    const store = await open(folder);
    for (let count = 0; count < 200; count += 1)
      await store.want([wanted(`pr/7/${count}`, pullRequest(count, 'x'.repeat(500)))], 1000);
    await store.close();
    const file = join(folder, 'jobs.sqlite');
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 4);
    writeFileSync(file, bytes);
    expect(await refusal(folder)).toContain('is a damaged database');
  });

  test('of a newer version is refused by its number', async () => {
    const folder = newFolder();
    await (await open(folder)).close();
    const database = new Libsql(join(folder, 'jobs.sqlite'));
    database.exec('update kra_schema set version = 99');
    database.close();
    expect(await refusal(folder)).toMatch(/newer version.*99/);
  });
});

test('a cache whose rows are no JSON is an empty one', async () => {
  const folder = newFolder();
  const store = await open(folder);
  await store.cache.put('k', [1]);
  await store.close();
  const database = new Libsql(join(folder, 'jobs.sqlite'));
  database.exec(`update kra_cache set value = '{"a":'`);
  database.close();
  const again = await open(folder);
  expect(await again.cache.get('k')).toBeUndefined();
  await again.cache.put('k', [2]);
  expect(await again.cache.get('k')).toEqual([2]);
  await again.close();
});

test('any history gets the answers of the model', async () => {
  await fc.assert(
    fc.asyncProperty(HISTORY, async (history) => {
      const store = await open(newFolder());
      await compareWithModel(store, history).finally(() => store.close());
    }),
    { numRuns: 60 },
  );
});
