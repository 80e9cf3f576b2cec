import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { SocketClient } from '../../support/socket-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectGuest, connectUser, expectWhole, TOLD_MS, wrapped } from './flutter-app.js';

describe('mentors’ statuses in the Flutter app', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  const shown = (mentorId: string, status: string, statusMessage: string, statusData: JsonObject = {}): JsonObject => ({
    id: mentorId,
    senderId: mentorId,
    timestamp: aTime,
    mentorId,
    isAvailable: status === 'available',
    status,
    statusMessage,
    statusData,
    updatedAt: aTime,
  });

  it.each([connectGuest, connectUser])('reach students, with what is said where the mentor says nothing', async (connect) => {
    const [ana, mia] = [await connectGuest(gateway, 'student'), await connect(gateway, 'mentor')];
    const { userId: mentorId } = mia;
    const heard = (status: string) => ana.client.next('mentor_status_update', { mentorId, status }, TOLD_MS);

    mia.send('mentor_available', { statusMessage: '', statusData: { subjects: ['maths'] } });
    expect(await heard('available')).toEqual(shown(mentorId, 'available', 'Available for sessions', { subjects: ['maths'] }));
    mia.send('mentor_busy', {});
    expect(await heard('busy')).toEqual(shown(mentorId, 'busy', 'Currently busy'));
    mia.send('mentor_busy', { statusMessage: 'Lunch', status: 'busy' });
    expect(await ana.client.next('mentor_status_update', { mentorId, statusMessage: 'Lunch' }, TOLD_MS)).toMatchObject({
      status: 'busy',
    });
    mia.send('mentor_busy', { status: 'offline' });
    expect(await heard('offline')).toEqual(shown(mentorId, 'offline', 'Offline'));
    expectWhole(ana);
  });

  it('of those who are available are given to a student who connects', async () => {
    const [mia, max] = [await connectUser(gateway, 'mentor'), await connectGuest(gateway, 'mentor')];
    for (const mentor of [mia, max]) dataOf(await mentor.request('mentor_available', { statusMessage: 'Come in' }));
    const busy = await connectUser(gateway, 'mentor');
    dataOf(await busy.request('mentor_busy', {}));

    const ana = await connectGuest(gateway, 'student');
    const [statuses] = ana.client.heard<JsonObject[]>('mentor_statuses');
    const ids = statuses?.map(({ mentorId }) => mentorId);
    expect(ids).toEqual(expect.arrayContaining([mia.userId, max.userId]));
    expect(ids).not.toContain(busy.userId);
    expect(statuses?.find(({ mentorId }) => mentorId === mia.userId)).toEqual(shown(mia.userId, 'available', 'Come in'));
  });

  it('are mentors’ alone, by our own record', async () => {
    const ana = await connectUser(gateway, 'student');
    ana.client.emit('mentor_available', {
      ...wrapped('mentor_available', { userRole: 'mentor' }, ana.userId),
      userRole: 'mentor',
    });
    expect(await ana.client.next('error')).toMatchObject({ code: 'FORBIDDEN', event: 'mentor_available' });
  });
});
