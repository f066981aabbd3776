/** Bundles the program's entries into dist/main: loading a hundred small modules takes longer than reviewing a patch. */
import { chmodSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { BESIDE, bundle, FORMATS_BY_NAME } from './bundle-options.js';
import { licensesOf } from './licenses.js';

const files = { ...bundle, external: [...bundle.external, ...BESIDE], outdir: 'dist/main', metafile: true };
// The program is in two files: `--version` needs only the small one.
const { metafile: small } = await build({ ...files, entryPoints: ['src/main/cli.ts'], plugins: [FORMATS_BY_NAME] });
const { metafile: large } = await build({
  ...files,
  entryPoints: ['program', 'server', 'load', 'worker', 'analyst'].map((name) => `src/main/${name}.ts`),
  supported: { 'dynamic-import': false },
});
writeFileSync('dist/main/LICENSES.txt', licensesOf([small, large].flatMap(({ inputs }) => Object.keys(inputs))));
writeFileSync('dist/main/package.json', '{ "type": "commonjs" }\n');
chmodSync('dist/main/cli.js', 0o755);
