/**
 * Writes the tables of docs/census.md: the article's figures beside those of kernel trees, as the program counts them.
 * Needs a built dist/ and the trees of `npm run kernel:fetch` ($KRA_KERNEL, else ./kernel); `--check` only compares.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { censusTables } from './census-tables.js';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const KERNEL = resolve(process.env.KRA_KERNEL ?? at('kernel'));
const TREES = ['6.12.107', '7.2.13', '7.3.4'];
const PROGRAM = join(process.env.KRA_DIST ?? at('dist'), 'main/cli.js');
const DOCUMENT = at('docs/census.md');
const [BEGIN, END] = ['<!-- begin: node scripts/write-census.js -->\n', '<!-- end -->'];

const audits = TREES.map((version) => {
  const call = [PROGRAM, 'audit', join(KERNEL, `v${version}`), '--quiet', '--format', 'json'];
  const { status, stdout } = spawnSync(process.execPath, call, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`the audit of ${version} ended with ${status}`);
  return { version, audit: JSON.parse(stdout) };
});
const document = readFileSync(DOCUMENT, 'utf8');
const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
if (from === -1 || to < from) throw new Error('docs/census.md has lost its marks');
const written = `${document.slice(0, from + BEGIN.length)}\n${censusTables(audits)}\n${document.slice(to)}`;
if (!process.argv.includes('--check')) writeFileSync(DOCUMENT, written);
else if (written !== document) {
  process.stderr.write('docs/census.md is stale: run node scripts/write-census.js\n');
  process.exitCode = 1;
}
