import process from 'node:process';

/** They are about files, packages and sockets, not about the database, or start both kinds themselves: once is enough. */
const ONCE = [
  'e2e/(demo|deploy|install|dockerfile|lockfile|import-rules|cli|chat-room-storm|presence-storm|web-app)',
  '(abuse|fuzz|protocol)/.*',
  'e2e/calls/.*',
  'e2e/documentation/.*',
];
/**
 * They start PostgreSQL themselves, or are about sockets, tokens, frames, who is here and what time does: once is enough, and this way
 * starts faster. `TEST_DATABASE=embedded` runs them on that one.
 */
const ON_POSTGRES = [
  ...[
    'cluster/.*',
    'faults/.*',
    'model/.*',
    'e2e/(database-away|drain-waves|growth/.*|retention|slow-consumer|standstill)',
    'e2e/traps/(admission|answers|connects|event-names|floods|upgrades)',
  ],
  ...['e2e/input/.*', 'contract/(identity-provider|next-auth)/.*', 'contract/(chatroom|direct-messages)/online'],
  ...['contract/chatroom/upgrade', 'contract/accounts/guessing', 'contract/lyceum/(answers|packets|presence|connecting)'],
  // What they ask of the database is asked by the canonical commands' tests too, on both.
  'contract/chatroom/(call-errors|calls|calls-across|connecting|http|membership|python)',
  'contract/(group-study/(guests-denied|malformed)|skill-lift/(bursts|refusals|tokens)|direct-messages/(catching-up|detection))',
  'contract/instant-mentor/(?!messages).*',
  ...['contract/files/(abuse|memory|s3|old-clients)', 'contract/server-api/keys'],
  'contract/lyceum/presence/(away|watching)',
  'contract/lyceum/(mentors/(connected|watching)|help/(gone|in-turn|places)|rights/rights|notifications/(away|preferences))',
  'contract/webhooks/.*',
  'e2e/notifications/.*',
  'contract/lyceum/push/calls-by-push',
  'support/.*',
  'web/.*',
];

/** For React's components; the rest is as in .swcrc. */
const COMPONENTS = {
  swcrc: false,
  sourceMaps: true,
  jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } },
  module: { type: 'es6' },
};

const nowhere = ONCE.filter((name) => ON_POSTGRES.includes(name));
if (nowhere.length > 0)
  throw new Error(`${nowhere.join(', ')} would run nowhere: what stands in both lists is left out of both.`);

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': ['@swc/jest'], '\\.tsx$': ['@swc/jest', COMPONENTS] },
  globalTeardown: '<rootDir>/test/support/set-up/tear-down.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/end-of-file.ts'],
};

/** The end-to-end tests with gateways on that database: `embedded` or `postgres`. */
function endToEnd(displayName, testDatabase, without = [], runsTheClient = true) {
  return {
    ...shared,
    displayName,
    testMatch: ['<rootDir>/test/**/*.spec.ts', '<rootDir>/sdk/test/**/*.spec.{ts,tsx}'],
    testPathIgnorePatterns: [
      ...without.map((name) => `<rootDir>/test/${name}\\.spec\\.ts$`),
      ...(runsTheClient ? [] : ['<rootDir>/sdk/']),
    ],
    // A file for each: Jest runs a set-up once, however many projects name it.
    globalSetup: `<rootDir>/test/support/set-up/${testDatabase}.mjs`,
    globals: { testDatabase },
  };
}

const unit = {
  ...shared,
  displayName: 'unit',
  // The web app's modules use the client from its sources, as the app's build does.
  moduleNameMapper: { ...shared.moduleNameMapper, '^@lyceum/client$': '<rootDir>/sdk/src/index.ts' },
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/{sdk,web}/src/**/*.spec.{ts,tsx}'],
  globalSetup: '<rootDir>/test/support/set-up/unit.mjs',
};
const onEmbedded = (without) => endToEnd('e2e', 'embedded', without);
const onPostgres = (without, runsTheClient) => endToEnd('e2e on postgres', 'postgres', without, runsTheClient);

/** What TEST_DATABASE may say; `npm test` sets `both` where PostgreSQL is installed. */
const PROJECTS = {
  embedded: [unit, onEmbedded()],
  postgres: [unit, onPostgres()],
  // The client is tested once: what the databases do to it is the gateway's own tests' to find.
  both: [unit, onEmbedded(ON_POSTGRES), onPostgres(ONCE, false)],
};

export default {
  // A good part of a black-box test's time is waiting, also on two cores.
  maxWorkers: 3,
  // Modules of a file that is done stay in its worker's memory: a worker that holds too much makes way for a new one.
  workerIdleMemoryLimit: '800MB',
  // Starting gateways takes its time on a busy machine.
  testTimeout: 30_000,
  reporters: ['<rootDir>/scripts/no-skips-reporter.mjs', 'default'],
  projects: PROJECTS[process.env.TEST_DATABASE || 'embedded'],
};
