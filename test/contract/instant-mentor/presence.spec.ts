import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { SocketClient } from '../../support/socket-client.js';
import { newPerson, seesOnline } from '../chatroom/chat-client.js';
import { GRACE_MS, ROOMY, START_MS } from '../settings.js';
import { connectGuest, connectUser, expectWhole, flat, TOLD_MS } from './flutter-app.js';

describe('who is there, for the Flutter app', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  it.each([connectGuest, connectUser])('is told by who comes and who goes, guests or not', async (connect) => {
    const mia = await connectUser(gateway, 'mentor');
    const ana = await connect(gateway, 'student');
    const who = { senderId: ana.userId, userId: ana.userId, userRole: 'student' };
    expect(await mia.client.next('user_online', { userId: ana.userId }, TOLD_MS)).toEqual(flat(who));

    // What the app says of itself changes nothing.
    ana.send('user_offline', { userId: ana.userId, role: 'student', timestamp: '2026-11-21T16:00:00.000Z' });
    ana.send('user_online', { userId: ana.userId, role: 'student', timestamp: '2026-11-21T16:00:00.000Z' });
    const tablet = await connect(gateway, 'student', { userId: ana.userId });
    ana.client.close();
    ana.client.close();
    tablet.client.close();
    expect(await mia.client.next('user_offline', { userId: ana.userId }, GRACE_MS + TOLD_MS)).toEqual(flat(who));
    expect(mia.client.heard('user_offline').filter(({ userId }) => userId === ana.userId)).toHaveLength(1);
    expect(mia.client.heard('user_online').filter(({ userId }) => userId === ana.userId)).toHaveLength(1);
    expectWhole(mia);
  });

  it('includes people of the chat room, who see guests by the ids they claim', async () => {
    const mia = await connectUser(gateway, 'mentor');
    const chatter = await newPerson(gateway);
    expect(await mia.client.next('user_online', { userId: chatter.id }, TOLD_MS)).toMatchObject({ userRole: 'student' });
    const ana = await connectGuest(gateway, 'student');
    await seesOnline(chatter, (usernames) => usernames.includes(ana.userId));
  });
});
