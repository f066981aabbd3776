/**
 * How long a pull request waits for its conclusion where each call of GitHub takes 50 ms, and how many calls follow one another
 * until then, which no speed of the App can save; with the App's own pace of writes, as JSON:
 *
 *   node --import ./bench/typescript.js bench/conclusion.ts [files] [commits] [rounds]
 */
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from '../test/support/fake-github/index.ts';
import { startApp } from '../test/support/whole-app.ts';

const LATENCY = 50;
const FILES = 5;
const COMMITS = 180;
/** So many files the commits change again and again: what they come to fits in one request. */
const DRIVERS = 20;
/** In ms: what the App writes after a conclusion keeps its pace, and is over by then, as where pull requests come now and then. */
const REST = 5_000;

const given = process.argv.slice(2);
const rounds = Number(given.find((word) => /^\d+$/.test(word)) ?? 5);
const isWanted = (part: string): boolean =>
  !given.some((word) => word in { files: 1, commits: 1 }) || given.includes(part);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function driver(index: number, isJustified: boolean): string {
  const comment = isJustified ? '    // SAFETY: `p` is valid for reads.\n' : '';
  return `//! Driver ${index}.\n\npub fn read_${index}(p: *const u8) -> u8 {\n${comment}    unsafe { *p }\n}\n`;
}

interface Measured {
  readonly ms: number;
  /** How many calls followed one another: each began when the one before had its answer. */
  readonly inRow: number;
  readonly calls: number;
}

/** The most calls of which each began after the one before it had ended. */
function longestRow(calls: readonly { readonly at: number }[]): number {
  let count = 0;
  let end = Number.NEGATIVE_INFINITY;
  // each takes as long as the others, so the one that begins first ends first
  for (const at of calls.map((call) => call.at).sort((a, b) => a - b)) {
    if (at < end) continue;
    count += 1;
    end = at + LATENCY;
  }
  return count;
}

async function measure(hub: FakeGitHub, repo: FakeRepository, head: string): Promise<Measured> {
  repo.openPullRequest({ head, author: 'ada' });
  const from = hub.requests.length;
  const begun = performance.now();
  await hub.deliverAll();
  await hub.until(() => repo.runs(head).some(({ status }) => status === 'completed'));
  const ms = performance.now() - begun;
  const calls = hub.requests.slice(from);
  if (process.env['KRA_BENCH_CALLS'] !== undefined)
    for (const { at, route } of calls) process.stderr.write(`${at - (calls[0]?.at ?? 0)} ${route}\n`);
  await sleep(REST);
  return { ms, inRow: longestRow(calls), calls: calls.length };
}

const middle = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

function rowOf(what: string, measured: readonly Measured[], target: string) {
  const times = measured.map(({ ms }) => ms);
  const [ms, inRow, calls] = [times, measured.map((each) => each.inRow), measured.map((each) => each.calls)].map(
    middle,
  );
  const [least, most] = [Math.min(...times), Math.max(...times)].map(Math.round);
  return {
    what: `${what}, ${LATENCY} ms a call: webhook to conclusion`,
    measured: `${Math.round(ms ?? 0)} ms (${least} to ${most}); ${calls} calls, of which ${inRow} follow one another: ${(inRow ?? 0) * LATENCY} ms`,
    target,
  };
}

const BINDING = `//! A driver.

pub fn on(c: *mut kernel::bindings::clk) {
    // SAFETY: \`c\` is valid.
    unsafe { kernel::bindings::clk_enable(c) };
}
`;

const hub = await startFakeGitHub({ limits: { primary: 1_000_000 } });
// one author's budget of calls is not what is measured here
const app = await startApp(hub, { env: { LOG_LEVEL: 'error', KRA_CALLS_PER_AUTHOR: '100000' } });
const repo = hub.repository('bench/conclusion');
repo.commit({
  files: {
    'rust/kernel/lib.rs': '//! The kernel crate.\npub mod clk;\n',
    'rust/kernel/clk.rs':
      '//! Clocks.\n\n/// A clock.\npub struct Clk(*mut bindings::clk);\n\nimpl Clk {\n    /// Enables it.\n    pub fn enable(&self) {\n        // SAFETY: the clock is valid.\n        unsafe { bindings::clk_enable(self.0) };\n    }\n}\n',
  },
});
let seed = 0;
const fiveFiles = (): Record<string, string> => {
  seed += FILES;
  return Object.fromEntries(
    Array.from({ length: FILES }, (_, index) => [`drivers/five/f${index}.rs`, driver(seed + index, index % 2 === 0)]),
  );
};
const oneCommit = (files: Readonly<Record<string, string>>): string => repo.commit({ files, parents: [repo.tip()] });
function manyCommits(): string {
  let head = repo.tip();
  for (let index = 0; index < COMMITS; index += 1) {
    seed += 1;
    const files = { [`drivers/many/d${index % DRIVERS}.rs`]: driver(seed, index % 2 === 0) };
    head = repo.commit({ files, parents: [head] });
  }
  return head;
}

async function row(what: string, target: string, times: number, head: () => string): Promise<void> {
  const measured: Measured[] = [];
  for (let round = 0; round < times; round += 1) measured.push(await measure(hub, repo, head()));
  rows.push(rowOf(what, measured, target));
}

const rows: object[] = [];
hub.latency = LATENCY;
await row('the first review after a start', '', 1, () => oneCommit({ ...fiveFiles(), 'drivers/five/use.rs': BINDING }));
if (isWanted('files')) {
  await row(`${FILES} Rust files in one commit`, 'at most 700 ms', rounds, () => oneCommit(fiveFiles()));
  const use = (): string => oneCommit({ ...fiveFiles(), 'drivers/five/f0.rs': `${BINDING}// ${seed}\n` });
  await row('the same with a new use of the bindings, index warm', 'at most 700 ms', rounds, use);
}
if (isWanted('commits'))
  await row(`${COMMITS} commits to ${DRIVERS} Rust files`, 'at most 4 s', Math.min(rounds, 3), manyCommits);
await app.kill();
await hub.close();
process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
