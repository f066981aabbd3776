/**
 * The App's figures, on the built program against the fake GitHub, as JSON; `npm run bench -- app` prints them as a table.
 *
 *   node --import ./bench/typescript.js bench/app.ts [answering] [storm] [large] [strangers] [calls]
 */

import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from '../test/support/fake-github/index.ts';
import { SECRET, startApp, type WholeApp } from '../test/support/whole-app.ts';

interface Row {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  part?: string;
}

const rows: Row[] = [];
const BASE = {
  'rust/kernel/lib.rs': '//! The kernel crate.\npub mod clk;\n',
  'rust/kernel/clk.rs':
    '//! Clocks.\n\n/// A clock.\npub struct Clk(*mut bindings::clk);\n\nimpl Clk {\n    /// Enables it.\n    pub fn enable(&self) {\n        // SAFETY: the clock is valid.\n        unsafe { bindings::clk_enable(self.0) };\n    }\n}\n',
};

function say(words: string): void {
  process.stderr.write(`bench: ${words}\n`);
}

function newRepository(hub: FakeGitHub, name: string): FakeRepository {
  const repo = hub.repository(name);
  repo.commit({ files: BASE });
  return repo;
}

function driver(index: number, unsafe: boolean): string {
  const block = unsafe ? '    unsafe { *p }\n' : '    // SAFETY: `p` is valid for reads.\n    unsafe { *p }\n';
  return `//! Driver ${index}.\n\npub fn read_${index}(p: *const u8) -> u8 {\n${block}}\n`;
}

/** In bytes: the most that the server ever had (proc(5), VmHWM). */
function peakOf({ process: child }: WholeApp): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

function isDone(repo: FakeRepository, head: string): boolean {
  const runs = repo.runs(head);
  return runs.length > 0 && runs.every(({ status }) => status === 'completed');
}

async function answering(hub: FakeGitHub): Promise<void> {
  say('answering 200 deliveries a second for 20 s');
  const app = await startApp(hub, { env: { LOG_LEVEL: 'error' } });
  const repo = newRepository(hub, 'bench/answers');
  const deliveries = Array.from({ length: 100 }, (_, index) => {
    const head = repo.commit({ files: { 'drivers/a.rs': driver(index, true) }, parents: [repo.tip()] });
    const body = JSON.stringify(repo.openPullRequest({ head }).event.payload);
    return { body, signature: `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` };
  });
  const load = new Worker(new URL('load.js', import.meta.url), {
    workerData: { url: `${app.url}/api/github/webhooks`, deliveries, perSecond: 200, count: 4_000 },
  });
  const times = await new Promise<number[]>((resolve, reject) => {
    load.once('message', resolve).once('error', reject);
  });
  const row = (what: string, some: readonly number[]): void => {
    const sorted = [...some].sort((a, b) => a - b);
    const at = (share: number): string => `${(sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(1)} ms`;
    const measured = `${at(0.5)}, ${at(0.99)}, ${at(1)}`;
    rows.push({ what: `${what}: answer at the median, p99, longest`, measured, target: 'p99 at most 50 ms' });
  };
  row('4,000 deliveries, 200 a second', times);
  row('the first 200 of them, from a cold start', times.slice(0, 200));
  await app.stop();
}

async function storm(hub: FakeGitHub): Promise<void> {
  say('1,000 deliveries for 100 pull requests, doubled and out of order');
  const app = await startApp(hub, { env: { LOG_LEVEL: 'error', KRA_WRITE_PAUSE_MS: '20' } });
  const repo = newRepository(hub, 'bench/storm');
  const numbers: number[] = [];
  for (let index = 0; index < 100; index += 1) {
    const head = repo.commit({
      files: { [`drivers/d${index}.rs`]: driver(index, index % 2 === 0) },
      parents: [repo.tip()],
    });
    numbers.push(repo.openPullRequest({ head }).number);
  }
  for (let push = 0; push < 4; push += 1)
    for (const [index, number] of numbers.entries()) {
      const head = repo.commit({
        files: { [`drivers/d${index}.rs`]: driver(index + 1000 * push, (index + push) % 2 === 0) },
        parents: [repo.pull(number).head],
      });
      repo.push(number, head);
    }
  const begun = performance.now();
  const sent = await hub.deliverAll({ order: 'reversed', times: 2 });
  const heads = numbers.map((number) => repo.pull(number).head);
  await hub.until(() => heads.every((head) => isDone(repo, head)));
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const exact = heads.filter((head) => repo.runs(head).length === 1).length;
  const open = repo.runs().filter(({ status }) => status !== 'completed').length;
  rows.push({
    what: `${sent.length} deliveries for 100 pull requests, each twice and in reversed order`,
    measured: `${exact} heads with exactly one completed run, ${open} runs open, ${seconds} s`,
    target: '100 heads, none open',
  });
  await app.stop();
}

async function large(hub: FakeGitHub): Promise<void> {
  say('3,000 files, then 20 commits');
  const app = await startApp(hub, { env: { LOG_LEVEL: 'error', KRA_WRITE_PAUSE_MS: '20' } });
  const repo = newRepository(hub, 'bench/large');
  const files = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, index) =>
      index % 3 === 0
        ? [`drivers/l${index}.rs`, driver(index, index % 6 === 0)]
        : [`drivers/l${index}.c`, `int l${index};\n`],
    ),
  );
  const run = async (what: string, head: string): Promise<void> => {
    repo.openPullRequest({ head });
    const before = hub.requests.length;
    const begun = performance.now();
    await hub.deliverAll();
    await hub.until(() => isDone(repo, head));
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const done = repo.runs(head).at(-1);
    rows.push({
      what,
      measured: `${done?.conclusion}: ${done?.title}; ${seconds} s, ${hub.requests.length - before} calls`,
      target: 'completes',
    });
  };
  await run('3,000 files, 1,000 of them Rust', repo.commit({ files, parents: [repo.tip()] }));
  let head = repo.tip();
  for (let index = 0; index < 20; index += 1)
    head = repo.commit({ files: { [`drivers/s${index % 7}.rs`]: driver(index, index % 2 === 0) }, parents: [head] });
  await run('20 commits', head);
  rows.push({
    what: 'memory of the server at its peak, over both',
    measured: `${Math.round(peakOf(app) / 1024 / 1024)} MB`,
    target: 'at most 400 MB',
  });
  await app.stop();
}

