/** What `doctor` sees of an embedded store, and that it leaves everything as it was. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { openEmbeddedStore } from '../../src/queue/embedded.ts';
import { lookAtEmbeddedStore } from '../../src/queue/examine-store.ts';
import { opened, pullRequest, wanted } from './events.ts';

const NOW = 1_800_000_000_000;
const LATER = NOW + 5_000;

describe('the embedded store', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kra look # %41? '));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** All of a folder: names, bytes, times. Its own time tells of files that came and went. */
  const all = () => [
    statSync(folder).mtimeMs,
    ...readdirSync(folder)
      .toSorted()
      .map((name) => {
        const { mtimeMs, mode } = statSync(join(folder, name));
        return [name, mtimeMs, mode, readFileSync(join(folder, name)).toString('base64')];
      }),
  ];

  /** What is seen; nothing may have changed by it. */
  const seen = async () => {
    const before = all();
    const found = await lookAtEmbeddedStore(folder, LATER);
    expect(all()).toEqual(before);
    return found;
  };

  test('that is not there', async () => {
    expect(await seen()).toEqual({ kind: 'absent' });
    expect(await lookAtEmbeddedStore(join(folder, 'none'), NOW)).toEqual({ kind: 'absent' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that was closed: its jobs are counted', async () => {
    const elsewhere = join(folder, 'elsewhere');
    const store = opened(await openEmbeddedStore(elsewhere, { about: 'test' }));
    await store.want([wanted('one', pullRequest(1)), wanted('two', pullRequest(2))], NOW);
    await store.close();
    // as it is when its process has ended: until then the driver may keep files beside it
    for (const name of ['jobs.sqlite', 'jobs.lock']) copyFileSync(join(elsewhere, name), join(folder, name));
    rmSync(elsewhere, { recursive: true });
    expect(await seen()).toEqual({ kind: 'open', waiting: 2, held: 0, oldest: 5_000 });
  });

  test('that a process has', async () => {
    const store = opened(await openEmbeddedStore(folder, { about: 'test' }));
    try {
      expect(await seen()).toEqual({ kind: 'in-use' });
    } finally {
      await store.close();
    }
  });

  test('whose last process did not close it', async () => {
    await opened(await openEmbeddedStore(folder, { about: 'test' })).close();
    writeFileSync(join(folder, 'jobs.sqlite-wal'), 'what was not put into the file yet');
    expect(await seen()).toEqual({ kind: 'interrupted' });
  });

  test('that is no database, or one of a newer version', async () => {
    writeFileSync(join(folder, 'jobs.sqlite'), 'Not a database at all, and long enough to look like one. '.repeat(20));
    expect(await seen()).toMatchObject({ kind: 'closed', words: expect.stringContaining('is a damaged database') });
    rmSync(join(folder, 'jobs.sqlite'));
    await opened(await openEmbeddedStore(folder, { about: 'test' })).close();
    const database = new Libsql(join(folder, 'jobs.sqlite'));
    database.exec('update kra_schema set version = 99; pragma wal_checkpoint(truncate)');
    database.close();
    expect(await seen()).toMatchObject({ kind: 'closed', words: expect.stringContaining('newer version') });
  });
});
