/** The tests on real kernel trees (`npm run test:kernel`); they need what `npm run kernel:fetch` brings. */
import unit from './jest.config.js';

/** @type {import('jest').Config} */
export default {
  ...unit,
  globalSetup: './test/kernel/require-trees.ts',
  testMatch: ['<rootDir>/test/**/*.kernel.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  reporters: ['default'],
  testTimeout: 600_000,
};
