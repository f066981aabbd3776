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

/** A patch of one file: what the last commit of a repository did. */
export function smallPatch(repository) {
  return written('small.patch', execFileSync('git', ['-C', repository, 'show', 'one'], { encoding: 'utf8' }));
}

/** So many files of other languages does a whole kernel have. */
const OTHER_FILES = 92_000;
const COMMITS = 266;

let made;

/**
 * Repositories that are made of the trees, each with the tags `base` and the branch `main`.
 * `small`: 92,000 files; from base to main one commit with all that 7.3.4 changed, and `one` with one file of it.
 * `series` and `fourTimes`: 266 and 1,064 commits; each brings one file to 7.3.4, and when all are there, back again, and so on.
 */
export function repositories() {
  made ??= {
    folder: scratch,
    small: repository('small', (changes) => [changes], OTHER_FILES),
    series: repository('series', (changes, backwards) => turns(changes, backwards, COMMITS)),
    fourTimes: repository('four-times', (changes, backwards) => turns(changes, backwards, 4 * COMMITS)),
  };
  return made;
}

function turns(changes, backwards, count) {
  return Array.from({ length: count }, (_, index) => {
    const isBack = Math.floor(index / changes.length) % 2 === 1;
    return [(isBack ? backwards : changes)[index % changes.length]];
  });
}

/** @param commitsOf gives the changes of each commit, of pairs of a path and a text, or undefined for a file that goes */
function repository(name, commitsOf, others = 0) {
  const folder = join(scratch, name);
  execFileSync('git', ['init', '--quiet', '--initial-branch=main', folder]);
  const [before, after] = [BEFORE, AFTER].map(
    (tree) =>
      new Map(
        readdirSync(tree, { recursive: true })
          .filter(isReviewed)
          .map((path) => [path, readFileSync(join(tree, path))]),
      ),
  );
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = paths.filter(
    (path) => path.endsWith('.rs') && !(before.get(path)?.equals(after.get(path) ?? Buffer.of()) ?? false),
  );
  const changes = changed.map((path) => [path, after.get(path)]);
  const backwards = changed.map((path) => [path, before.get(path)]);
  const filler = Array.from({ length: others }, (_, index) => [
    `arch/m${index % 40}/d${index % 997}/f${index}.c`,
    Buffer.from(`int f${index};\n`),
  ]);
  const parts = [];
  const data = (bytes) => parts.push(`data ${bytes.length}\n`, bytes, '\n');
  const commit = (files, tag) => {
    parts.push('commit refs/heads/main\ncommitter Bench <bench@example.org> 1700000000 +0000\n');
    data(Buffer.from(`${tag}\n`));
    for (const [path, text] of files) {
      if (text === undefined) parts.push(`D ${path}\n`);
      else {
        parts.push(`M 100644 inline ${path}\n`);
        data(text);
      }
    }
    parts.push(`\nreset refs/tags/${tag}\nfrom refs/heads/main\n\n`);
  };
  commit([...before, ...filler], 'base');
  for (const [index, files] of commitsOf(changes, backwards).entries()) commit(files, `commit-${index}`);
  // beside the branch, on the base
  const first = changes.find(([path, text]) => before.has(path) && text !== undefined);
  parts.push('commit refs/tags/one\ncommitter Bench <bench@example.org> 1700000000 +0000\n');
  data(Buffer.from('one\n'));
  parts.push('from refs/tags/base\n', `M 100644 inline ${first[0]}\n`);
  data(first[1]);
  const input = Buffer.concat(parts.map((part) => Buffer.from(part)));
  execFileSync('git', ['-C', folder, 'fast-import', '--quiet'], { input, maxBuffer: 2 ** 28 });
  return folder;
}

function isReviewed(path) {
  return /\.(?:rs|c|h)$|(?:^|\/)(?:Makefile|MAINTAINERS)$/.test(path);
}
