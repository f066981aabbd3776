/** Bundles the program's entries into dist/main: loading a hundred small modules takes longer than reviewing a patch. */
import { chmodSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

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
