import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Socket as TcpSocket } from 'node:net';
import { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Socket } from 'socket.io';
import { DIALECT_TABLES } from '../dialects/index.js';
import { CorkedWriter } from './corked-writer.js';
import { EncodedFrame } from './encoded-frame.js';
import { Outlet, type OutletLimits } from './outlet.js';

const LIMITS: OutletLimits = { fast: true, outboundBytes: 1_000, outboundPackets: 10 };
const FRAME = new EncodedFrame({ event: 'chat:message', data: {} }, DIALECT_TABLES.lyceum);

/** The parts of a Socket.IO socket on WebSocket that the outlet looks at, idle. */
function idleSocket() {
  const log: string[] = [];
  const tcp = { writableLength: 0, _writableState: { pendingcb: 0 } };
  const webSocket = { readyState: 1, _socket: tcp, terminate: () => log.push('terminate') };
  const conn = {
    readyState: 'open',
    upgrading: false,
    writeBuffer: [] as { data?: string }[],
    transport: { name: 'websocket', writable: true, socket: webSocket as typeof webSocket | undefined },
    close: (discard: boolean) => log.push(`close ${String(discard)}`),
  };
  const ack = (id: number) => (answer: object) => log.push(`ack ${id} ${JSON.stringify(answer)}`);
  return { conn, tcp, webSocket, log, ack, emit: (event: string) => log.push(`emit ${event}`) };
}

describe('Outlet', () => {
  let socket: ReturnType<typeof idleSocket>;
  const outlet = (limits = LIMITS): Outlet => {
    const writer = { write: (tcp: TcpSocket) => socket.log.push(tcp === (socket.tcp as unknown) ? 'tcp' : 'another') };
    return new Outlet(socket as unknown as Socket, writer as unknown as CorkedWriter, limits);
  };

  beforeEach(() => {
    socket = idleSocket();
  });

  it('hands a finished frame to the TCP socket of an idle connection', () => {
    expect(outlet().write(FRAME, false)).toBe('fast');
    expect(socket.log).toEqual(['tcp']);
  });

  const ways: [string, () => void][] = [
    ['is closing', () => (socket.conn.readyState = 'closing')],
    ['is upgrading', () => (socket.conn.upgrading = true)],
    ['polls', () => (socket.conn.transport.name = 'polling')],
    ['has a write under way', () => (socket.conn.transport.writable = false)],
    ['has packets queued', () => socket.conn.writeBuffer.push({ data: 'x' })],
    ['has a WebSocket that is closing', () => (socket.webSocket.readyState = 2)],
  ];
  it.each(ways)('takes the public path while the connection %s', (_why, make) => {
    make();
    expect(outlet().write(FRAME, false)).toBe('public');
    expect(socket.log).toEqual(['emit chat:message']);
  });

  it('answers as it writes: on the TCP socket of an idle connection, else by Socket.IO', () => {
    const frames: string[] = [];
    const writer = { write: (_tcp: TcpSocket, frame: Buffer) => frames.push(frame.subarray(2).toString()) };
    const answering = new Outlet(socket as unknown as Socket, writer as unknown as CorkedWriter, LIMITS);
    answering.answer(7, { ok: true });
    expect(frames).toEqual(['437[{"ok":true}]']);
    socket.conn.writeBuffer.push({ data: 'x' });
    answering.answer(8, { ok: true });
    outlet({ ...LIMITS, fast: false }).answer(9, { ok: true });
    expect(frames).toHaveLength(1);
    expect(socket.log).toEqual(['ack 8 {"ok":true}', 'ack 9 {"ok":true}']);
  });

  it('takes the public path where the fast one is switched off', () => {
    expect(outlet({ ...LIMITS, fast: false }).write(FRAME, false)).toBe('public');
    expect(socket.log).toEqual(['emit chat:message']);
  });

  it('drops volatile frames once a quarter of the queue is taken, and only those', () => {
    socket.tcp.writableLength = 249;
    expect(outlet().write(FRAME, true)).toBe('fast');
    socket.tcp.writableLength = 250;
    expect(outlet().write(FRAME, true)).toBe('dropped');
    expect(outlet().write(FRAME, false)).toBe('fast');
    expect(socket.log).toEqual(['tcp', 'tcp']);
  });

  it('says overflow, and writes nothing, at the limit of bytes', () => {
    socket.tcp.writableLength = 1_000;
    expect(outlet().write(FRAME, false)).toBe('overflow');
    expect(outlet().write(FRAME, true)).toBe('overflow');
    expect(socket.log).toEqual([]);
  });

  it('counts what waits for the end of the turn, which the TCP socket does not know of yet', async () => {
    const tcp = new Writable({
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
    Object.assign(socket.webSocket, { _socket: tcp });
    const size = FRAME.socketIo.length;
    const busy = new Outlet(socket as unknown as Socket, new CorkedWriter(), { ...LIMITS, outboundBytes: 4 * size });
    const write = (isVolatile: boolean) => busy.write(FRAME, isVolatile);
    expect([write(true), write(true), write(false), write(false), write(false), write(false)]).toEqual([
      'fast',
      'dropped',
      'fast',
      'fast',
      'fast',
      'overflow',
    ]);
    expect(busy.load()).toBe(1);
    await turn();
    expect(busy.load()).toBe(0);
  });

  it('counts the packets that wait in Engine.IO, in number and in bytes', () => {
    socket.conn.writeBuffer = Array.from({ length: 9 }, () => ({ data: 'x' }));
    expect(outlet().write(FRAME, false)).toBe('public');
    socket.conn.writeBuffer.push({});
    expect(outlet().write(FRAME, false)).toBe('overflow');
    socket.conn.writeBuffer = [{ data: 'x'.repeat(600) }];
    socket.tcp.writableLength = 400;
    expect(outlet().write(FRAME, false)).toBe('overflow');
  });

  it('tells what waits on every transport: writes of TCP, and packets before them', () => {
    expect(outlet().queued()).toEqual({ bytes: 0, packets: 0 });
    socket.tcp.writableLength = 400;
    socket.tcp._writableState.pendingcb = 3;
    expect(outlet().queued()).toEqual({ bytes: 400, packets: 3 });
    socket.conn.writeBuffer = [{ data: 'x'.repeat(600) }, {}];
    expect(outlet().queued()).toEqual({ bytes: 1_000, packets: 5 });
  });

  it('cuts a WebSocket at once, and a polling connection with what it has queued', () => {
    outlet().cut();
    expect(socket.log).toEqual(['terminate']);
    socket.conn.transport.socket = undefined;
    outlet().cut();
    expect(socket.log).toEqual(['terminate', 'close true']);
  });
});