/** Whether GitHub's own delivery of so many bytes is accepted, within the ten seconds that GitHub waits. */
async function isAccepted(url: string, bytes: number): Promise<boolean> {
  const body = JSON.stringify({ zen: 'x'.repeat(bytes) });
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'ping',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  };
  const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) }).catch(
    () => null,
  );
  return answer?.status === 202;
}

async function strangers(hub: FakeGitHub): Promise<void> {
  const seconds = 30;
  const megabyte = 1024 * 1024;
  const loads = [
    { count: 300, length: megabyte, sent: megabyte - 1 },
    { count: 150, length: 25 * megabyte, sent: 20 * megabyte },
    { count: 50, length: megabyte, sent: megabyte },
  ];
  for (const [addresses, where] of [
    [100, 'from 100 addresses'],
    [0, "from GitHub's own address, as behind a proxy that does not say it"],
  ] as const) {
    say(`500 strangers ${where} who send large bodies without a signature, for ${seconds} s`);
    const app = await startApp(hub, { env: { LOG_LEVEL: 'error' } });
    const url = `${app.url}/api/github/webhooks`;
    // a large one of GitHub's own before: that memory the App takes anyway
    await isAccepted(url, 10 * megabyte);
    const before = peakOf(app);
    const attack = new Worker(new URL('strangers.js', import.meta.url), {
      workerData: { port: Number(new URL(app.url).port), loads, addresses },
    });
    const small: Promise<boolean>[] = [];
    const big: Promise<boolean>[] = [];
    for (let tick = 0; tick < seconds * 10; tick += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      small.push(isAccepted(url, 30_000));
      if (tick % 30 === 0) big.push(isAccepted(url, 10 * megabyte));
    }
    const shareOf = async (sent: readonly Promise<boolean>[]): Promise<string> =>
      `${(await Promise.all(sent)).filter(Boolean).length} of ${sent.length}`;
    const shares = [await shareOf(small), await shareOf(big)];
    const connections = await new Promise((resolve) => {
      attack.once('message', resolve);
      attack.postMessage('stop');
    });
    const [least, most] = [before, peakOf(app)].map((bytes) => `${Math.round(bytes / megabyte)} MB`);
    rows.push(
      {
        what: `unsigned bodies up to 25 MB, 500 at a time, ${where}: peak of memory before and during it`,
        measured: `${least}, ${most}; ${connections} connections in ${seconds} s`,
        target: 'at most 400 MB',
      },
      {
        what: "GitHub's own deliveries that were accepted meanwhile, of 30 KB and of 10 MB",
        measured: `${shares[0]}, ${shares[1]}`,
        target: addresses > 0 ? 'all' : 'all of 30 KB',
      },
    );
    await app.stop();
  }
}

/** Calls are counts: they are the same on every machine. */
async function calls(hub: FakeGitHub): Promise<void> {
  say('one commit more on 320, then a push below 4,900 comments');
  const app = await startApp(hub, { env: { LOG_LEVEL: 'error', KRA_WRITE_PAUSE_MS: '20' } });
  const repo = newRepository(hub, 'bench/calls');
  const count = async (head: string): Promise<number> => {
    const before = hub.requests.length;
    await hub.deliverAll();
    await hub.until(() => isDone(repo, head));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    return hub.requests.slice(before).filter(({ route }) => !route.includes('access_tokens')).length;
  };
  const plain = (index: number): string => `//! Driver ${index}.\n\nfn d${index}() -> u32 {\n    ${index}\n}\n`;
  let head = repo.tip();
  for (let index = 0; index < 320; index += 1)
    head = repo.commit({ files: { [`drivers/d${index}.rs`]: plain(index) }, parents: [head] });
  const long = repo.openPullRequest({ head });
  const first = await count(head);
  head = repo.commit({ files: { 'drivers/d7.rs': driver(7, true) }, parents: [head] });
  repo.push(long.number, head);
  const more = await count(head);
  rows.push({
    what: 'calls for a pull request of 320 commits; for one commit more on it',
    measured: `${first}; ${more}`,
    target: 'one commit more: under 25',
  });
  head = repo.commit({ files: { 'drivers/c.rs': driver(1, true) }, parents: [repo.tip()] });
  const talked = repo.openPullRequest({ head });
  await count(head);
  for (let index = 0; index < 4_900; index += 1) repo.comment(talked.number, 'ada', `words ${index}`);
  await hub.deliverAll();
  head = repo.commit({ files: { 'drivers/c.rs': `${driver(1, true)}\n// more\n` }, parents: [head] });
  repo.push(talked.number, head);
  rows.push({
    what: 'calls for a push to a pull request with 4,900 comments',
    measured: String(await count(head)),
    target: 'under 25',
  });
  await app.stop();
}

const PARTS = { answering, storm, large, strangers, calls };
const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const hub = await startFakeGitHub({ limits: { primary: 1_000_000 } });
  const first = rows.length;
  await part(hub);
  for (const row of rows.slice(first)) row.part = name;
  for (const violation of hub.violations) say(`refused by the fake GitHub: ${violation.route}: ${violation.problem}`);
  await hub.close();
}
process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
