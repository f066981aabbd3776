/**
 * Builds dist/ from src/: a clean folder, the TypeScript compiler, and in place of the program's two entries bundles, since
 * loading a hundred small modules takes longer than reviewing a patch. Quiet unless something is wrong.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
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
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const { build } = await import('esbuild');
await build({
  entryPoints: ['src/main/cli.ts', 'src/pool/worker.ts'],
  outbase: 'src',
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  allowOverwrite: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
chmodSync('dist/main/cli.js', 0o755);
