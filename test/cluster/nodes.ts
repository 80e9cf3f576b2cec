import { expect } from '@jest/globals';
import type { Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { eventually } from '../support/wait.js';

/** Waits until the node says so of itself: `ready`, or `degraded` while Redis is away. */
export function becomes(node: Gateway, status: 'ready' | 'degraded'): Promise<void> {
  return eventually(async () => {
    expect(await call(node, 'GET', '/health/ready')).toMatchObject({ status: 200, body: { status } });
  }, 10_000);
}
