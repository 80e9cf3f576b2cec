import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { aTime, aUuid, dataOf } from '../support/expect-frames.js';
import type { JsonObject } from '../support/inbox.js';
import { fileForm, uploaded } from '../support/uploads.js';
import { connectUser } from './instant-mentor/flutter-app.js';
import { closeAll } from './lyceum/lyceum-client.js';
import { newPerson, say } from './lyceum/shapes.js';
import { ROOMY, START_MS } from './settings.js';
import { connectLearner, enter, newRoom } from './skill-lift/live-session.js';

/** Until somebody is told, on a busy machine. */
const NOTIFIED_MS = 8_000;

describe('notifications on old clients', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  it('of a mention come in their own frames, to those who are mentioned alone', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const [lena, other] = [await connectLearner(gateway, 'Lena'), await connectLearner(gateway, 'Other')];
    const mia = await connectUser(gateway, 'student');
    const roomId = newRoom();
    for (const learner of [lena, other]) await enter(learner, roomId);
    await mia.request('join_session', { sessionId: roomId });
    const room = dataOf(await ana.client.request('rooms:join', { key: roomId })).room as JsonObject;
    const { id } = await uploaded(gateway, ana.token, fileForm('plan.txt', 'First we read.'));

    const said = await say(ana, room, '', { mentions: [lena.userId, mia.userId], attachments: [id] });

    const words = { title: `${ana.username} mentioned you`, body: 'Sent a file: plan.txt' };
    const data = { roomId: room.id, messageId: said.id, seq: 1, userId: ana.id };
    expect(await lena.client.next('notification', NOTIFIED_MS)).toEqual({
      type: 'notification',
      payload: { id: aUuid, ...words, data, createdAt: aTime },
    });
    expect(await mia.client.next('notification', {}, NOTIFIED_MS)).toEqual({
      id: aUuid,
      senderId: 'system',
      receiverId: mia.userId,
      timestamp: aTime,
      ...words,
      data,
    });
    await other.client.silent('notification');
  });
});
