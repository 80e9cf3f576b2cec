import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { Witnesses } from '../e2e/traps/witnesses.js';
import { BareSocket } from '../support/bare-socket.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { startOf } from './gauges.js';

/** Set before the first test. */
export interface UnderAbuse {
  gateway: Gateway;
  witnesses: Witnesses;
}

/** A gateway for all tests of the file, after each of which the same process serves two witnesses; call it where they are described. */
export function underAbuse(env: Readonly<Record<string, string>>): UnderAbuse {
  const abused = {} as UnderAbuse;
  let started: string | undefined;
  beforeAll(async () => {
    abused.gateway = await startGateway({ env });
    abused.witnesses = await Witnesses.meet(abused.gateway);
    started = await startOf(abused.gateway);
  }, 60_000);
  afterEach(async () => {
    BareSocket.closeAll();
    await abused.witnesses.stillTalk();
    expect(await startOf(abused.gateway)).toBe(started);
  });
  afterAll(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
    await abused.gateway.stop();
  });
  return abused;
}
