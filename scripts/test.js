/**
 * The tests, and the checks that come before them:
 *
 *   npm test                        all of it
 *   npm run test:quick              what changes with a rule
 *   npm test -- test/cli test/git   the tests of some files or folders; arguments go to jest
 */
import { spawnSync } from 'node:child_process';

const [first, ...others] = process.argv.slice(2);
const isQuick = first === '--quick';
const args = isQuick || first === undefined ? others : [first, ...others];

const NPM = (script) => ['npm', ['run', '--silent', script]];
const JEST = [
  process.execPath,
  ['scripts/jest.js', '--config', isQuick ? 'jest.quick.config.js' : 'jest.config.js', ...args],
];
const STEPS = isQuick
  ? [['the quick tests', JEST]]
  : [
      ['build', NPM('build')],
      ['linter', NPM('lint')],
      ['types', NPM('typecheck')],
      ['tests', JEST],
    ];

if (!isQuick && args.length === 0)
  console.log(
    'Builds the program, checks style and types, and runs all tests: some twelve minutes on two cores.\n' +
      'The tests of the rules alone take under a minute: npm run test:quick',
  );
for (const [index, [name, [command, words]]] of STEPS.entries()) {
  if (STEPS.length > 1) console.log(`${index + 1} of ${STEPS.length}: ${name}`);
  const { status, error } = spawnSync(command, words, { stdio: 'inherit' });
  if (status === 0) continue;
  console.error(`The step "${name}" failed${error === undefined ? '' : `: ${error.message}`}.`);
  process.exit(1);
}
