/** The flags of V8 for each supported version of Node, and what the documents say of these versions. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { VERSIONS_IN_WORDS } from '../../scripts/node-versions.js';
import { flagsFor } from '../../src/main/engine.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('this Node gets flags, and knows each of them', () => {
  const flags = flagsFor(process.versions.v8);
  expect(flags).not.toEqual([]);
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  const known = new Set([...stdout.matchAll(/^ +--([\w-]+) \(/gm)].map(([, name]) => name));
  for (const flag of flags) expect(known).toContain(flag.replace(/^--(?:no-)?/, '').replace(/=.*/, ''));
});

test.each([['10.2.154.26-node.36'], ['14.1.0'], [''], ['11.30.1']])(
  'V8 %j, which nothing was tried on, gets none',
  (v8) => {
    expect(flagsFor(v8)).toEqual([]);
  },
);

test('the documents name the versions that are tried', () => {
  for (const document of ['README.md', 'CONTRIBUTING.md', 'docs/operating.md', 'docs/architecture.md'])
    expect(read(document).replaceAll('\n', ' ')).toContain(`Node.js ${VERSIONS_IN_WORDS}`);
});
