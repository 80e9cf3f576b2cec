/** How long a reload may take in these tests before the others are told; long enough for a busy machine to reconnect. */
export const GRACE_MS = 600;

/** Limits that many tests on one gateway, one address, would run into. Tests about a limit leave it as it is. */
export const ROOMY = {
  PRESENCE_GRACE_MS: String(GRACE_MS),
  RATE_CREATE_PER_HOUR: '100000',
  RATE_JOIN_PER_SECOND: '50',
  RATE_REGISTRATIONS_PER_HOUR: '100000',
  FAILED_CODES_PER_ADDRESS: '100000',
  FAILED_CODES_PER_USER: '1000',
  FAILED_CODES_GLOBAL: '100000',
} as const;

/** Starting a gateway, database included, on a machine that is busy with other tests. */
export const START_MS = 60_000;
