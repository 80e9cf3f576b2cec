import { expect } from '@jest/globals';
import { aTime, aUuid, dataOf } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import type { Endpoint } from '../../../support/raw-client.js';
import { HURRIED } from '../changing.js';
import { connectLyceum, type LyceumClient, type Way } from '../lyceum-client.js';
import { newPerson, userShape, type Person } from '../shapes.js';

/** Limits that tests, who call all the time, would run into. */
export const CALLING = { ...HURRIED, RATE_CALL_PER_MINUTE: '1000', RATE_SIGNAL_PER_SECOND: '1000' } as const;

/** What clients say to each other; the server does not look into it. */
export const OFFER = { type: 'offer', sdp: 'v=0 offered' };
export const ANSWER = { type: 'answer', sdp: 'v=0 answered' };

/** Somebody with a second device, which was there before any call. */
export interface TwoDevices extends Person {
  other: LyceumClient;
}

export async function withTwoDevices(gateway: Endpoint, way: Way, stem?: string): Promise<TwoDevices> {
  const person = await newPerson(gateway, way, stem);
  return { ...person, other: await connectLyceum(gateway, way, person.token) };
}

export type Calling = Pick<Person, 'client'>;

/** Calls that person and gives the call that is the answer. */
export async function ring({ client }: Calling, to: Pick<Person, 'id'>, more: JsonObject = {}): Promise<JsonObject> {
  return dataOf(await client.request('calls:start', { to: { id: to.id }, kind: 'video', offer: OFFER, ...more }));
}

export async function accept({ client }: Calling, call: JsonObject, more: JsonObject = {}): Promise<JsonObject> {
  return dataOf(await client.request('calls:accept', { callId: call.id, ...more }));
}

export async function end({ client }: Calling, call: JsonObject): Promise<JsonObject> {
  return dataOf(await client.request('calls:end', { callId: call.id }));
}

/** Rings, is heard and accepted. */
export async function talk(caller: Calling, callee: Person, more: JsonObject = {}): Promise<JsonObject> {
  const call = await ring(caller, callee);
  await callee.client.fact('calls:incoming', { call: { id: call.id } });
  const accepted = await accept(callee, call, { answer: ANSWER, ...more });
  await caller.client.fact('calls:accepted', { call: { id: call.id } });
  return accepted;
}

export function signal(
  { client }: Calling,
  call: JsonObject,
  type: string,
  data: unknown,
  more: JsonObject = {},
): Promise<JsonObject> {
  return client.request('calls:signal', { callId: call.id, type, data, ...more });
}

export async function currentOf({ client }: Calling): Promise<JsonObject[]> {
  return dataOf(await client.request('calls:current')).calls as JsonObject[];
}

export async function historyOf({ client }: Calling, more: JsonObject = {}): Promise<JsonObject[]> {
  return dataOf(await client.request('calls:history', more)).calls as JsonObject[];
}

/** A call of two as it rings. */
export function callShape(caller: Person, callee: Person, more: JsonObject = {}): JsonObject {
  return {
    id: aUuid,
    kind: 'video',
    state: 'ringing',
    room: { id: aUuid, key: null, code: null },
    isRoomCall: false,
    caller: userShape(caller),
    parties: [
      { user: userShape(caller), state: 'joined', joinedAt: aTime },
      { user: userShape(callee), state: 'invited', joinedAt: null },
    ],
    startedAt: aTime,
    acceptedAt: null,
    endedAt: null,
    endReason: null,
    endedBy: null,
    durationSeconds: null,
    ...more,
  };
}

/** How a call that is over differs. */
export function over(endReason: string, endedBy: Person | null, more: JsonObject = {}): JsonObject {
  return {
    state: 'ended',
    endedAt: aTime,
    endReason,
    endedBy: endedBy === null ? null : userShape(endedBy),
    durationSeconds: expect.any(Number),
    parties: expect.any(Array),
    ...more,
  };
}
