import { leavesOutPostgres } from './test/support/find-postgres.js';

// Without PostgreSQL its tests are left out, and a reporter says which.
const withoutPostgres = leavesOutPostgres();

/** @type {import('jest').Config} */
export default {
  // tree-sitter patches the classes of its native addon in place, so it may be loaded only once in a process:
  // the environment loads it and every test file gets that one copy.
  testEnvironment: './test/support/environment.cjs',
  moduleNameMapper: { '^tree-sitter$': '<rootDir>/test/support/tree-sitter.cjs' },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/kernel'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '\\.kernel\\.test\\.ts$',
    ...(withoutPostgres ? ['\\.postgres\\.test\\.ts$'] : []),
  ],
  reporters: ['default', ...(withoutPostgres ? ['./test/support/left-out.js'] : [])],
  maxWorkers: 2,
  // Only a test that hangs: none may depend on speed, and a busy machine may take long over any of them.
  testTimeout: 600_000,
};
