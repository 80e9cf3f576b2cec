import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aSentence } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { chatMessage, connectLearner, enter, newRoom } from './live-session.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('skill lift: refusals', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.giveBack());

  it('a message into a room one has not joined is refused, and nobody hears it', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const stranger = await connectLearner(gateway, 'Stranger');
    const roomId = newRoom();
    await enter(ana, roomId);

    stranger.client.send({ type: 'chat_message', data: { roomId, message: 'let me in' } });

    expect(await stranger.client.next('error')).toEqual({
      type: 'error',
      payload: { code: 'NOT_A_MEMBER', message: aSentence, type: 'chat_message' },
    });
    await ana.client.silent('chat_message');
  });

  it.each([
    ['an unknown type', '{"type":"dance","data":{}}', 'UNKNOWN_EVENT', 'dance'],
    ['a canonical command', '{"type":"chat:send","data":{"room":{"key":"ROOM"},"text":"Hi"}}', 'UNKNOWN_EVENT', 'chat:send'],
    ['a join without a room', '{"type":"join_room","data":{}}', 'INVALID', 'join_room'],
    ['a join of a number', '{"type":"join_room","data":{"roomId":42}}', 'INVALID', 'join_room'],
    ['a join of an object', '{"type":"join_room","data":{"roomId":{"a":1}}}', 'INVALID', 'join_room'],
    ['a room of 129 characters', `{"type":"join_room","data":{"roomId":"${'x'.repeat(129)}"}}`, 'INVALID', 'join_room'],
    ['a room with NUL', '{"type":"join_room","data":{"roomId":"a\\u0000b"}}', 'INVALID', 'join_room'],
    ['no body', '{"type":"chat_message"}', 'INVALID', 'chat_message'],
    ['a body that is null', '{"type":"chat_message","data":null}', 'INVALID', 'chat_message'],
    ['a body that is an array', '{"type":"chat_message","data":["ROOM"]}', 'INVALID', 'chat_message'],
    ['no message', '{"type":"chat_message","data":{"roomId":"ROOM"}}', 'INVALID', 'chat_message'],
    ['an empty message', '{"type":"chat_message","data":{"roomId":"ROOM","message":""}}', 'INVALID', 'chat_message'],
    ['a message that is a number', '{"type":"chat_message","data":{"roomId":"ROOM","message":1e400}}', 'INVALID', 'chat_message'],
    ['a message with NUL', '{"type":"chat_message","data":{"roomId":"ROOM","message":"a\\u0000"}}', 'INVALID', 'chat_message'],
    ['half a pair', '{"type":"chat_message","data":{"roomId":"ROOM","message":"\\udc00"}}', 'INVALID', 'chat_message'],
    [
      'a messageType that is an object',
      '{"type":"chat_message","data":{"roomId":"ROOM","message":"Hi","messageType":{}}}',
      'INVALID',
      'chat_message',
    ],
    [
      'a clientId that is a number',
      '{"type":"chat_message","data":{"roomId":"ROOM","message":"Hi","clientId":5}}',
      'INVALID',
      'chat_message',
    ],
  ])('%s is answered with an error that names the frame', async (_, frame, code, type) => {
    const ana = await connectLearner(gateway, 'Ana');
    const roomId = newRoom();
    await enter(ana, roomId);

    ana.client.send(frame.replace('ROOM', roomId));

    expect(await ana.client.next('error')).toEqual({ type: 'error', payload: { code, message: aSentence, type } });
    ana.client.send({ type: 'chat_message', data: { roomId, message: 'still here' } });
    expect(await ana.client.next('chat_message')).toEqual(chatMessage(roomId, ana, 'still here', { seq: 1 }));
    await ana.client.silent('error');
  });

  it.each<[string, string | Buffer]>([
    ['text that is no JSON', 'hello'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a number', '1'],
    ['no type', '{"data":{}}'],
    ['a type that is a number', '{"type":5}'],
    ['JSON 20,000 deep', `{"type":"ping","data":${nested(20_000)}}`],
    ['a binary frame', Buffer.from('{"type":"ping","data":{"timestamp":1}}')],
  ])('%s is answered with an error, and the connection goes on', async (_, frame) => {
    const ana = await connectLearner(gateway, 'Ana');

    ana.client.send(frame);

    const { type, payload } = await ana.client.next('error');
    expect({ type, payload }).toMatchObject({ type: 'error', payload: { code: 'INVALID', message: aSentence } });
    ana.client.send({ type: 'ping', data: { timestamp: 1 } });
    await ana.client.next('pong');
    expect(ana.client.frames.map((one) => one.type)).toEqual(['connected', 'error', 'pong']);
  });

  it('a frame over 64 KB closes the connection with 1009', async () => {
    const ana = await connectLearner(gateway, 'Ana');

    ana.client.send({ type: 'chat_message', data: { roomId: 'any', message: 'x'.repeat(64 * 1024) } });

    expect(await ana.client.closed).toMatchObject({ code: 1009 });
  });
});
