/**
 * Our findings against those that Clippy's own UI tests expect of the lints of unsafe code that are scored.
 *
 *   node --import ./bench/typescript.js bench/clippy-ui.ts FOLDER              FOLDER: a checkout of rust-lang/rust-clippy
 *   node --import ./bench/typescript.js bench/clippy-ui.ts --places FOLDER     where they differ
 *
 * `alike`, `missed`, `extra`: found by both, by Clippy alone, by us alone. `private`: what only we say of items that
 * Clippy leaves out without `check-private-items`, which the kernel sets. Tests that turn `accept-comment-above-...` off,
 * which the kernel does not, are left out.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareUiTests } from '../test/support/clippy-ui.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { places: { type: 'boolean', default: false } },
});
const [root] = positionals;
if (root === undefined || !existsSync(join(root, 'tests', 'ui'))) {
  process.stderr.write(
    'usage: node --import ./bench/typescript.js bench/clippy-ui.ts [--places] CHECKOUT-OF-RUST-CLIPPY\n',
  );
  process.exit(2);
}
const { files, lints, printed, otherSettings } = compareUiTests(root);
const rows = [
  ...lints,
  {
    lint: 'all of them',
    expected: lints.flatMap(({ expected }) => expected),
    missed: lints.flatMap(({ missed }) => missed),
    extra: lints.flatMap(({ extra }) => extra),
    hidden: lints.flatMap(({ hidden }) => hidden),
  },
].map(({ lint, expected, missed, extra, hidden }) => {
  const alike = expected.length - missed.length;
  const share = (100 * alike) / Math.max(1, expected.length + extra.length);
  return `| ${lint} | ${expected.length} | ${alike} | ${missed.length} | ${extra.length} | ${share.toFixed(1)}% | ${hidden.length} |`;
});
if (values.places) {
  for (const { lint, missed, extra, hidden } of lints) {
    for (const [what, places] of Object.entries({ missed, extra, private: hidden }))
      for (const place of places) process.stdout.write(`${place} ${what} ${lint}\n`);
  }
}
process.stdout.write(`
| lint | Clippy's findings | alike | missed | extra | agreement | private |
|---|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}

${files} runs of test files, in which Clippy prints ${printed} findings: ${otherSettings} of them, under settings that the kernel does not have, are left out,
and what Clippy prints for each call of a macro counts once.
`);
