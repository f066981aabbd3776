/**
 * The versions of Node that the program is tried on, as `engines` in package.json has them: scripts/test-nodes.js and the benchmark
 * "versions of Node" run on the newest release of each.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** By major version: the first release that is supported. */
export const NODE_VERSIONS = Object.fromEntries(
  engines.node.split(' || ').map((range) => [/\d+/.exec(range)[0], range.replace('^', '')]),
);

/** For people, as the documents have it (a test holds it): `20 (from 20.19), 22 (from 22.12) or 24 (from 24.0)`. */
export const VERSIONS_IN_WORDS = Object.entries(NODE_VERSIONS)
  .map(([major, first]) => `${major} (from ${first.replace(/\.0$/, '')})`)
  .join(', ')
  .replace(/, ([^,]*)$/, ' or $1');

const OWN = process.versions.node.split('.')[0];
const FOLDER = fileURLToPath(new URL('../.nodes', import.meta.url));

/**
 * The program `node` of a major version: the one that runs this, or the newest of npm's packages of Node's binaries (those that the
 * package `node` installs), which is brought to .nodes/ once.
 *
 * @param {string} major one of NODE_VERSIONS
 * @returns {string} its path
 */
export function nodeOf(major) {
  if (major === OWN) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(FOLDER, major);
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync(
    'npm',
    ['install', '--silent', '--ignore-scripts', '--no-save', '--prefix', folder, `${name}@${major}`],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0 || !existsSync(node))
    throw new Error(`Node ${major} cannot be installed: npm has no ${name}@${major}`);
  return node;
}
