import { describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { CorkedWriter } from './corked-writer.js';

/** A socket that records its system calls: one entry for each, with what left in it. */
function fakeSocket(): { socket: Socket; calls: string[] } {
  const calls: string[] = [];
  const socket = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      calls.push(chunk.toString());
      done();
    },
    writev: (chunks: { chunk: Buffer }[], done) => {
      calls.push(chunks.map(({ chunk }) => chunk.toString()).join('|'));
      done();
    },
  });
  return { socket: socket as unknown as Socket, calls };
}

describe('CorkedWriter', () => {
  it('lets what one socket gets in one turn leave together', async () => {
    const writer = new CorkedWriter();
    const [ana, ben] = [fakeSocket(), fakeSocket()];
    writer.write(ana.socket, Buffer.from('1'));
    writer.write(ben.socket, Buffer.from('1'));
    await Promise.resolve();
    writer.write(ana.socket, Buffer.from('2'));
    expect(ana.calls).toEqual([]);
    await turn();
    expect(ana.calls).toEqual(['1|2']);
    expect(ben.calls).toEqual(['1']);
  });

  it('keeps nothing back for the turn after', async () => {
    const writer = new CorkedWriter();
    const { socket, calls } = fakeSocket();
    for (const text of ['1', '2', '3']) {
      writer.write(socket, Buffer.from(text));
      await turn();
    }
    expect(calls).toEqual(['1', '2', '3']);
    expect(socket.writableCorked).toBe(0);
  });

  it('holds a write that somebody else makes meanwhile behind its own', async () => {
    const writer = new CorkedWriter();
    const { socket, calls } = fakeSocket();
    writer.write(socket, Buffer.from('fact'));
    socket.write(Buffer.from('answer'));
    await turn();
    expect(calls).toEqual(['fact|answer']);
  });
});
