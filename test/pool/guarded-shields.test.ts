/**
 * What a process that hostile text has taken over can still do, behind each shield alone: what the shield is for fails, and without it, it
 * succeeds. Whether this machine lets a shield be used is tried first; where it does not, the search for shields has to say so.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHIELDS, type Shield } from '../../src/app/doctor/shields.ts';
import type { Cache } from '../../src/app/ports/source-tree.ts';
import type { Owner } from '../../src/app/review/analyst-port.ts';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { makeAnalyst } from '../../src/pool/guarded.ts';
import { MOST_PUTS, partitionOf } from '../../src/pool/partition.ts';
import { type AnalystProgram, type Start, strongestStart, trial, UNSHIELDED } from '../../src/pool/start.ts';
import { memoryTree } from '../support/memory-tree.ts';

const SCRIPT = fileURLToPath(new URL('../support/taken-over.cjs', import.meta.url));
const PROGRAM: AnalystProgram = { script: SCRIPT, reads: [SCRIPT] };
const IS_ROOT = process.getuid?.() === 0;
const UID = 54_321;
const FOREIGN = 'key of another';

let folder: string;
let server: Server;
let port: number;
const kept = new Map<string, unknown>();
const cache: Cache = {
  keyOf: (parts) => JSON.stringify(parts),
  get: async (key) => kept.get(key),
  put: async (key, value) => void kept.set(key, value),
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shields-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'key'), 'secret', { mode: 0o600 });
  server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  port = (server.address() as { port: number }).port;
});

afterAll(async () => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function toldBehind(start: Start): Promise<Record<string, unknown>> {
  const [told] = await toldInTurn(start, [{ installation: 1, id: 11 }]);
  return told ?? {};
}

/** @param owners whose tasks one analyst gets, one after the other */
async function toldInTurn(start: Start, owners: readonly Owner[]): Promise<readonly Record<string, unknown>[]> {
  const analyst = makeAnalyst({ program: PROGRAM, start });
  const settings = { ...DEFAULT_SETTINGS, secretFile: join(folder, 'key'), port, foreignKey: FOREIGN };
  try {
    const tree = { ...memoryTree({}), revision: 'c0ffee' };
    const signal = new AbortController().signal;
    const told: Record<string, unknown>[] = [];
    for (const owner of owners) {
      const words = await analyst
        .audit(owner, tree, settings, cache, signal)
        .then(() => '{}')
        .catch((error: Error) => error.message);
      told.push(JSON.parse(words) as Record<string, unknown>);
    }
    return told;
  } finally {
    await analyst.close();
  }
}

const FREE = { file: 'secret', environ: 'read', child: 'started', network: 'connected' };

test('without shields all of it succeeds, so that the other tests can fail', async () => {
  expect(await toldBehind(UNSHIELDED)).toMatchObject(FREE);
});

const CLOSES: Readonly<Record<Shield, Readonly<Record<string, unknown>>>> = {
  user: { file: 'EACCES', environ: 'EACCES', uid: UID },
  // a user needs a user namespace for it, and that hides the environment of all outside it
  network: IS_ROOT ? { network: 'ENETUNREACH' } : { network: 'ENETUNREACH', environ: 'EACCES' },
  permissions: { file: 'ERR_ACCESS_DENIED', environ: 'ERR_ACCESS_DENIED', child: 'ERR_ACCESS_DENIED' },
  // root without capabilities may not look into a process that has them
  privileges: IS_ROOT ? { environ: 'EACCES' } : {},
};

test.each(SHIELDS.map(({ shield }) => shield))('%s closes what it is for', async (shield) => {
  const start: Start = { shields: [shield], isRoot: IS_ROOT, uid: UID };
  const trouble = await trial(PROGRAM, start);
  if (trouble === null) {
    const { uid, ...told } = await toldBehind(start);
    expect({ uid, ...told }).toMatchObject({ ...FREE, ...CLOSES[shield] });
  } else {
    const found = await strongestStart(PROGRAM, IS_ROOT, UID);
    expect(found.start.shields).not.toContain(shield);
    if (IS_ROOT || shield !== 'user') expect(found.missing).toContainEqual({ shield, words: trouble });
  }
});

test('all that work alone are found together', async () => {
  const { start, missing } = await strongestStart(PROGRAM, IS_ROOT, UID);
  expect([...start.shields, ...missing.map(({ shield }) => shield)].sort()).toEqual(
    SHIELDS.map(({ shield }) => shield)
      .filter((shield) => IS_ROOT || shield !== 'user')
      .sort(),
  );
  for (const { words } of missing) expect(words).not.toBe('');
  expect((await toldBehind(start))['environ']).not.toBe(start.shields.length > 0 ? 'read' : '');
});

test('a program that does not start behind a shield is started without it, and the reason is kept', async () => {
  // it may not read its own file
  const { start, missing } = await strongestStart({ ...PROGRAM, reads: [] }, IS_ROOT, UID);
  expect(start.shields).not.toContain('permissions');
  expect(missing.find(({ shield }) => shield === 'permissions')?.words).toMatch(/restricted|denied/i);
});

test('what it writes into the cache is found under its own repository and kind of task only', async () => {
  kept.clear();
  await toldBehind(UNSHIELDED);
  expect([...kept]).toEqual([[JSON.stringify(['analysis', '1', '11', 'audit', FOREIGN]), 'spoilt']]);
});

test('two installations never share a process; two repositories of one do', async () => {
  const owners = [1, 2, 1, 2].map((installation, at) => ({ installation, id: at }));
  const [first, other, again, otherAgain] = (await toldInTurn(UNSHIELDED, owners)).map(({ pid }) => pid);
  expect(first).toEqual(expect.any(Number));
  expect(other).not.toBe(first);
  expect([again, otherAgain]).toEqual([first, other]);
});

test('one task writes so many values, and names of hashes’ length', async () => {
  kept.clear();
  const partition = partitionOf(cache, { installation: 1, id: 11 }, 'review');
  await partition.put('a'.repeat(65), 1);
  for (let at = 0; at < MOST_PUTS * 2; at += 1) await partition.put(String(at), at);
  expect(kept.size).toBe(MOST_PUTS - 1);
  expect(await partition.get('0')).toBe(0);
  for (const owner of [
    { installation: 2, id: 11 },
    { installation: 1, id: 12 },
  ])
    expect(await partitionOf(cache, owner, 'review').get('0')).toBeUndefined();
  expect(await partitionOf(cache, { installation: 1, id: 11 }, 'audit').get('0')).toBeUndefined();
});
