import type { TestAccount } from '../../../support/accounts.js';
import { aTime, dataOf } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import type { Endpoint } from '../../../support/raw-client.js';
import { SocketClient } from '../../../support/socket-client.js';
import { newId } from '../../../support/tokens.js';
import { GRACE_MS } from '../../settings.js';
import type { LyceumClient } from '../lyceum-client.js';
import { userShape } from '../shapes.js';

/** Until everybody has heard that somebody is gone, on a busy machine. */
export const GONE_MS = GRACE_MS + 5_000;

type Asker = Pick<LyceumClient, 'request' | 'heard'>;

/** Connects one device of the person, by default another one than before, and waits for the greeting. */
export async function device(gateway: Endpoint, { token }: TestAccount, deviceId = newId('device')): Promise<SocketClient> {
  const client = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum', deviceId } });
  await client.next('hello');
  return client;
}

/** Watches them; how they are now. */
export async function watch(client: Asker, ...people: TestAccount[]): Promise<JsonObject[]> {
  const { users } = dataOf(await client.request('presence:watch', { users: people.map(({ id }) => id) }));
  return users as JsonObject[];
}

/** Somebody who is here with one device, unless more is said. */
export function here(person: TestAccount, more: JsonObject = {}): JsonObject {
  return { user: userShape(person), state: 'online', statusText: null, lastSeenAt: null, devices: 1, ...more };
}

/** The same to themselves. */
export function oneself(person: TestAccount, more: JsonObject = {}): JsonObject {
  return { ...here(person), hidden: false, until: null, ...more };
}

export function gone(person: TestAccount): JsonObject {
  return { ...here(person), state: 'offline', lastSeenAt: aTime, devices: 0 };
}

/** An id of which nobody may know whether anybody has it. */
export function nobody(id: string): JsonObject {
  const user = { id, username: null, name: id, avatarUrl: null, role: 'student', guest: false };
  return { user, state: 'offline', statusText: null, lastSeenAt: null, devices: 0 };
}

/** All that was told of the person so far. */
export function toldOf(client: Pick<Asker, 'heard'>, { id }: TestAccount): JsonObject[] {
  return client.heard('presence:changed').filter(({ user }) => (user as JsonObject).id === id);
}
