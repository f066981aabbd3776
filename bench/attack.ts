/**
 * How long one author's review of five files takes while 20 hostile pull requests of another author wait, against the same on an
 * idle App, as JSON:
 *
 *   node --import ./bench/typescript.js bench/attack.ts
 */
import { startFakeGitHub } from '../test/support/fake-github/index.ts';
import { startApp } from '../test/support/whole-app.ts';

const HOSTILE = 20;
const DEPTH = 80_000;

/** Files of half a megabyte of calls in calls, as an attacker sends them: each keeps the parser busy for as long as it may. */
function hostileFiles(seed: number): Record<string, string> {
  const text = `pub fn f${seed}(p: *const u8) {\n    ${'m!('.repeat(DEPTH)}unsafe { *p }${')'.repeat(DEPTH)};\n}\n`;
  return Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`drivers/h${index}.rs`, text]));
}

function fiveFiles(seed: number): Record<string, string> {
  const text = (index: number): string =>
    `//! Driver.\n\npub fn read_${index}(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n`;
  return Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`drivers/f${index}.rs`, text(seed + index)]));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const hub = await startFakeGitHub({ limits: { primary: 1_000_000 } });
const app = await startApp(hub, { env: { LOG_LEVEL: 'error' } });
const repo = hub.repository('bench/attack');
repo.commit({ files: { 'rust/kernel/lib.rs': '//! The kernel crate.\n' } });
const isDone = (head: string): boolean => repo.runs(head).some(({ status }) => status === 'completed');

async function review(seed: number): Promise<number> {
  const head = repo.commit({ files: fiveFiles(seed), parents: [repo.tip()] });
  repo.openPullRequest({ head, author: 'ada' });
  const begun = performance.now();
  await hub.deliverAll();
  await hub.until(() => isDone(head));
  return performance.now() - begun;
}

await review(0);
const idle: number[] = [];
for (const seed of [10, 20, 30]) {
  await pause(4_000);
  idle.push(await review(seed));
}
const heads = Array.from({ length: HOSTILE }, (_, seed) => {
  const head = repo.commit({ files: hostileFiles(seed), parents: [repo.tip()] });
  repo.openPullRequest({ head, author: 'mallory' });
  return head;
});
await hub.deliverAll();
await pause(5_000);
const attacked: number[] = [];
const left: number[] = [];
for (const seed of [40, 50, 60]) {
  left.push(heads.filter((head) => !isDone(head)).length);
  attacked.push(await review(seed));
  await pause(4_000);
}
await app.kill();
await hub.close();

const middle = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[1] ?? 0;
const seconds = (times: readonly number[]): string => `${times.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s`;
const rows = [
  {
    what: `five Rust files while ${left.join(', ')} hostile pull requests of another author wait or run: webhook to conclusion`,
    measured: `${seconds(attacked)}; alone ${seconds(idle)}; ratio of the medians ${(middle(attacked) / middle(idle)).toFixed(2)}, least against least ${(Math.min(...attacked) / Math.min(...idle)).toFixed(2)}`,
    target: 'at most 3 times as long',
  },
];
process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
