/** A copy of the checkout in a scratch folder: mutants are made there and nowhere else. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from './table.ts';

/** Not copied: made anew, linked, or none of the program's. */
const LEFT_OUT = ['.git', 'build', 'coverage', 'data', 'dist', 'kernel', 'node_modules'];

/** A folder for all copies, which goes with whatever the tests leave in it. */
export function makeScratch(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'kra-mutants-'));
  // a test's PostgreSQL runs as another user
  chmodSync(folder, 0o755);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Sources, tests and documents; packages are linked. It is not built yet. */
export function copyCheckout(checkout: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(checkout))
    if (!LEFT_OUT.includes(name)) cpSync(join(checkout, name), join(to, name), { recursive: true });
  symlinkSync(join(checkout, 'node_modules'), join(to, 'node_modules'));
  mkdirSync(join(to, 'tmp'), { mode: 0o755 });
}

/** Throws what the build said. */
export function build(copy: string): void {
  runScript(copy, 'scripts/build.js');
  // V8 takes the code that was kept for any source of the same length
  rmSync(join(copy, 'dist/main/program.js.code'), { force: true });
}

/** Makes the break, with the program built anew; gives what undoes it. */
export function apply({ file, from, to }: Mutant, copy: string): () => void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  runScript(copy, 'scripts/bundle.js');
  return () => writeFileSync(path, text);
}

function runScript(copy: string, script: string): void {
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd: copy, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
}

/**
 * Why mutants are no programs, by their index: a broken syntax or a name that is not there would turn any test red. All other types may
 * be wrong, since tests run without them.
 */
export function brokenPrograms(mutants: readonly Mutant[], copy: string): ReadonlyMap<number, string> {
  const paths = new Map<number, string>();
  for (const [index, { file, from, to }] of mutants.entries()) {
    if (!/^src\/.*\.ts$/.test(file)) continue;
    // beside the file itself, so that its imports lead where they did
    const path = join(copy, `${file.slice(0, -'.ts'.length)}.mutant-${index}.ts`);
    writeFileSync(
      path,
      readFileSync(join(copy, file), 'utf8').replace(from, () => to),
    );
    paths.set(index, path);
  }
  const broken = new Map<number, string>();
  // of names the compiler speaks only where there is no broken syntax
  for (const isMeant of [isOfSyntax, isOfNames]) {
    for (const { index, code, words } of errorsIn(copy))
      if (isMeant(code) && paths.has(index)) broken.set(index, `it is no program: ${words}`);
    for (const index of broken.keys()) rmSync(paths.get(index) as string, { force: true });
  }
  for (const path of paths.values()) rmSync(path, { force: true });
  return broken;
}

/** What the compiler says of the mutants in a copy. */
function errorsIn(copy: string) {
  const compiler = join(copy, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '--noEmit', '--pretty', 'false', '-p', 'tsconfig.json'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28 });
  const errors = stdout.matchAll(/\.mutant-(\d+)\.ts\S*: error TS(\d+): (.*)/g);
  return [...errors].map(([, index, code, words = '']) => ({ index: Number(index), code: Number(code), words }));
}

function isOfSyntax(code: number): boolean {
  return code >= 1000 && code < 2000;
}

/** Names, imports and members that are not there, or not yet. */
function isOfNames(code: number): boolean {
  return isOfSyntax(code) || [2304, 2305, 2307, 2339, 2448, 2551, 2552, 2588, 2724].includes(code);
}
