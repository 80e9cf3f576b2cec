import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aSentence, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { NEXTAUTH_SECRET } from '../../support/next-auth-tokens.js';
import { newId } from '../../support/tokens.js';
import { closeAll, connectLyceum } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import {
  connectDirect,
  messageShape,
  newDirect,
  received,
  send,
  sendRefused,
  settled,
  WAYS,
  type DirectPerson,
} from './direct-client.js';

describe('direct messages', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, NEXTAUTH_SECRET } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  async function two(): Promise<[DirectPerson, DirectPerson]> {
    return [await newDirect(gateway, 'ana'), await newDirect(gateway, 'ben')];
  }

  /** Exactly one of the two answers came for each of so many sends. */
  function expectAnswers({ client }: DirectPerson, sent: number, refused: number): void {
    expect([client.heard('message:sent').length, client.heard('message:error').length]).toEqual([sent, refused]);
  }

  describe.each(WAYS)('by %s', (way) => {
    it('reach every device of the recipient, and every device of the sender as sent, each once', async () => {
      const [ana, ben] = [await newDirect(gateway, 'ana', way), await newDirect(gateway, 'ben', way)];
      const [tablet, phone] = [await connectDirect(gateway, ana, way), await connectDirect(gateway, ben, way)];

      const sent = await send(ana, ben, 'Hello');

      expect(sent).toEqual(messageShape(ana, ben, 'Hello'));
      expect(await tablet.client.next('message:sent')).toEqual(sent);
      for (const { client } of [ben, phone]) expect(await client.next('message:receive')).toEqual(sent);
      for (const device of [ana, tablet, ben, phone]) {
        await settled(device);
        expect(device.client.heard('message:sent').length + device.client.heard('message:receive').length).toBe(1);
        expect(device.client.heard('message:error')).toEqual([]);
      }
    });
  });

  it('stay in one conversation, which sessionId names, also where the other answers', async () => {
    const [ana, ben] = await two();
    const { sessionId } = await send(ana, ben, 'Hello');

    const again = await send(ana, ben, 'Are you there?', { sessionId });
    const reply = await send(ben, ana, 'Yes', { sessionId });

    for (const message of [again, reply]) expect(message.sessionId).toBe(sessionId);
    expect(reply).toEqual({ ...messageShape(ben, ana, 'Yes'), sessionId });
    expect(await send(ana, ben, 'No session', { sessionId: null })).toMatchObject({ sessionId });
  });

  it('are refused under a sessionId that is no conversation of these two, and reach nobody', async () => {
    const [ana, ben] = await two();
    const cleo = await newDirect(gateway, 'cleo');
    const { sessionId: withCleo } = await send(ana, cleo, 'Hello');
    const { sessionId: ofOthers } = await send(cleo, ben, 'Hello');
    const lyceum = await connectLyceum(gateway, 'websocket', ana.token);
    const { id: room } = dataOf(await lyceum.request('rooms:create', {}));

    for (const sessionId of [withCleo, ofOthers, room, '01890a5d-ac96-774b-bcce-b302099a8057', 'cmhukx2v40001']) {
      const error = await sendRefused(ana, { recipientId: ben.id, content: 'Lost', sessionId });
      expect(error).toEqual({ message: aSentence, code: 'ROOM_NOT_FOUND' });
    }

    expectAnswers(ana, 1, 5);
    await settled(ben);
    expect(received(ben)).toEqual(['Hello']);
  });

  it('to somebody nobody has ever heard of are refused', async () => {
    const ana = await newDirect(gateway, 'ana');

    const error = await sendRefused(ana, { recipientId: newId('nobody'), content: 'Hello' });

    expect(error).toEqual({ message: aSentence, code: 'USER_NOT_FOUND' });
  });

  it('are refused where one has blocked the other, to either of them, in different words', async () => {
    const [ana, ben] = await two();
    await send(ana, ben, 'Hello');
    const lyceum = await connectLyceum(gateway, 'websocket', ben.token);
    dataOf(await lyceum.request('rooms:block', { user: { id: ana.id } }));

    const toBlocker = await sendRefused(ana, { recipientId: ben.id, content: 'Do you hear me?' });
    const byBlocker = await sendRefused(ben, { recipientId: ana.id, content: 'I do not' });

    for (const error of [toBlocker, byBlocker]) expect(error).toEqual({ message: aSentence, code: 'BLOCKED' });
    expect(byBlocker.message).not.toBe(toBlocker.message);
    await settled(ben);
    expect(received(ben)).toEqual(['Hello']);
  });

  const malformed: [string, (ben: DirectPerson) => unknown][] = [
    ['nothing', () => undefined],
    ['null', () => null],
    ['text', () => 'Hello'],
    ['a list', (ben) => [ben.id, 'Hello']],
    ['no recipient', () => ({ content: 'Hello' })],
    ['a recipient that is a number', () => ({ recipientId: 7, content: 'Hello' })],
    ['no content', (ben) => ({ recipientId: ben.id })],
    ['empty content', (ben) => ({ recipientId: ben.id, content: '' })],
    ['content that is an object', (ben) => ({ recipientId: ben.id, content: { text: 'Hello' } })],
    ['a sessionId that is a number', (ben) => ({ recipientId: ben.id, content: 'Hello', sessionId: 7 })],
    ['more than 4,000 characters', (ben) => ({ recipientId: ben.id, content: 'x'.repeat(4_001) })],
    ['a NUL', (ben) => ({ recipientId: ben.id, content: 'a\u0000b' })],
    ['oneself', () => 'self'],
  ];
  it.each(malformed)('with %s are answered by one message:error', async (_, payload) => {
    const [ana, ben] = await two();
    const made = payload(ben);

    const error = await sendRefused(ana, made === 'self' ? { recipientId: ana.id, content: 'Hello' } : made);

    expect(error).toEqual({ message: aSentence, code: 'INVALID' });
    expect(await send(ana, ben, 'Still there')).toMatchObject({ content: 'Still there' });
    expectAnswers(ana, 1, 1);
  });

  it('take nothing but their words from the client', async () => {
    const [ana, ben] = await two();
    const lies = { senderId: ben.id, id: 'mine', createdAt: '1999-01-01T00:00:00.000Z', sender: { id: ben.id, name: 'Eve' } };

    expect(await send(ana, ben, 'It is me', lies)).toEqual(messageShape(ana, ben, 'It is me'));
  });

  it('answer an acknowledgement with the canonical message or refusal, and say which of both all the same', async () => {
    const [ana, ben] = await two();

    const message = dataOf(await ana.client.request('message:send', { recipientId: ben.id, content: 'Hello' }));
    const refusal = await ana.client.request('message:send', { recipientId: newId('nobody'), content: 'Hello' });

    expect(message).toMatchObject({ text: 'Hello', seq: 1, sender: { id: ana.id } });
    expect(await ana.client.next('message:sent')).toMatchObject({ id: message.id });
    expectRefusal(refusal, 'USER_NOT_FOUND');
    expect(await ana.client.next('message:error')).toEqual({ message: aSentence, code: 'USER_NOT_FOUND' });
    await settled(ana);
    expectAnswers(ana, 1, 1);
  });

  it('50 at once are answered one by one and arrive in the order in which they were said', async () => {
    const [ana, ben] = await two();
    const contents = Array.from({ length: 50 }, (_, n) => `message ${n}`);

    for (const content of contents) ana.client.emit('message:send', { recipientId: ben.id, content });

    await ben.client.next('message:receive', { content: 'message 49' }, 5_000);
    await settled(ana);
    expect(received(ben)).toEqual(contents);
    expectAnswers(ana, 50, 0);
  });

  it('are told apart from events that there are none of: those answer no message', async () => {
    const ana = await newDirect(gateway, 'ana');

    ana.client.emit('message:delete', { id: 'x' });

    expect(await ana.client.next('error')).toEqual({ message: aSentence, code: 'UNKNOWN_EVENT' });
    expect(ana.client.heard('message:error')).toEqual([]);
  });

  describe('meeting a canonical client', () => {
    it('come to it as chat:message, and what it writes by person or room comes whole', async () => {
      const [ana, ben] = await two();
      const lyceum = await connectLyceum(gateway, 'websocket', ben.token);

      const sent = await send(ana, ben, 'Hello');
      const heard = await lyceum.fact('chat:message', { text: 'Hello' });
      expect(heard).toMatchObject({ id: sent.id, sender: { id: ana.id }, room: { id: sent.sessionId } });
      expect(JSON.stringify(heard)).not.toContain('School.example');

      for (const where of [{ to: { id: ana.id } }, { room: heard.room as JsonObject }]) {
        const text = JSON.stringify(Object.keys(where));
        dataOf(await lyceum.request('chat:send', { ...where, text }));
        expect(await ana.client.next('message:receive', { content: text })).toEqual(messageShape(ben, ana, text));
        expect(await ben.client.next('message:sent', { content: text })).toEqual(messageShape(ben, ana, text));
      }
    });

    it('are alone what reaches this dialect: no rooms, edits, reactions or receipts do', async () => {
      const [ana, ben] = await two();
      const lyceum = await connectLyceum(gateway, 'websocket', ben.token);
      const { id: messageId, room } = dataOf(await lyceum.request('chat:send', { to: { id: ana.id }, text: 'One' }));
      dataOf(await lyceum.request('chat:edit', { messageId, text: 'Two' }));
      dataOf(await lyceum.request('chat:react', { messageId, emoji: '👍', on: true }));
      dataOf(await lyceum.request('chat:typing', { room, on: true }));
      dataOf(await lyceum.request('chat:delete', { messageId }));
      dataOf(await lyceum.request('rooms:create', { key: newId('room') }));

      await send(ben, ana, 'Last');
      await ana.client.next('message:receive', { content: 'Last' });
      await settled(ana);

      const events = ana.client.occurrences.map(({ event }) => event).filter((event) => !/^users?:/.test(event));
      expect(events).toEqual(['message:receive', 'message:receive']);
    });
  });
});
