/**
 * Keeps the code that V8 makes of the program, for the next start: that of what a review and an audit use.
 * `node scripts/code-cache.js [FOLDER]`: where the bundles are (default: dist/main).
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArguments } from '../dist/cli/arguments.js';

process.env.KRA_CACHE = 'off';
const require = createRequire(import.meta.url);
const { CODE, loadProgram } = require(resolve(process.argv[2] ?? 'dist/main', 'load.js'));

const { program, code } = loadProgram();
const tool = { name: 'build', version: '0' };
for (const call of [
  ['review', 'examples/ring-driver/series', '--tree', 'examples/ring-driver/tree', '--progress', 'never'],
  ['audit', 'examples/ring-driver/tree', '--progress', 'never'],
]) {
  // what the program is made of, as far as these calls use it: none of them asks for the server or a thread
  await program.run(parseArguments(call).call, tool, { manifest: () => '{}' });
}
writeFileSync(CODE, code());
