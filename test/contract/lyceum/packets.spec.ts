import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { aSentence, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { PollingClient } from '../../support/polling-client.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { COMMANDS } from './commands.js';
import { closeAll } from './lyceum-client.js';
import { newPerson } from './shapes.js';

const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'error', 'newListener', 'removeListener'];

describe('lyceum: frames and packets as they are on the wire', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  async function connectRaw(): Promise<RawClient> {
    const { token } = await register(gateway);
    const client = await RawClient.connect(gateway, `/?dialect=lyceum&token=${token}`);
    await client.next('hello');
    return client;
  }

  describe('raw frames', () => {
    it.each(COMMANDS)('%s without data gets one answer', async (command) => {
      const client = await connectRaw();

      client.send({ type: command, id: 7 });
      client.send({ type: 'auth:me', id: 8, data: {} });

      const answer = await client.next({ type: 'ack', id: 7 });
      // Whatever it says: who asks is a student.
      const code = command.startsWith('mentors:') ? 'FORBIDDEN' : 'INVALID';
      expect(answer).toEqual(
        answer.ok === true
          ? { type: 'ack', id: 7, ok: true, data: expect.any(Object) }
          : { type: 'ack', id: 7, ok: false, error: expect.objectContaining({ code, retryable: false }) },
      );
      await client.next({ type: 'ack', id: 8 });
      await client.silent('ack');
    });

    it.each(RESERVED)('the reserved name %s is answered UNKNOWN_EVENT, and does nothing', async (event) => {
      const client = await connectRaw();

      expectRefusal(await client.request(event, {}), 'UNKNOWN_EVENT');
      expect(await client.request('auth:me', {})).toMatchObject({ ok: true });
    });

    it.each<[string, string | Buffer]>([
      ['text that is no JSON', 'hello'],
      ['an array', '[]'],
      ['null', 'null'],
      ['no type', '{"data":{}}'],
      ['a type that is a number', '{"type":5}'],
      ['JSON 20,000 deep', `{"type":"auth:me","data":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
      ['a binary frame', Buffer.from('{"type":"auth:me","id":1,"data":{}}')],
    ])('%s is answered with the fact error, and the connection goes on', async (_, frame) => {
      const client = await connectRaw();

      client.send(frame);

      expect(await client.next('error')).toMatchObject({ type: 'error', data: { code: 'INVALID', message: aSentence } });
      expect(await client.request('auth:me', {})).toMatchObject({ ok: true });
    });

    it('a frame over 64 KB closes the connection with 1009', async () => {
      const client = await connectRaw();

      client.send({ type: 'chat:send', id: 1, data: { text: 'x'.repeat(64 * 1024) } });

      expect(await client.closed).toMatchObject({ code: 1009 });
    });
  });

  describe('Socket.IO packets', () => {
    const answersTo = (client: PollingClient, id: number): string[] =>
      client.packets.filter((packet) => packet.startsWith(`43${id}[`));

    it.each(COMMANDS)('%s without a payload gets one answer', async (command) => {
      const { token } = await register(gateway);
      const client = await PollingClient.connect(gateway, { token, dialect: 'lyceum' });

      await client.post(`427["${command}"]`, '428["auth:me",{}]');
      await client.next((packet) => packet.startsWith('437['));
      await client.next((packet) => packet.startsWith('438['));

      expect(answersTo(client, 7)).toEqual([expect.stringMatching(/^437\[\{"ok":(true,"data"|false,"error"):.*\}\]$/)]);
    });

    it('extra arguments bring neither a second answer nor silence', async () => {
      const { token } = await register(gateway);
      const client = await PollingClient.connect(gateway, { token, dialect: 'lyceum' });

      await client.post('427["auth:me",{},{"more":1},"and more",null]', '428["auth:me",{}]');
      await client.next((packet) => packet.startsWith('437['));
      await client.next((packet) => packet.startsWith('438['));

      expect(answersTo(client, 7)).toHaveLength(1);
    });

    it.each(RESERVED)('the reserved name %s harms nobody but its sender', async (event) => {
      const witness = await newPerson(gateway, 'websocket');
      const { token } = await register(gateway);
      const client = await PollingClient.connect(gateway, { token, dialect: 'lyceum' });

      await client.post(`427["${event}",{}]`);

      expect(dataOf(await witness.client.request('auth:me'))).toMatchObject({ id: witness.id });
      expect(answersTo(client, 7).filter((packet) => packet.includes('"ok":true'))).toEqual([]);
    });

    it('every fact has exactly one argument', async () => {
      const { token } = await register(gateway);
      const client = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
      const room = dataOf(await client.request('rooms:create', {}));
      await client.request('rooms:join', { code: room.code });
      await client.request('chat:send', { room: { id: room.id }, text: 'Hello' });
      await client.request('rooms:announce', { room: { id: room.id }, data: { slide: 1 } });
      await client.next('rooms:announcement');
      client.emit('dance', {});
      await client.next('error');

      expect(client.occurrences.map(({ args }) => args.length)).toEqual(client.occurrences.map(() => 1));
      expect(client.occurrences.map(({ event }) => event)).toEqual(
        expect.arrayContaining(['hello', 'chat:message', 'rooms:announcement', 'error']),
      );
    });
  });
});
