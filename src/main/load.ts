/**
 * Loads the bundled program with the code that V8 made of it at build time, which saves a short run a third of its time.
 * Code of another Node version is refused by V8, and the program is compiled as usual (Node.js, "vm.Script", cachedData): the first run on
 * that version keeps its code for the next ones.
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { cacheFolder } from '../cache/cache-folder.ts';
import { isPrivate, privateFolder, writeWhole } from '../disk/files.ts';
import { tuneEngine } from './engine.ts';

const PROGRAM = fileURLToPath(new URL('./program.js', import.meta.url));

/** The file with that code. */
export const CODE = `${PROGRAM}.code`;

export interface Loaded {
  readonly program: typeof import('./program.ts');
  /** The code of all functions that ran so far. */
  readonly code: () => Uint8Array;
  /** Whether V8 had to compile the program: the code was of another V8, or there was none. */
  readonly isCompiled: boolean;
}

/** Loads the bundle with the code that V8 compiled at build time, or in an earlier run, where it fits this V8. */
export function loadProgram(): Loaded {
  tuneEngine();
  const { exports, code, isCompiled } = runModule(
    readFileSync(PROGRAM, 'utf8'),
    PROGRAM,
    createRequire(PROGRAM),
    keptCode(),
  );
  return { program: exports as Loaded['program'], code, isCompiled };
}

/** Keeps the code for later runs on this Node, in the user's folder for caches. Whatever goes wrong with it costs time alone. */
export function keepCode({ code }: Loaded): void {
  const folder = cacheFolder(process.env);
  if (folder === undefined) return;
  try {
    const own = privateFolder(folder, 'code');
    for (const name of readdirSync(own)) if (name.endsWith(KEPT_FOR)) rmSync(join(own, name));
    writeWhole(join(own, keptName()), code(), 0o600);
  } catch {
    // the next run compiles again
  }
}

/** That of an earlier run, or that of the build. */
function keptCode(): Buffer | undefined {
  const folder = cacheFolder(process.env);
  const own = folder === undefined ? undefined : join(folder, 'code');
  try {
    // V8 runs what is in it
    if (own !== undefined && isPrivate(own)) return readFileSync(join(own, keptName()));
  } catch {
    // there is none
  }
  try {
    return readFileSync(CODE);
  } catch {
    return undefined;
  }
}

/** The V8 that a kept file is for: one file each, since code of an older build is of no use. */
const KEPT_FOR = `-${process.versions.v8}-${process.arch}.code`;

function keptName(): string {
  const { size, mtimeMs } = statSync(PROGRAM);
  return `${size}-${mtimeMs}${KEPT_FOR}`;
}

/**
 * Runs the text of a CommonJS module.
 * @param path what it takes for its own file
 * @param cachedData the code that V8 made of this text earlier
 */
export function runModule(
  text: string,
  path: string,
  require: (id: string) => unknown,
  cachedData: Buffer | undefined,
): { readonly exports: unknown; readonly code: () => Uint8Array; readonly isCompiled: boolean } {
  const script = new Script(Module.wrap(text), { filename: path, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, path, dirname(path));
  const isCompiled = script.cachedDataRejected !== false;
  return { exports: module.exports, code: () => script.createCachedData(), isCompiled };
}
