import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, aUuid, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { SocketClient } from '../../support/socket-client.js';
import { newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectUser, expectWhole, flat, TOLD_MS, type FlutterApp } from './flutter-app.js';

const FORMS = ['wrapped', 'flat'] as const;

describe('messages of the Flutter app', () => {
  let gateway: Gateway;
  let ana: FlutterApp;
  let mia: FlutterApp;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
    ana = await connectUser(gateway, 'student');
    mia = await connectUser(gateway, 'mentor');
  }, START_MS);
  afterEach(() => {
    for (const app of [ana, mia]) expectWhole(app);
  });
  afterAll(() => {
    SocketClient.closeAll();
    return gateway.stop();
  });

  const plain = (content: string) => ({ content, messageType: 'text', type: 'text', metadata: {} });

  it.each(FORMS)('%s, reach the receiver’s devices, and the sender’s', async (form) => {
    const content = newId('text');
    const phone = await connectUser(gateway, 'mentor', { userId: mia.userId });
    const tablet = await connectUser(gateway, 'student', { userId: ana.userId });
    if (form === 'wrapped') ana.send('send_message', { content }, mia.userId);
    else ana.client.emit('send_message', { receiverId: mia.userId, content, senderId: mia.userId, id: '1' });

    const whole = {
      ...plain(content),
      id: aUuid,
      senderId: ana.userId,
      receiverId: mia.userId,
      timestamp: aTime,
      senderName: 'The student',
    };
    for (const device of [mia, phone]) expect(await device.client.next('message_received', { content })).toEqual(whole);
    for (const device of [ana, tablet]) expect(await device.client.next('message_sent', { content })).toEqual(whole);
    expect(ana.client.heard('message_received')).toEqual([]);
    phone.client.close();
    tablet.client.close();
  });

  it('keep their type, their metadata and their file', async () => {
    const content = newId('file');
    ana.send('send_message', { content, type: 'image', fileId: 'file-7', metadata: { width: 3 } }, mia.userId);
    expect(await mia.client.next('message_received', { content })).toMatchObject({
      messageType: 'image',
      type: 'image',
      fileId: 'file-7',
      metadata: { width: 3, fileId: 'file-7' },
    });
  });

  it('with one id of the app’s clock are as many messages as there were', async () => {
    const contents = [1, 2, 3].map(() => newId('same moment'));
    for (const content of contents) ana.send('send_message', { content }, mia.userId);
    for (const content of contents) await mia.client.next('message_received', { content });
  });

  it('of somebody who is not the sender are none', async () => {
    const content = newId('text');
    ana.client.emit('send_message', {
      id: '1',
      event: 'send_message',
      senderId: mia.userId,
      data: { content, senderId: mia.userId },
      receiverId: mia.userId,
    });
    expect(await mia.client.next('message_received', { content })).toMatchObject({ senderId: ana.userId });
  });

  it.each([
    [{ content: 'Hi' }, undefined, 'INVALID'],
    [{ content: '' }, 'mia', 'INVALID'],
    [{ content: 'Hi', metadata: 'text' }, 'mia', 'INVALID'],
    [{ content: 'Hi', messageType: 'a b' }, 'mia', 'INVALID'],
    [{ content: 'Hi' }, 'nobody-at-all', 'USER_NOT_FOUND'],
    [{ content: 'Hi', sessionId: 'never-joined' }, undefined, 'ROOM_NOT_FOUND'],
    [{ content: 'Hi', sessionId: 'lobby' }, undefined, 'INVALID'],
  ])('as %j to %j are refused as an error', async (data, to, code) => {
    ana.send('send_message', data, to === 'mia' ? mia.userId : to);
    expect(await ana.client.next('error', { code })).toEqual(flat({ code, message: expect.any(String), event: 'send_message' }));
  });

  it('that were read are told to their sender, one by one', async () => {
    const [one, two] = [newId('one'), newId('two')];
    ana.send('send_message', { content: one }, mia.userId);
    ana.send('send_message', { content: two }, mia.userId);
    const { id: first } = await mia.client.next('message_received', { content: one });
    const { id: second } = await mia.client.next('message_received', { content: two });

    mia.send('mark_read', { messageId: first });
    const head = { senderId: mia.userId, receiverId: ana.userId };
    expect(await ana.client.next('message_read', { messageId: first }, TOLD_MS)).toEqual(
      flat({ ...head, messageId: first, readAt: aTime, readerId: mia.userId }),
    );
    mia.send('message_read', { senderId: ana.userId });
    expect(await ana.client.next('message_read', { messageId: second }, TOLD_MS)).toMatchObject({ readerId: mia.userId });
    expect(mia.client.heard('message_read')).toEqual([]);
  });

  it('that do not exist can’t be read', async () => {
    mia.send('mark_read', { messageId: '0192f5a0-0000-7000-8000-000000000000' });
    expect(await mia.client.next('error')).toMatchObject({ code: 'MESSAGE_NOT_FOUND', event: 'mark_read' });
    mia.send('mark_read', {});
    expect(await mia.client.next('error')).toMatchObject({ code: 'INVALID', event: 'mark_read' });
  });

  it('are seen to be typed, and not by the one who types', async () => {
    const ben = await connectUser(gateway, 'student');
    ben.send('user_typing', {}, mia.userId);
    const head = { senderId: ben.userId, receiverId: mia.userId, userId: ben.userId };
    expect(await mia.client.next('user_typing')).toEqual(flat({ ...head, isTyping: true }));
    ben.send('user_stopped_typing', {}, mia.userId);
    expect(await mia.client.next('user_stopped_typing')).toEqual(flat({ ...head, isTyping: false }));

    ben.send('user_typing', {}, mia.userId);
    // It ends by itself.
    await mia.client.next('user_stopped_typing', { userId: ben.userId }, 8_000);
    expect(ben.client.heard('user_typing')).toEqual([]);
  });

  it('to somebody who is away come when they connect, oldest first and once, and their sender is told', async () => {
    const away = newId('mentor');
    const before = await connectUser(gateway, 'mentor', { userId: away });
    before.client.close();
    const contents = [newId('one'), newId('two')];
    const ids: unknown[] = [];
    for (const content of contents) ids.push(dataOf(await ana.request('send_message', { content }, away)).id);
    expect(ana.client.heard('message_delivered').filter(({ messageId }) => ids.includes(messageId))).toEqual([]);

    const back = await connectUser(gateway, 'mentor', { userId: away });
    for (const content of contents)
      await back.client.next('message_received', { content, receiverId: away, senderId: ana.userId }, TOLD_MS);
    expect(back.client.heard('message_received').map(({ content }) => content)).toEqual(contents);
    for (const messageId of ids) {
      expect(await ana.client.next('message_delivered', { messageId }, TOLD_MS)).toEqual(
        flat({ senderId: away, receiverId: ana.userId, messageId, deliveredAt: aTime }),
      );
    }
    const again = await connectUser(gateway, 'mentor', { userId: away });
    dataOf(await ana.request('send_message', { content: 'last' }, away));
    await again.client.next('message_received', { content: 'last' });
    expect(again.client.heard('message_received')).toHaveLength(1);
    for (const app of [back, again]) app.client.close();
  });

  it('that reach a device at once are told to be delivered', async () => {
    const { id: messageId } = dataOf(await ana.request('send_message', { content: 'At once' }, mia.userId));
    expect(await ana.client.next('message_delivered', { messageId }, TOLD_MS)).toMatchObject({ senderId: mia.userId });
  });

  it('are answered canonically where the app asks for it', async () => {
    const message = dataOf(await ana.request('send_message', { content: 'Answered?' }, mia.userId));
    expect(message).toMatchObject({ id: aUuid, text: 'Answered?', kind: 'text' });
  });
});
