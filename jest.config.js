/** @type {import('jest').Config} */
export default {
  // tree-sitter patches the classes of its native addon in place, so it may be loaded only once in a process:
  // the environment loads it and every test file gets that one copy.
  testEnvironment: './test/support/environment.cjs',
  moduleNameMapper: {
    '^tree-sitter$': '<rootDir>/test/support/tree-sitter.cjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/kernel'],
  testPathIgnorePatterns: ['/node_modules/', '\\.kernel\\.test\\.ts$'],
  maxWorkers: 2,
  // no test depends on speed: a busy machine may take long over any of them
  testTimeout: 120_000,
};
