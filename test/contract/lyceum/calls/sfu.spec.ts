import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import jwt, { type JwtPayload } from 'jsonwebtoken';
import { aNumber, aTime, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { ROOMY, START_MS } from '../../settings.js';
import { closeAll } from '../lyceum-client.js';
import { newPerson, roomOf, type Person } from '../shapes.js';

const LIVEKIT = {
  LIVEKIT_URL: 'wss://livekit.example.com',
  LIVEKIT_API_KEY: 'APIkey',
  LIVEKIT_API_SECRET: 'what LiveKit and the gateway know',
};
/** More than can send to one another directly. */
const MANY = 6;

interface RoomCall {
  people: Person[];
  owner: Person;
  room: { id: string };
  callId: string;
}

/** A room of that many people, whose owner has begun a call. */
async function beginCall(gateway: Gateway, size: number): Promise<RoomCall> {
  const people: Person[] = [];
  for (let index = 0; index < size; index += 1) people.push(await newPerson(gateway, 'websocket'));
  const owner = people[0]!;
  const room = (await roomOf(owner, ...people.slice(1))) as { id: string };
  const { id } = dataOf(await owner.client.request('calls:start', { room: { id: room.id }, kind: 'video' }));
  return { people, owner, room, callId: id as string };
}

describe('lyceum: a room call with a LiveKit server', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, ...LIVEKIT } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** The claims of the token that the person gets for the call. */
  async function claimsOf({ client }: Person, callId: string): Promise<JwtPayload> {
    const access = dataOf(await client.request('calls:join-sfu', { callId }));
    expect(access).toEqual({ url: 'wss://livekit.example.com', token: expect.any(String), expiresAt: aTime });
    const claims = jwt.verify(access.token as string, LIVEKIT.LIVEKIT_API_SECRET, { algorithms: ['HS256'], issuer: 'APIkey' });
    expect(Math.abs(Date.parse(access.expiresAt as string) / 1000 - ((claims as JwtPayload).exp ?? 0))).toBeLessThan(2);
    return claims as JwtPayload;
  }

  it('has room for more than a mesh, each with a token of their own', async () => {
    const { people, callId } = await beginCall(gateway, MANY);

    for (const { client } of people.slice(1)) dataOf(await client.request('calls:accept', { callId }));

    for (const [index, person] of people.entries()) {
      expect(await claimsOf(person, callId)).toEqual({
        iss: 'APIkey',
        sub: person.id,
        name: person.username,
        nbf: aNumber,
        exp: aNumber,
        video: {
          roomJoin: true,
          room: callId,
          canSubscribe: true,
          canPublish: true,
          canPublishData: true,
          ...(index === 0 ? { roomAdmin: true } : {}),
        },
      });
    }
  });

  it('lets moderators moderate, and who is muted meanwhile only watch', async () => {
    const { people, owner, room, callId } = await beginCall(gateway, 3);
    const [, mod, muted] = people as [Person, Person, Person];
    for (const { client } of [mod, muted]) dataOf(await client.request('calls:accept', { callId }));
    dataOf(await owner.client.request('rooms:role', { room: { id: room.id }, userId: mod.id, role: 'moderator' }));
    dataOf(await owner.client.request('rooms:mute', { room: { id: room.id }, userId: muted.id, on: true }));

    expect((await claimsOf(mod, callId)).video).toMatchObject({ roomAdmin: true, canPublish: true });
    const { video } = await claimsOf(muted, callId);
    expect(video).toEqual({ roomJoin: true, room: callId, canSubscribe: true, canPublish: false, canPublishData: false });
  });

  it('lets nobody in who has not joined, has left, or was removed; nor anybody when it is over', async () => {
    const { people, owner, room, callId } = await beginCall(gateway, 4);
    const [, waiting, gone, kicked] = people as [Person, Person, Person, Person];
    const stranger = await newPerson(gateway, 'websocket');
    for (const { client } of [gone, kicked]) dataOf(await client.request('calls:accept', { callId }));
    dataOf(await gone.client.request('calls:end', { callId }));
    dataOf(await owner.client.request('rooms:kick', { room: { id: room.id }, userId: kicked.id }));

    for (const { client } of [stranger, waiting]) {
      expectRefusal(await client.request('calls:join-sfu', { callId }), 'CALL_NOT_FOUND');
    }
    expectRefusal(await gone.client.request('calls:join-sfu', { callId }), 'FORBIDDEN');
    expect(await kicked.client.request('calls:join-sfu', { callId })).toMatchObject({ ok: false });
    dataOf(await owner.client.request('calls:end', { callId }));
    expectRefusal(await owner.client.request('calls:join-sfu', { callId }), 'CALL_ENDED');
  });

  it('is there for two as well, neither of whom moderates', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'raw')];
    const { id } = dataOf(await ana.client.request('calls:start', { to: { id: ben.id }, kind: 'audio' }));
    const callId = id as string;
    dataOf(await ben.client.request('calls:accept', { callId }));

    for (const person of [ana, ben]) {
      const { video } = await claimsOf(person, callId);
      expect(video).toEqual({ roomJoin: true, room: callId, canSubscribe: true, canPublish: true, canPublishData: true });
    }
  });

  it('keeps the secret to itself', () => {
    expect(gateway.output()).not.toContain(LIVEKIT.LIVEKIT_API_SECRET);
  });
});

describe('lyceum: a room call without a LiveKit server', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterAll(async () => {
    await closeAll();
    await gateway.stop();
  });

  it('is full with four, and there is nowhere else to go', async () => {
    const { people, callId } = await beginCall(gateway, 5);
    for (const { client } of people.slice(1, 4)) dataOf(await client.request('calls:accept', { callId }));

    expectRefusal(await people[4]!.client.request('calls:accept', { callId }), 'CALL_FULL', { retryable: true });
    expectRefusal(await people[0]!.client.request('calls:join-sfu', { callId }), 'CALL_FULL', { retryable: true });
  });
});
