import { beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { CorkedWriter, waitingBytes } from './corked-writer.js';

/** A socket that records its system calls: one entry for each, with the buffers that left in it. */
function fakeSocket() {
  const calls: Buffer[][] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      calls.push([chunk]);
      done();
    },
    writev: (chunks: { chunk: Buffer }[], done) => {
      calls.push(chunks.map(({ chunk }) => chunk));
      done();
    },
  });
  const texts = () => calls.map((buffers) => buffers.map(String).join('|'));
  return { socket: stream as unknown as Socket, calls, texts };
}

describe('CorkedWriter', () => {
  const frames = Object.fromEntries(['1', '2', '3'].map((text) => [text, Buffer.from(text)]));
  let writer: CorkedWriter;
  const write = ({ socket }: { socket: Socket }, ...texts: string[]) => {
    for (const text of texts) writer.write(socket, frames[text] ?? Buffer.from(text));
  };

  beforeEach(() => {
    writer = new CorkedWriter();
  });

  it('lets what one socket gets in one turn leave together', async () => {
    const [ana, ben] = [fakeSocket(), fakeSocket()];
    write(ana, '1');
    write(ben, '1');
    await Promise.resolve();
    write(ana, '2');
    expect(ana.calls).toEqual([]);
    await turn();
    expect([ana, ben].map(({ texts }) => texts())).toEqual([['12'], ['1']]);
  });

  it('gives sockets that get the same frames the same buffer, whatever else goes to others meanwhile', async () => {
    const [ana, ben, cem] = [fakeSocket(), fakeSocket(), fakeSocket()];
    write(cem, '3');
    for (const text of ['1', '2', '3']) for (const client of [ana, ben, cem]) write(client, text);
    await turn();
    expect([ana, ben, cem].map(({ texts }) => texts())).toEqual([['123'], ['123'], ['3123']]);
    expect(ana.calls[0]?.[0]).toBe(ben.calls[0]?.[0]);
  });

  it('keeps nothing back for the turn after', async () => {
    const client = fakeSocket();
    for (const text of ['1', '2', '3']) {
      write(client, text);
      await turn();
    }
    expect(client.texts()).toEqual(['1', '2', '3']);
    expect(client.socket.writableCorked).toBe(0);
  });

  it('holds writes that somebody else makes meanwhile behind its own, and its own after them', async () => {
    const client = fakeSocket();
    write(client, '1', '2');
    client.socket.write(Buffer.from('answer'));
    write(client, '3');
    client.socket.write(Buffer.from('answer'));
    client.socket.write(Buffer.from('close'));
    expect(client.calls).toEqual([]);
    await turn();
    expect(client.texts()).toEqual(['12|answer|3|answer|close']);
    expect(client.socket.writableCorked).toBe(0);
  });

  it('does so in every turn anew', async () => {
    const client = fakeSocket();
    for (const texts of [
      ['1', '2'],
      ['3', '4'],
    ]) {
      for (const text of texts) {
        write(client, text);
        client.socket.write(Buffer.from(`after ${text}`));
      }
      await turn();
    }
    expect(client.texts()).toEqual(['1|after 1|2|after 2', '3|after 3|4|after 4']);
  });

  it('leaves writes alone while nothing waits', async () => {
    const client = fakeSocket();
    write(client, '1');
    await turn();
    client.socket.write(Buffer.from('answer'));
    expect(client.texts()).toEqual(['1', 'answer']);
  });

  it('counts what waits until the end of the turn', async () => {
    const client = fakeSocket();
    expect(waitingBytes(client.socket)).toBe(0);
    write(client, '1', 'twenty', '3');
    expect(waitingBytes(client.socket)).toBe(8);
    await turn();
    expect(waitingBytes(client.socket)).toBe(0);
  });

  it('gives a socket that is gone by then nothing, and the others theirs', async () => {
    const [gone, ended, here] = [fakeSocket(), fakeSocket(), fakeSocket()];
    for (const client of [gone, ended, here]) write(client, '1');
    gone.socket.destroy();
    ended.socket.end();
    await turn();
    expect([gone, ended, here].map(({ texts }) => texts())).toEqual([[], [], ['1']]);
  });

  it('writes nothing to a socket that is ending and still open, which would be an error of it', async () => {
    const client = fakeSocket();
    const errors: Error[] = [];
    client.socket.on('error', (error) => errors.push(error));
    client.socket._final = ignore;
    write(client, '1');
    client.socket.end();
    await turn();
    await turn();
    expect({ errors, sent: client.texts() }).toEqual({ errors: [], sent: [] });
  });
});

function ignore(): void {
  // It never comes to its end.
}
