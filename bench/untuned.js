/** The built program with V8 as Node sets it, to measure what src/main/engine.ts saves. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './measure.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CALL = /\(0,\s*\w+\.setFlagsFromString\)\(flag\)/;

/**
 * A copy of the build whose calls that set flags are taken out, with code of V8's that was kept for it.
 *
 * @param {string} node the program that made the build
 * @returns {Promise<string>} the path of its cli.js
 */
export async function untuned(node) {
  const folder = mkdtempSync(join(tmpdir(), 'kra-untuned-'));
  for (const part of ['dist', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const main = join(folder, 'dist/main');
  let count = 0;
  for (const name of readdirSync(main).filter((each) => each.endsWith('.js'))) {
    const text = readFileSync(join(main, name), 'utf8');
    if (!CALL.test(text)) continue;
    writeFileSync(join(main, name), text.replace(CALL, 'flag'));
    count += 1;
  }
  if (count === 0) throw new Error('no file of the build sets flags of V8');
  await run(node, ['scripts/code-cache.js', main], { cwd: ROOT });
  return join(main, 'cli.js');
}
