import { expect } from '@jest/globals';
import { register, type TestAccount } from '../../support/accounts.js';
import { aTime, aUuid } from '../../support/expect-frames.js';
import type { JsonObject } from '../../support/inbox.js';
import type { Endpoint } from '../../support/raw-client.js';
import { SocketClient, type SocketOptions } from '../../support/socket-client.js';

/** How this dialect's clients connect: by either transport alone, or as the library does it by itself. */
export const WAYS = ['websocket', 'polling', 'default'] as const;
export type Way = (typeof WAYS)[number];

export interface ChatMessage extends JsonObject {
  id: string;
  username: string;
  text: string;
  timestamp: string;
}

export interface ChatPerson extends TestAccount {
  client: SocketClient;
  /** The `message_history` they were greeted with. */
  history: ChatMessage[];
  /** The `online_users` they were greeted with. */
  online: string[];
}

/** Connects as the shipped client does, with a token and nothing else, and waits for the greeting. */
export async function connectChat(
  gateway: Endpoint,
  account: TestAccount,
  way: Way = 'websocket',
  options: SocketOptions = {},
): Promise<ChatPerson> {
  const client = await SocketClient.connect(gateway, { auth: { token: account.token }, transport: way, ...options });
  const history = await client.nextWhere<ChatMessage[]>('message_history', Array.isArray, 5_000);
  const online = await client.nextWhere<string[]>('online_users', Array.isArray, 5_000);
  return { ...account, client, history, online };
}

/** Registers somebody and connects them. */
export async function newPerson(gateway: Endpoint, way?: Way, stem?: string): Promise<ChatPerson> {
  return connectChat(gateway, await register(gateway, stem), way);
}

/** A message exactly as the contract has it. */
export function chatMessage(username: string, text: string): JsonObject {
  return { id: aUuid, username, text, timestamp: aTime };
}

/** Waits until the person hears that, once, and gives it. */
export function hears({ client }: ChatPerson, text: string, withinMs = 5_000): Promise<ChatMessage> {
  return client.nextWhere<ChatMessage>('new_message', (message) => message.text === text, withinMs);
}

/** Texts of all `new_message`s so far. */
export function textsOf({ client }: ChatPerson): string[] {
  return client.heard<ChatMessage>('new_message').map(({ text }) => text);
}

/** Waits for a list of who is online that fits. */
export function seesOnline({ client }: ChatPerson, fits: (usernames: string[]) => boolean, withinMs = 5_000): Promise<string[]> {
  return client.nextWhere<string[]>('online_users', fits, withinMs);
}

/** An `error` exactly as the contract has it. */
export function errorFrame(code: string, event: string): JsonObject {
  return { code, message: expect.stringMatching(/\S/), event };
}
