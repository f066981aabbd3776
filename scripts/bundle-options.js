/** How esbuild makes the bundles of the program, for both of its forms. Packages are in them: who installs the program gets what was tried. */
import { readFileSync } from 'node:fs';

/** What npm installs beside the program: packages with native code, and what scripts/register-app.js needs. */
export const BESIDE = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies);

/** The small file of the program knows the formats by name; what renders them is in the large one, and no part of this. */
export const FORMATS_BY_NAME = {
  name: 'formats-by-name',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, importer }) =>
      kind === 'dynamic-import' && importer.endsWith('/report/formats.ts') ? { external: true } : undefined,
    );
  },
};

/** CommonJS, since Node loads that faster. */
export const bundle = {
  bundle: true,
  allowOverwrite: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // pg looks whether its native variant is there, and does without it
  external: ['pg-native'],
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
};
