/** Bundles the program's entries into dist/main: loading a hundred small modules takes longer than reviewing a patch. */
import { chmodSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { commonJs, shared } from './bundle-options.js';

// The program is in two files: `--version` needs only the small one.
await build({ ...commonJs, outdir: 'dist/main', entryPoints: ['src/main/cli.ts'] });
await build({
  ...commonJs,
  outdir: 'dist/main',
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
