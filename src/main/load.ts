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

export function loadProgram(): Loaded {
  tuneEngine();
  const cachedData = codeAtHand();
  const source = Module.wrap(readFileSync(PROGRAM, 'utf8'));
  const script = new Script(source, { filename: PROGRAM, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(PROGRAM), module, PROGRAM, dirname(PROGRAM));
  return { program: module.exports as Loaded['program'], code: () => script.createCachedData() };
}

function codeAtHand(): Buffer | undefined {
  try {
    return readFileSync(CODE);
  } catch {
    return undefined;
  }
}
