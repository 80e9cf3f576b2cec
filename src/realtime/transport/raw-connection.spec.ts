import { beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { AppError } from '../../common/index.js';
import type { DialectName } from '../../protocol/index.js';
import { DIALECT_TABLES } from '../dialects/index.js';
import { RawConnection } from './raw-connection.js';

/** A WebSocket without a network: records what it was told to send and how it was closed. */
class FakeWebSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly sent: unknown[] = [];
  readonly ends: string[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code: number, reason = ''): void {
    this.ends.push(`${String(code)} ${reason}`.trim());
    this.readyState = 2;
  }

  terminate(): void {
    this.ends.push('terminate');
  }

  receive(frame: object | string | Buffer): void {
    if (Buffer.isBuffer(frame)) this.emit('message', frame, true);
    else this.emit('message', Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)), false);
  }
}

describe('RawConnection', () => {
  let socket: FakeWebSocket;
  let packets: string[];
  let heard: unknown[];

  function open(dialect: DialectName = 'skill-lift', awaitsToken = false): RawConnection {
    const request = { socket: { remoteAddress: '127.0.0.1' } } as IncomingMessage;
    const connection = new RawConnection(
      socket as unknown as WebSocket,
      request,
      DIALECT_TABLES[dialect],
      64 * 1024,
      awaitsToken,
    );
    connection.on('data', (packet: string) => packets.push(packet));
    return connection;
  }

  function listen(connection: RawConnection): void {
    connection.listen({
      onFrame: ({ event, fields, id }) => heard.push(id === undefined ? { event, fields } : { event, fields, id }),
      onGarbage: ({ code, field }, event) => heard.push({ code, field, event }),
    });
  }

  beforeEach(() => {
    socket = new FakeWebSocket();
    packets = [];
    heard = [];
  });

  it('hands over frames as its dialect reads them', () => {
    listen(open());
    socket.receive({ type: 'ping', data: { timestamp: 1 } });
    expect(heard).toEqual([{ event: 'ping', fields: { timestamp: 1 } }]);
  });

  it('keeps what comes before anybody listens, and hands it over in order', () => {
    const connection = open();
    for (const timestamp of [1, 2]) socket.receive({ type: 'ping', timestamp });
    listen(connection);
    socket.receive({ type: 'ping', timestamp: 3 });
    expect(heard).toEqual([1, 2, 3].map((timestamp) => ({ event: 'ping', fields: { timestamp } })));
  });

  it.each([
    ['500 frames', 500, 10],
    ['1 MB', 17, 64 * 1024],
  ])('keeps no more than %s', (_what, count, bytes) => {
    open();
    for (let sent = 0; sent < count; sent += 1) socket.receive(JSON.stringify('x'.repeat(bytes - 2)));
    if (count === 500) {
      expect(socket.ends).toEqual([]);
      socket.receive('{}');
    }
    expect(socket.ends).toEqual(['4429 RATE_LIMITED']);
  });

  it.each([
    ['no JSON', '{', null, undefined],
    ['an array', '[]', null, undefined],
    ['text', '"join"', null, undefined],
    ['nothing', '', null, undefined],
    ['no type', '{}', null, 'type'],
    ['a type that is no text', '{"type":7}', null, 'type'],
    ['binary', Buffer.from('{"type":"ping"}'), null, undefined],
  ])('says what is wrong with a frame of %s, and goes on', (_what, frame, event, field) => {
    listen(open());
    socket.receive(frame);
    socket.receive({ type: 'ping', timestamp: 1 });
    expect(heard).toEqual([
      { code: 'INVALID', field, event },
      { event: 'ping', fields: { timestamp: 1 } },
    ]);
    expect(socket.ends).toEqual([]);
  });

  it('says of which event a frame is that its dialect refuses', () => {
    listen(open('lyceum'));
    socket.receive({ type: 'auth:me', id: {} });
    expect(heard).toEqual([{ code: 'INVALID', field: 'id', event: 'auth:me' }]);
  });

  it('answers a frame that is no command under its id all the same', () => {
    const ids: unknown[] = [];
    open('lyceum').listen({ onFrame: () => undefined, onGarbage: (_error, _event, id) => ids.push(id) });
    socket.receive({ id: 1, type: 5 });
    socket.receive({ id: 'b' });
    expect(ids).toEqual([1, 'b']);
  });

  it('says that a frame is too large before it closes with 1009', () => {
    listen(open('group-study'));
    socket.receive({ type: 'message', message: 'x'.repeat(64 * 1024) });
    expect(socket.sent).toEqual([{ type: 'error', message: 'A frame may have 65536 bytes at most' }]);
    expect(socket.ends).toEqual(['1009 TOO_LARGE']);
    expect(heard).toEqual([]);
  });

  it('writes events as its dialect does, and answers under the id that asked', () => {
    const connection = open('lyceum');
    connection.write('2["auth:expiring",{"expiresAt":"x"}]');
    connection.replyTo('a')({ ok: true, data: null });
    expect(socket.sent).toEqual([
      { type: 'auth:expiring', data: { expiresAt: 'x' } },
      { type: 'ack', id: 'a', ok: true, data: null },
    ]);
  });

  it('tells a refused handshake, then closes with its code', () => {
    open().write('4{"message":"Sign in","data":{"code":"UNAUTHENTICATED","message":"Sign in"}}');
    expect(socket.sent).toEqual([{ type: 'error', payload: { code: 'UNAUTHENTICATED', message: 'Sign in' } }]);
    expect(socket.ends).toEqual(['4401 UNAUTHENTICATED']);
  });

  it('says nothing of Socket.IO’s own CONNECT answer, and nothing once it is closing', () => {
    const connection = open();
    connection.write('0{"sid":"x"}');
    connection.close();
    connection.send({ event: 'pong', data: {} });
    connection.replyTo(1)({ ok: true });
    expect(socket.sent).toEqual([]);
  });

  it('tells Socket.IO of its end once, whoever began it', () => {
    const connection = open();
    const reasons: unknown[] = [];
    connection.on('close', (reason) => reasons.push(reason));
    socket.emit('close');
    connection.close();
    expect(reasons).toEqual(['transport close']);
    expect(connection.readyState).toBe('closed');
  });

  it('takes nothing in any more once it is closing', () => {
    const connection = open();
    listen(connection);
    connection.refuse(new AppError('RATE_LIMITED').toPublic());
    socket.receive({ type: 'ping', timestamp: 1 });
    expect(heard).toEqual([]);
  });

  describe('that waits for its token', () => {
    it('begins the handshake with the one in the first frame', () => {
      const connection = open('lyceum', true);
      expect(connection.isSilent).toBe(true);
      socket.receive({ type: 'auth', data: { token: 't' } });
      expect(packets).toEqual(['0{"token":"t"}']);
      expect(connection.isSilent).toBe(false);
    });

    it('keeps the frames after it', () => {
      const connection = open('lyceum', true);
      socket.receive({ type: 'auth', data: { token: 't' } });
      socket.receive({ type: 'auth:me', id: 1 });
      listen(connection);
      expect(heard).toEqual([{ event: 'auth:me', fields: {}, id: 1 }]);
    });

    it.each([{ type: 'chat:send' }, '{', Buffer.from('{"type":"auth"}')])('refuses %p as the first one', (frame) => {
      open('lyceum', true);
      socket.receive(frame);
      expect(packets).toEqual([]);
      expect(socket.ends).toEqual(['4401 UNAUTHENTICATED']);
    });

    it.each([
      ['a number', '7'],
      ['an object', '{"a":1}'],
      ['lists 20,000 deep', '['.repeat(20_000) + ']'.repeat(20_000)],
    ])('takes %s for an empty token', (_what, token) => {
      open('lyceum', true);
      socket.receive(`{"type":"auth","data":{"token":${token}}}`);
      expect(packets).toEqual(['0{"token":""}']);
    });

    it.each(['null', '"t"', '[]', '{}', '7'])('takes data %s for no token', (data) => {
      open('lyceum', true);
      socket.receive(`{"type":"auth","data":${data}}`);
      expect(packets).toEqual(['0{}']);
    });
  });

  it('tells in a refusal what the error says', () => {
    open('group-study').refuse(new AppError('GUESTS_NOT_ALLOWED').toPublic());
    expect(socket.sent).toEqual([{ type: 'error', message: 'Guests are not allowed here' }]);
    expect(socket.ends).toEqual(['4403 GUESTS_NOT_ALLOWED']);
  });
});
