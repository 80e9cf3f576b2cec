import process from 'node:process';

/** They are about files and packages, not about the database: once is enough. */
const INDEPENDENT_OF_DATABASE = ['install', 'dockerfile', 'lockfile', 'import-rules'];

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': ['@swc/jest'] },
  globalTeardown: '<rootDir>/test/support/set-up/tear-down.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/end-of-file.ts'],
};

/** The end-to-end tests with gateways on that database: `embedded` or `postgres`. */
function endToEnd(displayName, testDatabase, without = []) {
  return {
    ...shared,
    displayName,
    testMatch: ['<rootDir>/test/**/*.spec.ts'],
    testPathIgnorePatterns: without.map((name) => `/test/e2e/${name}\\.spec\\.ts$`),
    // A file for each: Jest runs a set-up once, however many projects name it.
    globalSetup: `<rootDir>/test/support/set-up/${testDatabase}.mjs`,
    globals: { testDatabase },
  };
}

const unit = {
  ...shared,
  displayName: 'unit',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  globalSetup: '<rootDir>/test/support/set-up/unit.mjs',
};
const onEmbedded = endToEnd('e2e', 'embedded');
const onPostgres = (without) => endToEnd('e2e on postgres', 'postgres', without);

/** What TEST_DATABASE may say; `npm test` sets `both` where PostgreSQL is installed. */
const PROJECTS = {
  embedded: [unit, onEmbedded],
  postgres: [unit, onPostgres()],
  both: [unit, onEmbedded, onPostgres(INDEPENDENT_OF_DATABASE)],
};

export default {
  // Most of a black-box test's time is waiting, also on two cores.
  maxWorkers: 2,
  // Starting gateways takes its time on a busy machine.
  testTimeout: 30_000,
  reporters: ['<rootDir>/scripts/no-skips-reporter.mjs', 'default'],
  projects: PROJECTS[process.env.TEST_DATABASE || 'embedded'],
};
