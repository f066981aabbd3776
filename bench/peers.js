/**
 * The program beside others on the same work, in turn: processor time (user and system, of the process and its threads and children) and wall clock.
 * Each ratio stands beside its peer. ast-grep is not installed with this checkout: `npm install --no-save --ignore-scripts @ast-grep/cli`
 * brings it to node_modules; without it its rows are missing.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE_VERSIONS, nodeOf } from '../scripts/node-versions.js';
import { AFTER, BEFORE, fiveFilePatch, repositories, smallPatch, wholePatch } from './kernel.js';
import { median, PROGRAM, run } from './measure.js';

const HERE = (name) => fileURLToPath(new URL(name, import.meta.url));
const TERSE = ['--quiet', '--format', 'terse'];

/** @returns rows: what, the figure, the target, the command */
export async function peers(rounds = 7) {
  const rows = [];
  const { small, series, fourTimes } = repositories();
  const [five, tiny, whole] = [fiveFilePatch(), smallPatch(small), wholePatch()];
  const checkpatch = (patch) => ['perl', 'scripts/checkpatch.pl', '-q', '--terse', '--no-tree', patch.path];
  for (const major of Object.keys(NODE_VERSIONS)) {
    const node = nodeOf(major);
    // V8 keeps compiled code for its own version alone
    await run(node, ['scripts/build.js']);
    const ours = (...args) => [node, PROGRAM, ...args];
    const audit = ours('audit', AFTER, ...TERSE);
    const calls = {
      parse: { command: [node, HERE('bare-parse.js'), AFTER] },
      ...(AST_GREP && { astGrep: { command: [AST_GREP, 'run', '-p', 'unsafe { $$$ }', '-l', 'rust', AFTER] } }),
      cold: { command: audit },
      warm: { command: audit, isWarm: true },
      compare: { command: ours('audit', AFTER, '--compare', BEFORE, ...TERSE) },
      checkpatchFive: { command: checkpatch(five) },
      five: { command: ours('review', five.path, '--tree', BEFORE, '--format', 'terse') },
      checkpatchTiny: { command: checkpatch(tiny) },
      tiny: { command: ours('review', tiny.path, '--repo', small, '--format', 'terse') },
      checkpatchWhole: { command: checkpatch(whole) },
      whole: { command: ours('review', 'base..main', '--repo', small, '--format', 'terse') },
      series: { command: ours('review', 'base..main', '--repo', series, '--format', 'terse') },
      fourTimes: { command: ours('review', 'base..main', '--repo', fourTimes, '--format', 'terse') },
    };
    const times = await timesOf(calls, rounds);
    const row = (what, one, other, by, target) => {
      if (times[other] === undefined) return;
      const [own, peer] = [one, other].map((name) => median(times[name].map((each) => each[by])));
      const kind = by === 'cpu' ? 'processor time' : 'wall clock';
      const figure = `${(own / peer).toFixed(2)} (${own.toFixed(0)} ms, ${peer.toFixed(0)} ms)`;
      rows.push([`Node ${major}: ${what}, ${kind}`, figure, target, '`npm run bench -- peers`']);
    };
    row('cold audit of 7.3.4 over parsing its files with node-tree-sitter', 'cold', 'parse', 'cpu', 'at most 1.3');
    row('cold audit of 7.3.4 over ast-grep with one pattern', 'cold', 'astGrep', 'wall', 'at most 2.0');
    row('warm audit of 7.3.4 over ast-grep with one pattern', 'warm', 'astGrep', 'wall', 'at most 0.4');
    row('audit with --compare over one audit', 'compare', 'cold', 'cpu', 'at most 1.4');
    row(`review of ${five.files} files with --tree over checkpatch`, 'five', 'checkpatchFive', 'cpu', 'at most 1.2');
    row('review of 1 file in a repository of 92,000 over checkpatch', 'tiny', 'checkpatchTiny', 'cpu', 'at most 1.3');
    row('review of 7.2.13 to 7.3.4 in a repository over checkpatch', 'whole', 'checkpatchWhole', 'wall', 'at most 0.9');
    row('review of 1,064 commits that go back and forth over 266 of them', 'fourTimes', 'series', 'cpu', 'at most 4.2');
  }
  await run(process.execPath, ['scripts/build.js']);
  return rows;
}

const AST_GREP = astGrep();

function astGrep() {
  const folder = 'node_modules/@ast-grep';
  const own = existsSync(folder)
    ? readdirSync(folder).find((name) => name.startsWith(`cli-${process.platform}`))
    : undefined;
  return own === undefined ? undefined : join(folder, own, 'ast-grep');
}

/** By name: of each round but the first, milliseconds of processor time and of wall clock. */
async function timesOf(calls, rounds) {
  const times = Object.fromEntries(Object.keys(calls).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, { command, isWarm = false }] of Object.entries(calls)) {
      const time = await timeOf(command, isWarm);
      if (round > 0) times[name].push(time);
    }
  }
  return times;
}

/** The shell's own `time` knows what a process and all that it waited for took. */
function timeOf(command, isWarm) {
  const cache = isWarm ? join(repositories().folder, 'cache') : 'off';
  return new Promise((resolve, reject) => {
    const env = { ...process.env, KRA_CACHE: cache, TIMEFORMAT: '%R %U %S' };
    // `time` writes to the shell's standard error; the command's own goes nowhere
    const child = spawn('bash', ['-c', 'time "$@" >/dev/null 2>/dev/null', 'bash', ...command], {
      env,
      cwd: command[0] === 'perl' ? AFTER : undefined,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (part) => {
      said += part;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      const [wall, user, system] = said
        .trim()
        .split(' ')
        .map((seconds) => 1000 * Number(seconds));
      if (status === null || status > 1 || Number.isNaN(system)) reject(new Error(`${command.join(' ')}: ${said}`));
      else resolve({ wall, cpu: user + system });
    });
  });
}
