/** Measuring: repeated calls of programs, medians, spreads. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const REPORTER = fileURLToPath(new URL('./report-memory.js', import.meta.url));

/** The folder of the built program: `npm run build` makes it; $KRA_DIST names another one. */
export const DIST = new URL(`${process.env.KRA_DIST ?? 'dist'}/`, new URL('../', import.meta.url));
export const PROGRAM = fileURLToPath(new URL('main/cli.js', DIST));

/** Runs a program to its end: wall-clock milliseconds, its output, and, of Node programs, the largest resident set in MB. */
export function run(command, args, { cwd, memory = false, cache = 'off' } = {}) {
  return new Promise((resolve, reject) => {
    const begin = process.hrtime.bigint();
    const all = memory ? ['--import', REPORTER, ...args] : args;
    const child = spawn(command, all, {
      cwd,
      env: { ...process.env, KRA_CACHE: cache },
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    const texts = [child.stdout, child.stdio[3]].map((stream) => {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      return () => Buffer.concat(chunks).toString();
    });
    child.on('error', reject);
    child.on('close', (status) => {
      const ms = Number(process.hrtime.bigint() - begin) / 1e6;
      if (status === null || status > 1) reject(new Error(`${command} ${args.join(' ')} ended with ${status}`));
      else resolve({ ms, output: texts[0](), peakMb: memory ? Number(texts[1]()) / 1024 : undefined });
    });
  });
}

/** Runs things in turn, `rounds` times each after one round that does not count; gives the milliseconds of each. */
export async function inTurn(rounds, ...things) {
  const times = things.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, thing] of things.entries()) {
      const { ms } = await thing();
      if (round > 0) times[index].push(ms);
    }
  }
  return times;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `112 (98 to 140)`: the median and the extremes. */
export function spread(values, unit = '', digits = 0) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)}${unit} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
