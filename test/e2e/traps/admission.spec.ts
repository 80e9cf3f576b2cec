import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { eventually } from '../../support/wait.js';
import { ABUSE_ENV, somebody, Witnesses } from './witnesses.js';

const PER_SECOND = 20;

describe('more connections at once than a node begins', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;

  beforeAll(async () => {
    gateway = await startGateway({
      env: { ...ABUSE_ENV, CONNECTS_PER_SECOND: String(PER_SECOND), MAX_UNAUTHENTICATED_PER_ADDRESS: '1000' },
    });
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(() => gateway.stop(), 30_000);

  const polling = (): Promise<Response> => fetch(`${gateway.httpUrl}/socket.io/?EIO=4&transport=polling`);
  /** Begins connections until one is refused for their number. */
  const exhaust = (): Promise<Response> =>
    eventually(async () => {
      const answers = await Promise.all(Array.from({ length: PER_SECOND * 3 }, polling));
      const refused = answers.find(({ status }) => status === 429);
      expect(refused).toBeDefined();
      return refused!;
    }, 20_000);

  it('are told to come again in a moment, on every transport, while those who are here talk on', async () => {
    const refused = await exhaust();
    expect(refused.headers.get('retry-after')).toBe('1');
    await eventually(async () => {
      await exhaust();
      const path = `/?token=${somebody()}`;
      expect(await RawClient.refusal(gateway, path)).toBe(429);
    }, 20_000);
    await witnesses.stillTalk();
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect((await fetch(gateway.httpUrl + path)).status).toBe(200);
    }
    expect(await (await fetch(`${gateway.httpUrl}/metrics`)).text()).toMatch(
      /^lyceum_connections_refused_total\{reason="rate"\} [1-9]/m,
    );
  }, 60_000);

  it('all get in when they come again', async () => {
    let inside = 0;
    const comeIn = async (): Promise<void> => {
      await eventually(async () => {
        await RawClient.connect(gateway, `/?token=${somebody()}`);
      }, 20_000);
      inside += 1;
    };
    await Promise.all(Array.from({ length: PER_SECOND * 3 }, comeIn));
    expect(inside).toBe(PER_SECOND * 3);
  }, 60_000);
});
