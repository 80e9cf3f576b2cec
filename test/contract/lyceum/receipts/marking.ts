import { dataOf } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import type { Endpoint } from '../../../support/raw-client.js';
import { connectLyceum, type LyceumClient, type Way } from '../lyceum-client.js';
import { refOf, type Person } from '../shapes.js';

/** One more device of the person, which has joined nothing. */
export async function secondDevice(gateway: Endpoint, way: Way, { token }: Person): Promise<LyceumClient> {
  return connectLyceum(gateway, way, token);
}

/** Says that everything up to there was read; gives the answer's data. */
export async function read(client: LyceumClient, room: JsonObject, seq: number): Promise<JsonObject> {
  return dataOf(await client.request('chat:read', { room: { id: room.id }, seq }));
}

export async function unreadIn(client: LyceumClient, room: JsonObject): Promise<JsonObject> {
  const { rooms } = dataOf(await client.request('chat:unread', { room: { id: room.id } }));
  return (rooms as [JsonObject])[0];
}

export function unreadShape(room: JsonObject, numbers: Record<'unread' | 'lastSeq' | 'readSeq', number>): JsonObject {
  return { room: refOf(room), mentions: 0, deliveredSeq: numbers.readSeq, ...numbers };
}
