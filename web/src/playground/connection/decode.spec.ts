import { describe, expect, it } from '@jest/globals';
import { decodeRaw, decodeSocketIo } from './decode.js';

const ASKED = new Map([[7, 'chat:send']]);

describe('a packet of Socket.IO', () => {
  it.each([
    ['0{"sid":"x"}', { kind: 'protocol', event: 'open', data: { sid: 'x' } }],
    ['2', { kind: 'protocol', event: 'ping', data: undefined }],
    ['40{"token":"t"}', { kind: 'protocol', event: 'connect', data: { token: 't' } }],
    ['44{"message":"No"}', { kind: 'protocol', event: 'connect_error', data: { message: 'No' } }],
    ['41', { kind: 'protocol', event: 'disconnect', data: undefined }],
    ['42["hello",{"a":1}]', { kind: 'event', event: 'hello', data: { a: 1 } }],
    ['42["status:request"]', { kind: 'event', event: 'status:request', data: undefined }],
    ['42["two",1,2]', { kind: 'event', event: 'two', data: [1, 2] }],
    ['427["chat:send",{"text":"Hi"}]', { kind: 'event', event: 'chat:send', data: { text: 'Hi' }, ackId: 7 }],
    ['42/room,7["chat:send"]', { kind: 'event', event: 'chat:send', data: undefined, ackId: 7 }],
    ['437[{"ok":true}]', { kind: 'answer', event: 'chat:send', data: { ok: true }, ackId: 7 }],
    ['439[{"ok":true}]', { kind: 'answer', event: 'unknown', data: { ok: true }, ackId: 9 }],
    ['4nonsense', { kind: 'protocol', event: 'unknown', data: '4nonsense' }],
    ['', { kind: 'protocol', event: 'unknown', data: '' }],
  ])('%j is told apart', (wire, decoded) => {
    expect(decodeSocketIo(wire, ASKED)).toEqual(decoded);
  });
});

describe('a frame of a plain WebSocket', () => {
  it.each([
    ['{"type":"joined","sessionCode":"ABC234","id":"m1"}', { event: 'joined', data: { sessionCode: 'ABC234', id: 'm1' } }],
    ['{"type":"connected","payload":{"userId":"u"}}', { event: 'connected', data: { userId: 'u' } }],
    ['{"type":"chat:send","id":7,"data":{"text":"Hi"}}', { event: 'chat:send', data: { text: 'Hi' }, ackId: 7 }],
    ['{"type":"ack","id":7,"ok":true}', { kind: 'answer', event: 'chat:send', data: { ok: true }, ackId: 7 }],
    ['{"no":"type"}', { event: 'no type', data: { no: 'type' } }],
    ['[1]', { event: 'not a frame', data: [1] }],
    ['nonsense', { event: 'not a frame', data: 'nonsense' }],
  ])('%j is told apart', (wire, decoded) => {
    expect(decodeRaw(wire, ASKED)).toEqual({ kind: 'event', ...decoded });
  });
});
