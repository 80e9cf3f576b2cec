import { describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { textFrame } from './ws-frame.js';

/** A WebSocket client whose server is a bare TCP socket, so that it reads exactly the bytes of the test. */
async function clientOf(bytes: Buffer): Promise<string[]> {
  const server = createServer((socket: Socket) => {
    socket.once('data', (request) => {
      const key = /sec-websocket-key: (.*)\r\n/i.exec(request.toString())?.[1] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      // Then a close frame with code 1000: everything before it has been read when the client closes.
      socket.end(Buffer.concat([bytes, Buffer.from([0x88, 0x02, 0x03, 0xe8])]));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const texts: string[] = [];
  client.on('message', (data, isBinary) => texts.push(isBinary ? '(binary)' : (data as Buffer).toString()));
  const [code] = (await once(client, 'close')) as [number];
  server.close();
  expect(code).toBe(1000);
  return texts;
}

describe('textFrame', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])('of %i bytes is read by a client as that text', async (length) => {
    const text = 'x'.repeat(length);
    expect(await clientOf(textFrame(text))).toEqual([text]);
  });

  it.each([
    ['125 bytes', 'é'.repeat(62) + 'x'],
    ['126 bytes', 'é'.repeat(63)],
    ['65,536 bytes', 'é'.repeat(32_768)],
    ['surrogate pairs', '👩‍👩‍👧 مرحبا 你好'.repeat(20)],
  ])('counts bytes, not characters: %s', async (_what, text) => {
    expect(await clientOf(textFrame(text))).toEqual([text]);
  });

  it('is one finished frame: several are read one after the other', async () => {
    const texts = ['a', '', 'b'.repeat(300), 'ü'];
    expect(await clientOf(Buffer.concat(texts.map(textFrame)))).toEqual(texts);
  });
});
