/**
 * Builds dist/ from src/: a clean folder, the TypeScript compiler, and in place of the program's two entries bundles, since
 * loading a hundred small modules takes longer than reviewing a patch. Quiet unless something is wrong.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
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
const shared = {
  bundle: true,
  allowOverwrite: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  minifyWhitespace: true,
  logLevel: 'warning',
};
// The program as CommonJS, since Node loads that faster, in two files: `--version` needs only the small one.
const commonJs = {
  ...shared,
  outdir: 'dist/main',
  format: 'cjs',
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
};
await build({ ...commonJs, entryPoints: ['src/main/cli.ts'] });
await build({
  ...commonJs,
  entryPoints: ['program', 'load', 'worker', 'analyst'].map((name) => `src/main/${name}.ts`),
  supported: { 'dynamic-import': false },
});
// What speaks to GitHub stands on packages that are ES modules only.
await build({
  ...shared,
  entryPoints: { server: 'src/main/server.ts' },
  outdir: 'dist/main',
  outExtension: { '.js': '.mjs' },
  format: 'esm',
});
writeFileSync('dist/main/package.json', '{ "type": "commonjs" }\n');
chmodSync('dist/main/cli.js', 0o755);
const { status: made } = spawnSync(process.execPath, ['scripts/code-cache.js'], { stdio: 'inherit' });
process.exit(made ?? 1);
