import { beforeAll, describe, expect, it } from '@jest/globals';
import { BareSocket, clientFrame, OPCODE, upgradeRequest, type FrameOptions } from '../support/bare-socket.js';
import type { Gateway } from '../support/gateway.js';
import { within } from '../support/wait.js';
import { ABUSE_ENV, somebody } from '../e2e/traps/witnesses.js';
import { underAbuse } from './under-abuse.js';

const PROTOCOL_ERROR = 1002;
const NOT_UTF8 = 1007;
const TOO_BIG = 1009;

const bytes = (...values: number[]): Buffer => Buffer.from(values);
const closeFrame = (code: number, reason: Buffer | string = ''): Buffer =>
  clientFrame(OPCODE.close, Buffer.concat([bytes(code >> 8, code & 0xff), Buffer.from(reason)]));
const text = (content: string | Buffer, options: FrameOptions = {}): Buffer => clientFrame(OPCODE.text, content, options);
/** The head of a masked frame that says it is so long; nothing follows. */
const announced = (length: bigint): Buffer => {
  const head = Buffer.alloc(14);
  head[0] = 0x81;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(length, 2);
  return head;
};

const ERRORS: readonly (readonly [what: string, code: number, frames: readonly Buffer[]])[] = [
  ...[1, 2, 3, 4, 5, 6, 7].map((reserved) => [`reserved bits ${reserved}`, PROTOCOL_ERROR, [text('{}', { reserved })]] as const),
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => [`opcode ${opcode}`, PROTOCOL_ERROR, [clientFrame(opcode)]] as const),
  ['a frame that is not masked', PROTOCOL_ERROR, [text('{}', { masked: false })]],
  ['a ping that is not masked', PROTOCOL_ERROR, [clientFrame(OPCODE.ping, '', { masked: false })]],
  ['a continuation of nothing', PROTOCOL_ERROR, [clientFrame(OPCODE.continuation, 'x')]],
  ['a message within another one', PROTOCOL_ERROR, [text('{', { fin: false }), text('{}')]],
  ['a ping in fragments', PROTOCOL_ERROR, [clientFrame(OPCODE.ping, 'x', { fin: false })]],
  ['a close in fragments', PROTOCOL_ERROR, [clientFrame(OPCODE.close, '', { fin: false })]],
  ['a ping of 126 bytes', PROTOCOL_ERROR, [clientFrame(OPCODE.ping, 'x'.repeat(126))]],
  ['a pong of 60 KB', PROTOCOL_ERROR, [clientFrame(OPCODE.pong, 'x'.repeat(60_000))]],
  ['a close of 126 bytes', PROTOCOL_ERROR, [closeFrame(1000, 'x'.repeat(124))]],
  ['half a close code', PROTOCOL_ERROR, [clientFrame(OPCODE.close, 'x')]],
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map(
    (code) => [`close code ${code}`, PROTOCOL_ERROR, [closeFrame(code)]] as const,
  ),
  ['a close reason that is no UTF-8', NOT_UTF8, [closeFrame(1000, bytes(0xff, 0xfe))]],
  ['text that is no UTF-8', NOT_UTF8, [text(bytes(0x7b, 0xff, 0x7d))]],
  ['text with half a character', NOT_UTF8, [text(bytes(0xe2, 0x82))]],
  [
    'a character cut off by the end of a message in fragments',
    NOT_UTF8,
    [text(bytes(0xe2), { fin: false }), clientFrame(OPCODE.continuation, bytes(0x82))],
  ],
  ['a surrogate in UTF-8', NOT_UTF8, [text(bytes(0xed, 0xa0, 0x80))]],
  ['a frame that says it has a gigabyte', TOO_BIG, [announced(2n ** 30n)]],
  ['a frame that says it has 2^53 bytes', TOO_BIG, [announced(2n ** 53n)]],
  ['a frame that says it has 2^63 bytes', TOO_BIG, [announced(2n ** 63n)]],
];

const PATHS = [
  ['a raw socket', () => `/?dialect=lyceum&token=${somebody()}`],
  ['Socket.IO', () => '/socket.io/?EIO=4&transport=websocket'],
] as const;

describe('a client that breaks the rules of WebSockets', () => {
  const abused = underAbuse({ ...ABUSE_ENV, MAX_UNAUTHENTICATED_PER_ADDRESS: '1000' });
  let gateway: Gateway;

  beforeAll(() => {
    ({ gateway } = abused);
  });

  describe.each(PATHS)('on %s', (_, path) => {
    it.each(ERRORS)('by %s is told so with a close frame of %i', async (_what, code, frames) => {
      const bare = await BareSocket.upgraded(gateway.port, path());

      bare.write(...frames, text('{"type":"auth:me","id":1}'));

      expect(await bare.closeCode()).toBe(code);
    });

    it('loses the connection also where it never answers the close', async () => {
      const bare = await BareSocket.upgraded(gateway.port, path());
      bare.write(clientFrame(7));
      await bare.closeCode();

      await within(20_000, 'The end of the connection', bare.closed);
    }, 30_000);

    it('gets no compression, whatever it offers', async () => {
      for (const offer of [
        'permessage-deflate',
        'permessage-deflate; client_max_window_bits; server_no_context_takeover',
        'permessage-deflate; server_max_window_bits=99999, permessage-deflate',
        'x-webkit-deflate-frame, permessage-bzip2',
        ';;,=,"',
        'permessage-deflate; '.repeat(300),
      ]) {
        const bare = await BareSocket.connect(gateway.port);
        bare.write(upgradeRequest(path(), [`Sec-WebSocket-Extensions: ${offer}`]));
        const answer = await bare.until((come) => come.includes('\r\n\r\n'));
        expect([offer, answer.split('\r\n')[0]]).toEqual([offer, 'HTTP/1.1 101 Switching Protocols']);
        expect(answer.toLowerCase()).not.toContain('sec-websocket-extensions');
        bare.socket.destroy();
      }
    });

    it.each<[string, (request: string) => string]>([
      ['another version', (request) => request.replace('Version: 13', 'Version: 99')],
      ['no version', (request) => request.replace(/Sec-WebSocket-Version.*\r\n/, '')],
      ['no key', (request) => request.replace(/Sec-WebSocket-Key.*\r\n/, '')],
      ['a key of another length', (request) => request.replace(/(Sec-WebSocket-Key: ).*/, '$1eA==')],
      ['a key that is no base64', (request) => request.replace(/(Sec-WebSocket-Key: ).*/, '$1!!!!!!!!!!!!!!!!!!!!!!!!')],
      ['a subprotocol twice', (request) => request.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: a, a\r\n\r\n')],
      ['a subprotocol with a blank', (request) => request.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: a b\r\n\r\n')],
      ['another method', (request) => request.replace('GET', 'POST')],
      ['another protocol to upgrade to', (request) => request.replace('Upgrade: websocket', 'Upgrade: h2c')],
    ])('is refused with %s in the handshake', async (_what, change) => {
      const bare = await BareSocket.connect(gateway.port);

      bare.write(change(upgradeRequest(path())));

      const [status] = (await bare.until((come) => come.includes('\r\n'))).split('\r\n');
      expect(status).toMatch(/^HTTP\/1\.1 4\d\d /);
    });

    it('has what it sends behind its handshake read as frames, not as requests', async () => {
      const bare = await BareSocket.connect(gateway.port);

      bare.write(`${upgradeRequest(path())}GET /health HTTP/1.1\r\nHost: x\r\n\r\n`);

      expect(await bare.closeCode()).toBe(PROTOCOL_ERROR);
      expect(bare.received.toString('latin1')).not.toContain('"status"');
    });
  });
});
