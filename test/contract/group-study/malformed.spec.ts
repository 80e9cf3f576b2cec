import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aSentence } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { createSession, joinSession } from './session.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const FRAMES: [string, string | Buffer][] = [
  ['text that is no JSON', 'hello'],
  ['an empty frame', ''],
  ['half an object', '{"type":"join"'],
  ['an array', '[{"type":"create"}]'],
  ['null', 'null'],
  ['a number', '42'],
  ['a string', '"create"'],
  ['an object without a type', '{"sessionCode":"CODE","userName":"Ana"}'],
  ['a type that is a number', '{"type":1}'],
  ['a type that is an object', '{"type":{"toString":"create"}}'],
  ['a type nobody knows', '{"type":"dance"}'],
  ['a type of JavaScript', '{"type":"__proto__"}'],
  ['a method of objects', '{"type":"constructor"}'],
  ['a Socket.IO event', '{"type":"disconnect"}'],
  ['a canonical command', '{"type":"chat:send","room":{"code":"CODE"},"text":"Hello"}'],
  ['a server frame', '{"type":"user_joined","userName":"Ana"}'],
  ['a code that is a number', '{"type":"join","sessionCode":123456,"userName":"Ben"}'],
  ['a code that is an object', '{"type":"join","sessionCode":{"$ne":null},"userName":"Ben"}'],
  ['no code', '{"type":"join","userName":"Ben"}'],
  ['no name', '{"type":"join","sessionCode":"CODE"}'],
  ['an empty name', '{"type":"join","sessionCode":"CODE","userName":""}'],
  ['a name that is an array', '{"type":"join","sessionCode":"CODE","userName":["Ben"]}'],
  ['a name of 10,000 characters', `{"type":"join","sessionCode":"CODE","userName":"${'x'.repeat(10_000)}"}`],
  ['a name with NUL', '{"type":"join","sessionCode":"CODE","userName":"Be\\u0000n"}'],
  ['a creator that is a number', '{"type":"create","userName":7}'],
  ['no message', '{"type":"message","sessionCode":"CODE","userName":"Ana"}'],
  ['an empty message', '{"type":"message","sessionCode":"CODE","userName":"Ana","message":""}'],
  ['a message that is a number', '{"type":"message","sessionCode":"CODE","userName":"Ana","message":1e400}'],
  ['a message that is an object', '{"type":"message","sessionCode":"CODE","userName":"Ana","message":{"a":1}}'],
  ['a message of 4,001 characters', `{"type":"message","sessionCode":"CODE","userName":"Ana","message":"${'x'.repeat(4_001)}"}`],
  ['a message of 4,200 emoji', `{"type":"message","sessionCode":"CODE","userName":"Ana","message":"${'😀'.repeat(4_200)}"}`],
  ['a message with NUL', '{"type":"message","sessionCode":"CODE","userName":"Ana","message":"a\\u0000b"}'],
  ['half a surrogate pair', '{"type":"message","sessionCode":"CODE","userName":"Ana","message":"a\\ud800b"}'],
  ['a leave without a code', '{"type":"leave","userName":"Ana"}'],
  ['JSON 20 deep', `{"type":"create","userName":"Ana","more":${nested(20)}}`],
  ['JSON 20,000 deep', `{"type":"create","userName":"Ana","more":${nested(20_000)}}`],
  ['a binary frame', Buffer.from('{"type":"create","userName":"Ana"}')],
  ['a binary frame of noise', Buffer.from([0x00, 0xff, 0xfe, 0x80])],
];

describe('group study: malformed frames', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.giveBack());

  it.each(FRAMES)('%s is answered with one error, and the connection goes on', async (_, frame) => {
    const { client, code } = await createSession(gateway, 'Ana');

    client.send(typeof frame === 'string' ? frame.replace('CODE', code) : frame);

    expect(await client.next('error')).toEqual({ type: 'error', message: aSentence });
    client.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'still here' });
    expect(await client.next('message')).toMatchObject({ message: 'still here' });
    expect(client.frames.map((one) => one.type)).toEqual(['created', 'joined', 'error', 'message']);
  });

  it('none of them reaches anybody else or ends the gateway', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const ben = await joinSession(gateway, code, 'Ben');
    const before = gateway.pid;
    const stranger = await RawClient.connect(gateway);

    for (const [, frame] of FRAMES) stranger.send(typeof frame === 'string' ? frame.replace('CODE', code) : frame);
    for (const _ of FRAMES) await stranger.next('error', 5_000);

    ana.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'did you hear anything?' });
    expect(await ben.next('message')).toMatchObject({ message: 'did you hear anything?' });
    expect(ben.frames.map((frame) => frame.type)).toEqual(['joined', 'message']);
    expect(gateway.pid).toBe(before);
  });

  it('a frame over 64 KB closes the connection with 1009, and only that one', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const ben = await joinSession(gateway, code, 'Ben');

    ben.send({ type: 'message', sessionCode: code, userName: 'Ben', message: 'x'.repeat(64 * 1024) });

    expect(await ben.closed).toMatchObject({ code: 1009 });
    ana.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'still here' });
    expect(await ana.next('message')).toMatchObject({ message: 'still here' });
  });
});
