/**
 * Loads the bundled program with the code that V8 made of it at build time, which saves a short run a third of its time.
 * Code of another Node version is refused by V8, and the program is compiled as usual (Node.js, "vm.Script", cachedData).
 */
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { tuneEngine } from './engine.ts';

const PROGRAM = fileURLToPath(new URL('./program.js', import.meta.url));

/** The file with that code. */
export const CODE = `${PROGRAM}.code`;

export interface Loaded {
  readonly program: typeof import('./program.ts');
  /** The code of all functions that ran so far. */
  readonly code: () => Uint8Array;
}

/** Loads the bundle with the code that V8 compiled at build time, where it fits this V8. */
export function loadProgram(): Loaded {
  tuneEngine();
  const { exports, code } = runModule(readFileSync(PROGRAM, 'utf8'), PROGRAM, createRequire(PROGRAM), codeAtHand());
  return { program: exports as Loaded['program'], code };
}

function codeAtHand(): Buffer | undefined {
  try {
    return readFileSync(CODE);
  } catch {
    return undefined;
  }
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
): { readonly exports: unknown; readonly code: () => Uint8Array } {
  const script = new Script(Module.wrap(text), { filename: path, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, path, dirname(path));
  return { exports: module.exports, code: () => script.createCachedData() };
}
