/** Files that were made to take long, of about half a megabyte each: what the command line takes for each kind. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROGRAM, run } from './measure.js';

const UNSAFE = 'unsafe { *p }';
const within = (code) => `fn f() { ${code} }\n`;
const nested = (opening, middle, closing, depth) => opening.repeat(depth) + middle + closing.repeat(depth);
const MACRO = 'macro_rules! m { ($($x:tt)*) => { unsafe { $($x)* } } }\n';

/** By name the text, `size` times half a megabyte. */
const KINDS = {
  'nested calls of unknown macros': (size) => within(nested('m!(', UNSAFE, ')', 125_000 * size)),
  'nested calls of a macro of the file': (size) => MACRO + within(nested('m!(', 'x', ')', 120_000 * size)),
  'nested attributes': (size) => `${nested('#[a(', 'x', ')]', 80_000 * size)}\n${within(UNSAFE)}`,
  'unclosed angles': (size) => within(`a${'<'.repeat(500_000 * size)} ${UNSAFE}`),
  references: (size) => within('&'.repeat(500_000 * size) + UNSAFE),
  'binary operators': (size) => within('a+'.repeat(250_000 * size) + UNSAFE),
  closures: (size) => within('|x| '.repeat(120_000 * size) + UNSAFE),
  braces: (size) => within(nested('{', UNSAFE, '}', 250_000 * size)),
};

/** Gives for each kind its name, and seconds and peak memory in MB at half a megabyte and at twice that. */
export async function hostileFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'kra-hostile-'));
  try {
    const found = [];
    for (const [kind, textOf] of Object.entries(KINDS)) {
      const figures = [];
      for (const size of [1, 2]) {
        writeFileSync(join(folder, 'a.rs'), textOf(size));
        const call = [PROGRAM, 'audit', folder, '--allow-incomplete', '--format', 'terse'];
        figures.push(await run(process.execPath, call, { memory: true }));
      }
      found.push({ kind, figures });
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
