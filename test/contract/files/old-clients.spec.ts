import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { aTime, aUuid, dataOf } from '../../support/expect-frames.js';
import type { JsonObject } from '../../support/inbox.js';
import { NEXTAUTH_SECRET } from '../../support/next-auth-tokens.js';
import { appToken, newId } from '../../support/tokens.js';
import { fileForm, PNG, uploaded } from '../../support/uploads.js';
import { chatMessage as lobbyMessage, connectChat, hears, newPerson as newChatPerson } from '../chatroom/chat-client.js';
import { connectDirect, newDirect } from '../direct-messages/direct-client.js';
import { createSession } from '../group-study/session.js';
import { connectApp, flat } from '../instant-mentor/flutter-app.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { newPerson, say, type Person } from '../lyceum/shapes.js';
import { ROOMY, START_MS } from '../settings.js';
import { chatMessage, connectLearner, enter, newRoom } from '../skill-lift/live-session.js';

const PLAN = fileForm('plan.txt', 'First we read.');
const PHOTO = fileForm('photo.png', PNG);

describe('files in messages, on old clients', () => {
  let gateway: BorrowedGateway;
  let ana: Person;
  let plan: JsonObject;
  let photo: JsonObject;

  beforeAll(async () => {
    gateway = await borrowGateway({ ...ROOMY, NEXTAUTH_SECRET });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  /** Somebody with a canonical client, who has two files to say. */
  async function prepare(): Promise<void> {
    ana = await newPerson(gateway, 'websocket', 'ana');
    [plan, photo] = [await uploaded(gateway, ana.token, PLAN), await uploaded(gateway, ana.token, PHOTO)];
  }

  const join = async (room: JsonObject): Promise<JsonObject> =>
    dataOf(await ana.client.request('rooms:join', room)).room as JsonObject;
  const line = ({ name, url }: JsonObject) => `${String(name)}: ${String(url)}`;

  it('live sessions show one in fields of its own, the others as text, now and in the history', async () => {
    await prepare();
    const roomId = newRoom();
    const lena = await connectLearner(gateway, 'Lena');
    await enter(lena, roomId);
    const room = await join({ key: roomId });
    await say(ana, room, '', { attachments: [plan.id, photo.id] });

    const shown = {
      type: 'chat_message',
      payload: {
        roomId,
        id: aUuid,
        seq: 1,
        userId: ana.id,
        userName: ana.username,
        message: line(photo),
        messageType: 'file',
        fileId: plan.id,
        fileName: 'plan.txt',
        fileSize: 14,
        fileUrl: plan.url,
        timestamp: aTime,
      },
    };
    expect(await lena.client.next('chat_message')).toEqual(shown);
    const late = await connectLearner(gateway, 'Late');
    await enter(late, roomId);
    expect(await late.client.next('chat_message')).toEqual({ ...shown, payload: { ...shown.payload, history: true } });
  });

  it('live sessions say one by its id, once', async () => {
    await prepare();
    const roomId = newRoom();
    const lena = await connectLearner(gateway, 'Lena');
    await enter(lena, roomId);
    await join({ key: roomId });
    const { id: fileId, url: fileUrl, ...own } = await uploaded(gateway, lena.token, PHOTO);
    const fields = { messageType: 'file', fileId, fileUrl, fileName: 'photo.png', fileSize: PNG.length };

    lena.client.send({ type: 'chat_message', data: { roomId, message: 'My homework', messageType: 'file', fileId } });
    expect(await lena.client.next('chat_message')).toEqual(chatMessage(roomId, lena, 'My homework', fields));
    expect(await ana.client.fact('chat:message')).toMatchObject({
      text: 'My homework',
      kind: 'file',
      attachments: [{ id: fileId, url: fileUrl, ...own }],
    });

    for (const [id, code] of [
      [fileId, 'INVALID'],
      [plan.id, 'FILE_NOT_FOUND'],
      ['plan.txt', 'INVALID'],
    ]) {
      lena.client.send({ type: 'chat_message', data: { roomId, fileId: id } });
      expect(await lena.client.next('error')).toMatchObject({ payload: { code, type: 'chat_message' } });
    }
  });

  it('the Flutter app shows one with what it needs to know of it', async () => {
    await prepare();
    const userId = newId('mia');
    const mia = await connectApp(gateway, 'student', { userId, token: appToken({ id: userId, name: 'Mia' }) });
    await ana.client.request('chat:send', {
      to: { id: userId },
      text: '',
      metadata: { name: 'A photo of mine' },
      attachments: [photo.id, plan.id],
    });

    expect(await mia.client.next('message_received')).toEqual(
      flat({
        id: aUuid,
        senderId: ana.id,
        receiverId: userId,
        senderName: ana.username,
        content: line(plan),
        messageType: 'image',
        type: 'image',
        fileId: photo.id,
        metadata: {
          name: 'A photo of mine',
          size: PNG.length,
          contentType: 'image/png',
          url: photo.url,
          width: 1,
          height: 1,
          fileId: photo.id,
        },
      }),
    );
  });

  it('the Flutter app says one by its id, with what it says of it itself', async () => {
    await prepare();
    const userId = newId('mia');
    const token = appToken({ id: userId, name: 'Mia' });
    const mia = await connectApp(gateway, 'student', { userId, token });
    const file = await uploaded(gateway, token, PLAN);
    const send = { content: '', messageType: 'file', fileId: file.id, metadata: { page: 3 } };

    mia.send('send_message', send, ana.id);
    const { metadata, fileId } = await mia.client.next('message_sent');
    const { size, contentType, url, name } = file;
    expect({ metadata, fileId }).toEqual({
      fileId: file.id,
      metadata: { page: 3, name, size, contentType, url, fileId: file.id },
    });
    expect(await ana.client.fact('chat:message')).toMatchObject({
      text: '',
      kind: 'file',
      metadata: { page: 3 },
      attachments: [file],
    });

    mia.send('send_message', send, ana.id);
    expect(await mia.client.next('error')).toMatchObject({ code: 'INVALID', event: 'send_message' });
    // Of the app's own store, though it looks like one of ours.
    const foreign = '019a0000-0000-7000-8000-000000000000';
    mia.send('send_message', { ...send, content: 'Mine', fileId: foreign }, ana.id);
    expect(await ana.client.fact('chat:message')).toMatchObject({
      text: 'Mine',
      metadata: { page: 3, fileId: foreign },
      attachments: [],
    });
  });

  it('chat rooms show each as a line of the text, now and in the history', async () => {
    await prepare();
    const [carl, text] = [await newChatPerson(gateway), `Look ${newId('text')}`];
    await join({ key: 'lobby' });
    await say(ana, await join({ key: 'lobby' }), text, { attachments: [plan.id, photo.id] });

    const shown = lobbyMessage(ana.username, `${text}\n${line(plan)}\n${line(photo)}`);
    expect(await hears(carl, String(shown.text))).toEqual(shown);
    expect((await connectChat(gateway, carl)).history.at(-1)).toEqual(shown);
  });

  it('direct messages show it as a line of the text, also to who was away', async () => {
    await prepare();
    const [dora, away] = [await newDirect(gateway, 'dora'), await newDirect(gateway, 'emil')];
    away.client.close();
    await away.client.closed;
    const write = (to: { id: string }, file: JsonObject) =>
      ana.client.request('chat:send', { to: { id: to.id }, text: '', attachments: [file.id] });
    dataOf(await write(dora, plan));
    dataOf(await write(away, photo));

    expect(await dora.client.next('message:receive')).toMatchObject({ content: line(plan), senderId: ana.id });
    const back = await connectDirect(gateway, away);
    expect(await back.client.next('message:receive')).toMatchObject({ content: line(photo), recipientId: away.id });
  });

  it('study groups show it as a line of the text', async () => {
    await prepare();
    const { client, code } = await createSession(gateway, 'Greta');
    await say(ana, await join({ code }), '', { attachments: [plan.id] });
    expect(await client.next('message')).toEqual({
      type: 'message',
      userName: ana.username,
      message: line(plan),
      sessionCode: code,
      id: aUuid,
      seq: 1,
      timestamp: aTime,
    });
  });
});
