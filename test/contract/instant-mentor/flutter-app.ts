import { expect } from '@jest/globals';
import { aString, aTime } from '../../support/expect-frames.js';
import type { JsonObject } from '../../support/inbox.js';
import type { Endpoint } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';

/** The app takes the milliseconds of its clock for an id: here it stands still, as it does for two frames in one moment. */
const CLOCK = '1763740800000';
/** Presences are told at most twice a second, and receipts once. */
export const TOLD_MS = 4_000;

export type AppRole = 'student' | 'mentor';

export interface FlutterApp {
  readonly client: SocketClient;
  readonly userId: string;
  readonly role: AppRole;
  /** Sends as the app does: wrapped, with everything as text. */
  send(event: string, data: JsonObject, receiverId?: string): void;
  /** The same, and waits for the acknowledgement. */
  request(event: string, data: JsonObject, receiverId?: string): Promise<JsonObject>;
}

export interface AppOptions {
  userId?: string;
  /** Newer builds have one. */
  token?: string;
  /** Older ones say who they are by headers alone. */
  by?: 'auth' | 'headers';
}

/** Connects a build of the app without a token, which is a guest here. */
export async function connectGuest(gateway: Endpoint, role: AppRole, { userId = newId(role), ...options }: AppOptions = {}) {
  return connectApp(gateway, role, { userId, ...options });
}

/** Connects somebody whom the app's own backend gave a token. */
export async function connectUser(gateway: Endpoint, role: AppRole, { userId = newId(role), ...options }: AppOptions = {}) {
  return connectApp(gateway, role, { userId, token: appToken({ id: userId, name: `The ${role}`, role }), ...options });
}

export async function connectApp(
  gateway: Endpoint,
  role: AppRole,
  { userId, token, by = 'auth' }: AppOptions & { userId: string },
): Promise<FlutterApp> {
  const claim = by === 'auth' ? { userId, userRole: role } : {};
  const client = await SocketClient.connect(gateway, {
    auth: { ...claim, ...(token === undefined ? {} : { token }) },
    headers: { 'user-id': userId, 'user-role': role },
    transport: 'websocket',
  });
  // The greeting of students; of mentors there is none to wait for.
  if (role === 'student') await client.nextWhere('mentor_statuses', Array.isArray, 5_000);
  return {
    client,
    userId,
    role,
    send: (event, data, receiverId) => {
      client.emit(event, wrapped(event, data, userId, receiverId));
    },
    request: (event, data, receiverId) => client.request(event, wrapped(event, data, userId, receiverId)),
  };
}

/** `receiverId` is there also where there is nobody: Dart writes what is null. */
export function wrapped(event: string, data: JsonObject, senderId: string, receiverId: string | null = null): JsonObject {
  return { id: CLOCK, event, timestamp: '2026-11-21T16:00:00.000Z', data, senderId, receiverId };
}

/** A frame exactly as it must be: flat, with what all of them have. */
export function flat(fields: JsonObject): JsonObject {
  return { id: aString, senderId: aString, timestamp: aTime, ...fields };
}

/** Every frame of the app, of whatever event, has at its top what the app reads from there. */
export function expectWhole({ client }: FlutterApp): void {
  for (const { event, args } of client.occurrences) {
    const payloads = Array.isArray(args[0]) ? (args[0] as JsonObject[]) : [args[0] as JsonObject];
    for (const payload of payloads) {
      expect({ ...payload, event }).toMatchObject({ event, id: aString, senderId: aString, timestamp: expect.anything() });
      expect(payload).not.toHaveProperty('data.data');
    }
  }
}
