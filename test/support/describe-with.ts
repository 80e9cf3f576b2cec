import { describe, it, jest } from '@jest/globals';
import { hasChromium, hasCoturn, hasPostgres, hasPythonSocketio, hasRedis } from './installed-servers.js';

/** For a test with browsers, and for what comes before it: several steps, so that the one that does not come is named. */
const BROWSER_TEST_MS = 120_000;

const present = {
  postgres: hasPostgres,
  redis: hasRedis,
  'python3-socketio': hasPythonSocketio,
  coturn: hasCoturn,
  chromium: hasChromium,
};

export type NeededServer = keyof typeof present;

/**
 * A `describe` for tests that start these programs. Where one is not installed they are skipped, and the name says why;
 * with REQUIRE_SERVERS=1, as in CI, that is a failure. Tests with browsers get their time, in all of the file.
 */
export function describeWith(servers: readonly NeededServer[], name: string, tests: () => void): void {
  if (servers.includes('chromium')) jest.setTimeout(BROWSER_TEST_MS);
  const missing = servers.filter((server) => !present[server]).join(' and ');
  if (missing === '') {
    describe(name, tests);
  } else if (process.env.REQUIRE_SERVERS === '1') {
    describe(name, () => {
      it(`finds ${missing} on this machine`, () => {
        throw new Error(`REQUIRE_SERVERS=1, and ${missing} is not installed`);
      });
    });
  } else {
    // eslint-disable-next-line no-restricted-syntax -- the one place that may skip: the name says why
    describe.skip(`${name} (skipped: no ${missing} on this machine)`, tests);
  }
}
