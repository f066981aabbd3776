/** What changes with a rule (`npm run test:quick`): none of these starts a process, and all of them take under a minute. */
import unit from './jest.config.js';

const FOLDERS = ['kernel', 'report', 'review', 'rules', 'rust', 'text'];

/** @type {import('jest').Config} */
export default {
  ...unit,
  testMatch: [
    '<rootDir>/test/{architecture,docs}.test.ts',
    ...FOLDERS.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  ],
  // trials of size and depth, and of whole audits of the repository's own fixtures
  testPathIgnorePatterns: [...unit.testPathIgnorePatterns, '/(?:limits|hostile)\\.test\\.ts$'],
  reporters: ['default'],
};
