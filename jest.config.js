/** Tests run as CommonJS: swc turns our TypeScript, and the packages that ship only ES modules, into it. */
export default {
  // By default Jest leaves one core idle: of two, that is half.
  maxWorkers: '100%',
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // Every call of the functions in the stories is judged by the roles that they are deployed with: docs/adr/0018.
  setupFilesAfterEnv: ['<rootDir>/test/support/every-call-allowed.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // A run of `npm run mutate` keeps copies of everything there.
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp/'],
  transform: {
    '\\.[mc]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@middy|preact|commander)/)'],
  // Middy offers only an "import" entry, which Jest's CommonJS resolver does not ask for.
  moduleNameMapper: { '^@middy/(core|util)$': '<rootDir>/node_modules/@middy/$1/index.js' },
};
