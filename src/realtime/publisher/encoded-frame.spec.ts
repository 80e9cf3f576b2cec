import { describe, expect, it, jest } from '@jest/globals';
import { Decoder } from 'socket.io-parser';
import { DIALECT_TABLES, type Dialect } from '../dialects/index.js';
import { EncodedFrame } from './encoded-frame.js';

const FRAME = { event: 'pong', data: { timestamp: 7, text: '“ü”' } };

/** What follows the header of a short frame. */
function payloadOf(frame: Buffer): string {
  return frame.subarray(2).toString();
}

describe('EncodedFrame', () => {
  it.each([
    ['group-study', { type: 'pong', timestamp: 7, text: '“ü”' }],
    ['skill-lift', { type: 'pong', payload: { timestamp: 7, text: '“ü”' } }],
    ['lyceum', { type: 'pong', data: { timestamp: 7, text: '“ü”' } }],
  ] as const)('is on a raw socket what %s writes', (dialect, expected) => {
    expect(JSON.parse(payloadOf(new EncodedFrame(FRAME, DIALECT_TABLES[dialect]).raw))).toEqual(expected);
  });

  it('is on Socket.IO the packet its own clients decode', () => {
    const text = payloadOf(new EncodedFrame(FRAME, DIALECT_TABLES.lyceum).socketIo);
    expect(text[0]).toBe('4');
    const decoder = new Decoder();
    const packets: unknown[] = [];
    decoder.on('decoded', (packet) => packets.push(packet));
    decoder.add(text.slice(1));
    expect(packets).toEqual([{ type: 2, nsp: '/', data: ['pong', FRAME.data] }]);
  });

  it('is encoded once however many take it, and only in the forms that are taken', () => {
    const write = jest.fn<Dialect['raw']['write']>(({ data }) => data);
    const table = { ...DIALECT_TABLES.lyceum, raw: { ...DIALECT_TABLES.lyceum.raw, write } };
    const encoded = new EncodedFrame(FRAME, table);
    expect(encoded.socketIo).toBe(encoded.socketIo);
    expect(write).not.toHaveBeenCalled();
    expect(encoded.raw).toBe(encoded.raw);
    expect(write).toHaveBeenCalledTimes(1);
  });
});
