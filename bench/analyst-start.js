/**
 * From the start of the process that reads hostile text to its first word, without shields and behind all that this machine has, in turn:
 * `node bench/analyst-start.js`. Prints the shields and the milliseconds of each.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DIST, inTurn } from './measure.js';

const { startProgram, strongestStart, UNSHIELDED } = await import(new URL('pool/start.js', DIST));
const folder = fileURLToPath(new URL('main/', DIST));
const program = {
  script: `${folder}analyst.js`,
  reads: [folder, fileURLToPath(new URL('../node_modules/', import.meta.url)), '/etc/alpine-release'],
};
const isRoot = process.getuid?.() === 0;
const { start, missing } = await strongestStart(program, isRoot, 65_534);

const timed = (how) => async () => {
  const begin = performance.now();
  const child = startProgram(program, how);
  await once(child, 'message');
  const ms = performance.now() - begin;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { ms };
};
const [bare, shielded] = await inTurn(10, timed({ ...UNSHIELDED, isRoot }), timed(start));
const result = { shields: start.shields, missing: missing.map(({ shield }) => shield), bare, shielded };
process.stdout.write(`${JSON.stringify(result)}\n`);
