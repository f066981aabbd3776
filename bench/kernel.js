/** The kernel trees and changes that figures are measured on (`npm run kernel:fetch`). */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const KERNEL = resolve(process.env.KRA_KERNEL ?? 'kernel');
export const [BEFORE, AFTER] = ['v7.2.13', 'v7.3.4'].map((name) => join(KERNEL, name));
const HISTORY = join(KERNEL, 'history');
const missing = [BEFORE, AFTER, HISTORY].filter((folder) => !existsSync(folder));
if (missing.length > 0) {
  process.stderr.write(`bench: there is no ${missing.join(', ')}: run \`npm run kernel:fetch\`, or set KRA_KERNEL\n`);
  process.exit(1);
}

const scratch = mkdtempSync(join(tmpdir(), 'kra-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** The Rust files of a tree: path and text. */
export function rustFiles(tree) {
  const paths = readdirSync(tree, { recursive: true }).filter((path) => path.endsWith('.rs'));
  return paths.sort().map((path) => ({ path, text: readFileSync(join(tree, path), 'utf8') }));
}

/** A copy of the tree, and what changes ten of its files, spread evenly over it, once more: a comment at their end. */
export function growingTree(tree) {
  const folder = join(scratch, 'growing');
  cpSync(tree, folder, { recursive: true, verbatimSymlinks: true });
  const files = rustFiles(folder);
  const ten = files.filter((_, index) => index % Math.ceil(files.length / 10) === 0);
  return {
    folder,
    cache: join(scratch, 'cache'),
    grow: () => {
      for (const { path } of ten) appendFileSync(join(folder, path), '// One more line.\n');
    },
  };
}

/** All that 7.3.4 changed in Rust files, as a patch on 7.2.13. */
export function wholePatch() {
  return written('whole.patch', diff('*.rs'));
}

/** An ordinary patch: the first five files of drivers/ and rust/kernel/ that 7.3.4 modified. */
export function fiveFilePatch() {
  const folders = ['drivers/*.rs', 'rust/kernel/*.rs'];
  const modified = git('diff', '--diff-filter=M', '--name-only', 'v7.2.13', 'v7.3.4', '--', ...folders)
    .trim()
    .split('\n');
  const picked = [...modified.slice(0, 3), ...modified.filter((path) => path.startsWith('rust/')).slice(0, 2)];
  return written('five.patch', diff(...picked));
}

function diff(...paths) {
  return git('diff', '-M', 'v7.2.13', 'v7.3.4', '--', ...paths);
}

function git(...args) {
  return execFileSync('git', ['-C', HISTORY, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
}

function written(name, text) {
  const path = join(scratch, name);
  writeFileSync(path, text);
  const files = text.match(/^diff --git /gm)?.length ?? 0;
  return { path, text, files, lines: text.split('\n').length - 1 };
}
