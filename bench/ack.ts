/**
 * How long GitHub waits for the answer to a webhook at 200 deliveries a second, against a bare server of node:http that writes one
 * row, in turn, as JSON:
 *
 *   node --import ./bench/typescript.js bench/ack.ts [embedded] [postgres] [rounds]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { startFakeGitHub } from '../test/support/fake-github/index.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { SECRET, startApp } from '../test/support/whole-app.ts';

const PER_SECOND = 200;
const SECONDS = 8;
const given = process.argv.slice(2);
const rounds = Number(given.find((word) => /^\d+$/.test(word)) ?? 5);
const kinds = (['embedded', 'postgres'] as const).filter(
  (kind) => !given.some((word) => word in { embedded: 1, postgres: 1 }) || given.includes(kind),
);
const folder = mkdtempSync(join(tmpdir(), 'kra-ack-'));
const rows: object[] = [];

async function bareServer(
  kind: string,
  address: string,
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL('bare-server.js', import.meta.url)), [kind, address]);
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}/`, child };
}

interface Signed {
  readonly body: string;
  readonly signature: string;
}

async function timesOf(url: string, deliveries: readonly Signed[]): Promise<readonly number[]> {
  const workerData = { url, deliveries, perSecond: PER_SECOND, count: PER_SECOND * SECONDS };
  const load = new Worker(new URL('load.js', import.meta.url), { workerData });
  const times = await new Promise<number[]>((resolve, reject) => {
    load.once('message', resolve).once('error', reject);
  });
  return times.sort((a, b) => a - b);
}

const p99 = (sorted: readonly number[]): number => sorted[Math.ceil(0.99 * sorted.length) - 1] ?? 0;
const list = (numbers: readonly number[]): string => numbers.map((each) => each.toFixed(1)).join(', ');

for (const kind of kinds) {
  const hub = await startFakeGitHub({ limits: { primary: 1_000_000 } });
  const postgres = kind === 'postgres' ? await startPostgres({ fsync: true }) : undefined;
  const env = { LOG_LEVEL: 'error', ...(postgres === undefined ? {} : { DATABASE_URL: await postgres.newDatabase() }) };
  const app = await startApp(hub, { env });
  const bare = await bareServer(
    kind,
    postgres === undefined ? join(folder, 'bare.sqlite') : await postgres.newDatabase(),
  );
  const repo = hub.repository('bench/ack');
  repo.commit({ files: { 'drivers/a.rs': 'fn a() {}\n' } });
  const deliveries = Array.from({ length: 100 }, (_, index) => {
    const head = repo.commit({ files: { 'drivers/a.rs': `fn a${index}() {}\n` }, parents: [repo.tip()] });
    const body = JSON.stringify(repo.openPullRequest({ head }).event.payload);
    return { body, signature: `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` };
  });
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      // in turn, and each of them first in every second round
      const measures = [
        async () => p99(await timesOf(`${app.url}/api/github/webhooks`, deliveries)),
        async () => p99(await timesOf(bare.url, deliveries)),
      ];
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      const found = [0, 0];
      for (const which of order) found[which] = (await measures[which]?.()) ?? 0;
      const [app99 = 0, bare99 = 0] = found;
      // the first round only warms up
      if (round === 0) continue;
      ours.push(app99);
      theirs.push(bare99);
    }
  } finally {
    bare.child.kill();
    await app.kill();
    await hub.close();
    await postgres?.stop();
  }
  const ratios = ours.map((ms, round) => ms / (theirs[round] ?? 1)).sort((a, b) => a - b);
  rows.push({
    what: `${PER_SECOND} deliveries a second, ${kind}: p99 of the answer, against a bare node:http server that writes one row`,
    measured: `${list(ours)} ms; bare ${list(theirs)} ms; least against least ${(Math.min(...ours) / Math.min(...theirs)).toFixed(2)}, median ratio ${(ratios[Math.floor(ratios.length / 2)] ?? 0).toFixed(2)}`,
    target: 'ratio at most 3',
  });
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
