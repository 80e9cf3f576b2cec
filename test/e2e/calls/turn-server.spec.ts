import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { register } from '../../support/accounts.js';
import { relays, startTurnServer, type TurnServer } from '../../support/coturn.js';
import { describeWith } from '../../support/describe-with.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';

const SECRET = 'shared by coturn and the gateway';

interface Credentials {
  username: string;
  credential: string;
}

describeWith(['coturn'], 'a TURN server that shares the secret', () => {
  let turn: TurnServer;
  let gateway: Gateway;
  let given: Credentials;

  beforeAll(async () => {
    turn = await startTurnServer(SECRET);
    gateway = await startGateway({ env: { TURN_URLS: turn.url, TURN_SECRET: SECRET } });
    const { token } = await register(gateway);
    const { body } = await call(gateway, 'GET', '/api/calls/ice-servers', { token });
    const [server] = body.iceServers as (Credentials & { urls: string[] })[];
    expect(server?.urls).toEqual([turn.url]);
    given = server!;
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
    await turn.stop();
  });

  /** As the gateway makes them, at another moment or of another secret. */
  function credentialsOf(secret: string, inSeconds: number): Credentials {
    const username = `${Math.floor(Date.now() / 1000) + inSeconds}:somebody`;
    return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
  }

  it('relays for who has the gateway’s credentials', async () => {
    const { done, output } = await relays(turn, given);

    expect({ done, output }).toEqual({ done: true, output: expect.stringContaining('tot_send_msgs=10, tot_recv_msgs=10') });
    expect(turn.output()).toContain(given.username);
  });

  it.each([
    ['another credential', () => ({ ...given, credential: credentialsOf('another', 600).credential })],
    ['another’s name', () => ({ ...given, username: `${given.username.split(':')[0]!}:somebody` })],
    ['a later end than they were given', () => ({ ...given, username: given.username.replace(/^\d+/, '1999999999') })],
    ['credentials of another secret', () => credentialsOf('another', 600)],
    ['credentials that have ended', () => credentialsOf(SECRET, -60)],
  ])('relays nothing for who comes with %s', async (_, credentials) => {
    const { done, output } = await relays(turn, credentials());

    expect({ done, output }).toEqual({ done: false, output: expect.stringContaining('Cannot complete Allocation') });
  });

  it('would relay for what the test makes up, were it not over', async () => {
    expect(await relays(turn, credentialsOf(SECRET, 600))).toMatchObject({ done: true });
  });
});
