import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aNumber, aTime, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken } from '../../support/tokens.js';
import { eventually } from '../../support/wait.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectGuest, connectUser } from './flutter-app.js';

describe('what the Flutter app asks over HTTP', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  const status = async (): Promise<JsonObject> => (await call(gateway, 'GET', '/api/status')).body;

  it('is how much goes on, without a login', async () => {
    const nothing = {
      status: 'online',
      connectedUsers: 0,
      activeCalls: 0,
      availableMentors: 0,
      uptime: aNumber,
      timestamp: aTime,
    };
    expect(await status()).toEqual(nothing);
    const [ana, mia] = [await connectGuest(gateway, 'student'), await connectUser(gateway, 'mentor')];
    dataOf(await mia.request('mentor_available', {}));
    ana.send('initiate_call', { callType: 'audio' }, mia.userId);
    await mia.client.next('call_initiated');
    await eventually(async () => {
      expect(await status()).toEqual({ ...nothing, connectedUsers: 2, activeCalls: 1, availableMentors: 1 });
    });
  });

  it('is who is online, with a token, in pages', async () => {
    const mia = await connectUser(gateway, 'mentor');
    const guests = [await connectGuest(gateway, 'student'), await connectGuest(gateway, 'student')];
    const token = appToken({ id: mia.userId });
    const all: JsonObject[] = [];
    await eventually(async () => {
      all.length = 0;
      for (let after: string | null = ''; after !== null;) {
        const query = new URLSearchParams({ limit: '1', ...(after === '' ? {} : { after }) });
        const { status: code, body } = await call(gateway, 'GET', `/api/users?${query.toString()}`, { token });
        expect(code).toBe(200);
        all.push(...(body.users as JsonObject[]));
        after = body.cursor as string | null;
      }
      const known = all.filter(({ name }) => [mia, ...guests].some(({ userId }) => userId === name || name === 'The mentor'));
      expect(known).toHaveLength(3);
    });
    expect(all).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: mia.userId, role: 'mentor', guest: false }),
        ...guests.map(({ userId }) => expect.objectContaining({ id: `guest:${userId}`, name: userId, guest: true })),
      ]),
    );
    expect((await call(gateway, 'GET', '/api/users')).status).toBe(401);
  });
});
