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
  if (existsSync('dist/main/cli.js')) process.exit(0);
  // npm/cli#8440: in a global install from git, npm puts the packages that build the program somewhere else
  console.error(
    process.env.npm_config_global === 'true'
      ? 'kernel-rust-audit: npm cannot build a package from git during a global install; let it build the package first: npm install -g --ignore-scripts "$(npm pack --silent git+ADDRESS)"'
      : 'kernel-rust-audit: the packages that build it are missing; run `npm ci` first',
  );
  process.exit(1);
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
