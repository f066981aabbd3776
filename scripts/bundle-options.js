/** How esbuild makes the bundles of the program, for both of its forms. */
export const shared = {
  bundle: true,
  allowOverwrite: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  minifyWhitespace: true,
  logLevel: 'warning',
};

/** CommonJS, since Node loads that faster. */
export const commonJs = {
  ...shared,
  format: 'cjs',
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
};
