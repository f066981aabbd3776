/**
 * The store of jobs: how long a webhook waits until its delivery is written down, and how many go through.
 *
 *   node --import ./bench/typescript.js bench/queue.js
 *
 * Needs PostgreSQL (see test/support/postgres.ts). Everything is written to the disk before it is answered, so the disk decides.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../src/queue/embedded.ts';
import { openPostgresStore } from '../src/queue/postgres.ts';
import { startPostgres } from '../test/support/postgres.ts';

const DELIVERIES = 2000;
const repository = { owner: 'rust-for-linux', name: 'linux', id: 7, installation: 3 };
let count = 0;

/** Accepts deliveries of as many pull requests, `width` at a time: per second, and the times of each in ms. */
async function accept(store, width) {
  const times = [];
  let left = DELIVERIES;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      count += 1;
      const event = {
        kind: 'pull-request',
        repository,
        number: count,
        reason: 'pushed',
        head: 'a'.repeat(40),
        force: false,
      };
      const wanted = { key: `pr/7/${count}`, installation: 3, repository: 7, event, notBefore: 0 };
      const delivery = { id: `1/${count}`, name: 'pull_request', action: 'synchronize' };
      const begin = process.hrtime.bigint();
      await store.accept(delivery, [wanted], count);
      times.push(Number(process.hrtime.bigint() - begin) / 1e6);
      // the next webhook comes from outside
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const perSecond = await rate(DELIVERIES, () => Promise.all(Array.from({ length: width }, one)));
  times.sort((a, b) => a - b);
  const part = (share) => times[Math.floor(share * (times.length - 1))];
  return { perSecond, half: part(0.5), most: part(0.99) };
}

/** Claims and completes all that waits. */
async function drain(store, width) {
  let done = 0;
  const begin = process.hrtime.bigint();
  const one = async () => {
    for (;;) {
      const lease = await store.claim('bench', Number.MAX_SAFE_INTEGER - 60_000, 60_000);
      if (lease === undefined) return;
      await store.complete(lease, 1);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: width }, one));
  return done / (Number(process.hrtime.bigint() - begin) / 1e9);
}

async function rate(things, work) {
  const begin = process.hrtime.bigint();
  await work();
  return things / (Number(process.hrtime.bigint() - begin) / 1e9);
}

const folder = mkdtempSync(join(tmpdir(), 'kra-bench-'));
const postgres = await startPostgres({ fsync: true });
const rows = [];
try {
  const about = 'bench';
  for (const [name, open] of [
    ['embedded', () => openEmbeddedStore(join(folder, 'data'), { about })],
    ['PostgreSQL', async () => openPostgresStore(await postgres.newDatabase(), { about })],
  ]) {
    const store = await open();
    if (store.kind === 'failure') throw new Error(store.what);
    // what is compiled and connected is not measured
    await accept(store, 8);
    await drain(store, 4);
    for (const width of [1, 8, 64]) {
      const { perSecond, half, most } = await accept(store, width);
      const drained = await drain(store, Math.min(width, 4));
      rows.push([name, width, perSecond.toFixed(0), half.toFixed(2), most.toFixed(2), drained.toFixed(0)]);
    }
    await store.close();
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

const cores = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`;
process.stdout.write(
  `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${cores}, busy: ${loadavg()[0].toFixed(1)} on average; ` +
    `${DELIVERIES} deliveries of one job each.\n\n`,
);
const head = ['store', 'at a time', 'accepts per second', 'p50 ms', 'p99 ms', 'claimed and completed per second'];
for (const cells of [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...rows])
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
