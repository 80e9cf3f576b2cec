import { expect } from '@jest/globals';
import { register, type TestAccount } from '../../support/accounts.js';
import { aCode, aNumber, aString, aTime, aUuid, dataOf } from '../../support/expect-frames.js';
import type { JsonObject } from '../../support/inbox.js';
import type { Endpoint } from '../../support/raw-client.js';
import { connectLyceum, type LyceumClient, type Way } from './lyceum-client.js';

export interface Person extends TestAccount {
  client: LyceumClient;
}

/** Registers somebody and connects them. */
export async function newPerson(gateway: Endpoint, way: Way, stem?: string): Promise<Person> {
  const account = await register(gateway, stem);
  return { ...account, client: await connectLyceum(gateway, way, account.token) };
}

/** A user as everybody sees them who registered here. */
export function userShape({ id, username }: TestAccount): JsonObject {
  return { id, username, name: username, avatarUrl: null, role: 'student', guest: false };
}

export function roomShape(more: JsonObject = {}): JsonObject {
  return {
    id: aUuid,
    key: null,
    code: aCode,
    kind: expect.stringMatching(/^(session|group)$/),
    peer: null,
    title: null,
    visibility: 'code',
    capacity: 500,
    locked: false,
    entry: 'open',
    lastSeq: 0,
    createdAt: aTime,
    expiresAt: aTime,
    ...more,
  };
}

/** `{id, key, code}` of a room. */
export function refOf(room: JsonObject): JsonObject {
  return { id: room.id, key: room.key, code: room.code };
}

export function messageShape(room: JsonObject, sender: TestAccount, more: JsonObject = {}): JsonObject {
  const seq = more.seq ?? aNumber;
  return {
    id: aUuid,
    room: refOf(room),
    seq,
    revisionSeq: seq,
    sender: userShape(sender),
    kind: 'text',
    text: aString,
    metadata: null,
    clientId: null,
    replyTo: null,
    attachments: [],
    mentions: [],
    reactions: [],
    createdAt: aTime,
    editedAt: null,
    deletedAt: null,
    pinnedAt: null,
    ...more,
  };
}

/** A room of that owner, who has joined it, and so have the others, in this order. */
export async function roomOf(owner: Person, ...others: Person[]): Promise<JsonObject> {
  const room = dataOf(await owner.client.request('rooms:create', {}));
  for (const { client } of [owner, ...others]) dataOf(await client.request('rooms:join', { code: room.code }));
  return room;
}

/** Says it and gives the answered message back. */
export async function say({ client }: Person, room: JsonObject, text: string, more: JsonObject = {}): Promise<JsonObject> {
  return dataOf(await client.request('chat:send', { room: { id: room.id }, text, ...more }));
}
