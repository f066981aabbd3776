/**
 * Builds dist/ from src/: a clean folder, the TypeScript compiler, the man page, bundles of the program's entries, and the code
 * that V8 makes of them. Quiet unless something is wrong.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// An install without development dependencies (the container's last step) keeps the dist/ it came with.
const require = createRequire(import.meta.url);
let compiler;
try {
  compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
} catch {
  process.exit(existsSync('dist/main/cli.js') ? 0 : 1);
}
rmSync('dist', { recursive: true, force: true });
for (const step of [
  [compiler, '-p', 'tsconfig.build.json'],
  ['scripts/write-man.js'],
  ['scripts/bundle.js'],
  ['scripts/code-cache.js'],
]) {
  const { status } = spawnSync(process.execPath, step, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
