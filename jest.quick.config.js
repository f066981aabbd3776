/** The tests that tell in under a minute whether a rule still works (`npm run test:quick`): nothing of these starts a process. */
import unit from './jest.config.js';

const SLOW = ['app-whole', 'cli', 'fake-github', 'git', 'github', 'mutants', 'pool', 'properties', 'queue', 'setup'];

/** @type {import('jest').Config} */
export default {
  ...unit,
  testPathIgnorePatterns: [...unit.testPathIgnorePatterns, ...SLOW.map((folder) => `<rootDir>/test/${folder}/`)],
  reporters: ['default'],
};
