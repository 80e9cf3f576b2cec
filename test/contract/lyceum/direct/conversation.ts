import { dataOf } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import { userShape, type Person } from '../shapes.js';

/** Says it to that person, by their direct room, and gives the answered message. */
export async function write({ client }: Pick<Person, 'client'>, to: Pick<Person, 'id'>, text: string, more: JsonObject = {}) {
  return dataOf(await client.request('chat:send', { to: { id: to.id }, text, ...more }));
}

export const roomIn = (message: JsonObject): JsonObject => message.room as JsonObject;

/** A direct room as it looks to one of the two: with the other. */
export function directShape(peer: Person | null, more: JsonObject = {}): JsonObject {
  return {
    key: null,
    code: null,
    kind: 'direct',
    peer: peer === null ? null : userShape(peer),
    title: null,
    visibility: 'private',
    capacity: 2,
    locked: false,
    entry: 'open',
    expiresAt: null,
    ...more,
  };
}

/** The direct rooms that somebody is shown. */
export async function conversationsOf({ client }: Pick<Person, 'client'>): Promise<JsonObject[]> {
  const { rooms } = dataOf(await client.request('rooms:list', {}));
  return (rooms as { room: JsonObject }[]).map(({ room }) => room).filter(({ kind }) => kind === 'direct');
}

/** Texts of the messages of that room that reached somebody, in the order in which they came. */
export function textsHeard({ client }: Pick<Person, 'client'>, room: JsonObject): string[] {
  const messages = client.heard('chat:message').filter((message) => roomIn(message).id === room.id);
  return messages.map(({ text }) => text as string);
}
