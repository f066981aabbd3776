/**
 * What may differ from one version of Node to the next, on each of scripts/node-versions.js but the one that runs this (`npm test` tries
 * that one whole): the build, the command line, start-up, the store, the App's way from a webhook to the comment, the demo, and the package
 * as npm installs it.
 *
 *   npm run test:nodes               all versions
 *   npm run test:nodes -- 22         one of them
 */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { NODE_VERSIONS, nodeOf } from './node-versions.js';

const TESTS = ['test/cli/', 'test/main/', 'test/queue/', 'test/app-whole/pull-request'];
const OWN = process.versions.node.split('.')[0];

const asked = process.argv.slice(2);
const unknown = asked.find((major) => !(major in NODE_VERSIONS));
if (unknown !== undefined)
  stop(`Node ${unknown} is not supported; name some of ${Object.keys(NODE_VERSIONS).join(', ')}`);
const wanted = asked.length > 0 ? asked : Object.keys(NODE_VERSIONS).filter((major) => major !== OWN);
for (const major of wanted) {
  const node = nodeOf(major);
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  const step = (what, command, ...args) => {
    console.log(`Node ${major}: ${what}`);
    const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (status !== 0) stop(`Node ${major}: ${what} failed\n${stdout}${stderr}`);
    if (what === 'demo' && stderr !== '') stop(`Node ${major}: the demo wrote to standard error:\n${stderr}`);
  };
  step('build', node, 'scripts/build.js');
  step('tests', node, 'scripts/jest.js', ...TESTS);
  step('demo', node, '--import', './bench/typescript.js', 'test/support/demo.ts');
  step('package', node, 'scripts/try-package.js');
}
// what is here afterwards is the build of this Node again
spawnSync(process.execPath, ['scripts/build.js'], { stdio: 'inherit' });

function stop(words) {
  console.error(words);
  process.exit(1);
}
