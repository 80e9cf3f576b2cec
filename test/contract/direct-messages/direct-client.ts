import { aTime, aUuid } from '../../support/expect-frames.js';
import type { JsonObject } from '../../support/inbox.js';
import { signedToken, type SessionOptions, type TokenMaker } from '../../support/next-auth-tokens.js';
import type { Endpoint } from '../../support/raw-client.js';
import { SocketClient, type SocketOptions } from '../../support/socket-client.js';
import { newId } from '../../support/tokens.js';

/** How this dialect's clients connect: by either transport alone, or as the library does it by itself. */
export const WAYS = ['websocket', 'polling', 'default'] as const;
export type Way = (typeof WAYS)[number];

/** Somebody of the Next.js app, as its token speaks of them. */
export interface AppPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly image: string;
  readonly token: string;
}

export interface DirectPerson extends AppPerson {
  readonly client: SocketClient;
}

/** Somebody whom nobody here has seen yet. */
export async function appPerson(stem = 'ana', tokenOf: TokenMaker = signedToken, options?: SessionOptions): Promise<AppPerson> {
  const id = newId(stem);
  const name = `${stem.slice(0, 1).toUpperCase()}${stem.slice(1)} ${id.slice(-4)}`;
  const [email, image] = [`${id}@School.example`, `https://app.example/${id}.png`];
  return { id, name, email, image, token: await tokenOf({ id, name, email, picture: image }, options) };
}

/** Connects as the shipped client does, with a token and nothing else; what it missed has come when it resolves. */
export async function connectDirect<P extends { token: string }>(
  gateway: Endpoint,
  person: P,
  way: Way = 'websocket',
  options: SocketOptions = {},
): Promise<P & { client: SocketClient }> {
  const client = await SocketClient.connect(gateway, { auth: { token: person.token }, transport: way, ...options });
  await settled({ client });
  return { ...person, client };
}

/** Somebody new, connected. */
export async function newDirect(gateway: Endpoint, stem?: string, way?: Way): Promise<DirectPerson> {
  return connectDirect(gateway, await appPerson(stem), way);
}

/** Everything the server sent before this call has arrived when it resolves. */
export async function settled({ client }: { client: SocketClient }): Promise<void> {
  await client.request('contract:settled', {});
}

/** Says it as the shipped client does, and waits for the one answer. */
export async function send({ client }: { client: SocketClient }, to: { id: string }, content: string, more: JsonObject = {}) {
  client.emit('message:send', { recipientId: to.id, content, ...more });
  return client.next('message:sent', { content }, 5_000);
}

/** As `send`, of what must be refused. */
export async function sendRefused({ client }: { client: SocketClient }, payload: unknown): Promise<JsonObject> {
  client.emit('message:send', payload);
  return client.next('message:error', {}, 5_000);
}

/** The contents of what somebody received, in the order in which it came. */
export function received({ client }: { client: SocketClient }, from?: { id: string }): string[] {
  const messages = client.heard('message:receive').filter(({ senderId }) => from === undefined || senderId === from.id);
  return messages.map(({ content }) => content as string);
}

/** A person in a message, to somebody of the same app. */
export function shownPerson({ id, name, email, image }: AppPerson): JsonObject {
  return { id, name, email, image };
}

/** A message exactly as the contract has it. */
export function messageShape(sender: AppPerson, recipient: AppPerson, content: string): JsonObject {
  return {
    id: aUuid,
    content,
    senderId: sender.id,
    recipientId: recipient.id,
    sessionId: aUuid,
    createdAt: aTime,
    sender: shownPerson(sender),
    recipient: shownPerson(recipient),
  };
}
