/** Two installations of one App: what hostile text of one does to the process that reads it reaches nothing of the other one's. */
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from '../support/fake-github/index.ts';
import { startApp, type WholeApp } from '../support/whole-app.ts';
import { concludedIn, QUICK } from './support.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Stands in a file of a pull request: whoever reads it is taken over. */
const HOSTILE = 'takes over whoever reads it';
/** What one that was taken over does: it spoils all that it gives to the cache, the abstraction index at the least. */
const TAKEN_OVER = `
let isTakenOver = false;
const { emit, send } = process;
process.emit = function (name, ...given) {
  if (name === 'message') isTakenOver ||= require('node:v8').serialize(given[0]).includes(${JSON.stringify(HOSTILE)});
  return emit.call(this, name, ...given);
};
process.send = function (message, ...rest) {
  const isPut = isTakenOver && message.kind === 'ask' && message.question.port === 'put';
  return send.call(this, isPut ? { ...message, question: { ...message.question, value: { symbols: {} } } } : message, ...rest);
};
`;

const BASE = {
  'rust/kernel/lib.rs': '//! The kernel crate.\npub mod clk;\n',
  'rust/kernel/clk.rs':
    '//! Clocks.\n\n/// A clock.\npub struct Clk(*mut bindings::clk);\n\nimpl Clk {\n    /// Enables it.\n    pub fn enable(&self) {\n        // SAFETY: the clock is valid.\n        unsafe { bindings::clk_enable(self.0) };\n    }\n}\n',
};
const BYPASS =
  'use kernel::bindings;\n\nfn go(clk: *mut bindings::clk) {\n    // SAFETY: the clock is valid.\n    unsafe { bindings::clk_enable(clk) };\n}\n';
/** Only the index knows it. */
const WRAPPED = '`bindings::clk_enable` bypasses `kernel::clk::Clk`';

let folder: string;
let hub: FakeGitHub;
let app: WholeApp;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kra-installations-'));
  // the process that reads hostile text may have a user of its own
  chmodSync(folder, 0o755);
  for (const part of ['dist', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const analyst = join(folder, 'dist/main/analyst.js');
  writeFileSync(analyst, TAKEN_OVER + readFileSync(analyst, 'utf8'));
  hub = await startFakeGitHub();
  hub.installationOf('mallory', 4243);
  app = await startApp(hub, { env: QUICK, program: join(folder, 'dist/main/cli.js') });
});

afterAll(async () => {
  expect(await app.stop()).toBe(0);
  expect(hub.violations).toEqual([]);
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Of the App: the processes that read hostile text. */
function readers(): readonly number[] {
  const parentOf = (pid: string): string | undefined => {
    try {
      return /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    } catch {
      return undefined;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === String(app.process.pid))
    .map(Number)
    .sort((a, b) => a - b);
}

/** What is said of a pull request with this file. */
async function reviewOf(repo: FakeRepository, text: string): Promise<string> {
  const head = repo.commit({ files: { 'drivers/a.rs': text }, parents: [repo.tip()] });
  repo.openPullRequest({ head, author: 'ada' });
  await hub.deliverAll();
  const run = await concludedIn(hub, repo, head);
  return (run?.annotations ?? []).map(({ message }) => message).join('\n');
}

test('the cache that one installation spoils is its own, and each has a process of its own', async () => {
  const [hostile, honest] = [hub.repository('mallory/kernel'), hub.repository('linux/kernel')];
  for (const repo of [hostile, honest]) repo.commit({ files: BASE });
  await reviewOf(hostile, `// ${HOSTILE}\n${BYPASS}`);
  const first = readers();
  expect(first).toHaveLength(1);
  // it works, where it may: the next review there misses what the index would have told
  expect(await reviewOf(hostile, BYPASS)).not.toContain(WRAPPED);
  expect(readers()).toEqual(first);
  expect(await reviewOf(honest, BYPASS)).toContain(WRAPPED);
  const both = readers();
  expect(both).toHaveLength(2);
  expect(both).toContain(first[0]);
  await reviewOf(hostile, `${BYPASS}// again\n`);
  expect(readers()).toEqual(both);
});
