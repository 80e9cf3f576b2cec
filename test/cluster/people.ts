import { expect } from '@jest/globals';
import type { Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken, newId } from '../support/tokens.js';

/** Limits that a burst of a test must not meet. */
export const CLUSTER_ENV = {
  RATE_SEND_BURST: '100000',
  RATE_SEND_PER_SECOND: '100000',
  RATE_COMMANDS_PER_SECOND: '100000',
  RATE_JOIN_PER_SECOND: '1000',
} as const;

/** Long enough to come back to another node, on two cores on which several nodes and tests are at work. */
export const GRACE_MS = 1_500;

/** Somebody in a room, of whatever dialect: what they heard, as number and text. */
export interface Person {
  readonly name: string;
  heard(): { seq: number; text: string }[];
  waitFor(text: string, withinMs?: number): Promise<unknown>;
  say(text: string): void;
}

/** A canonical client, who can also ask. */
export interface Asking extends Person {
  request(command: string, payload: JsonObject): Promise<JsonObject>;
}

export async function canonical(node: Gateway, room: string, claims?: JsonObject): Promise<Asking> {
  const token = appToken(claims ?? { sub: newId('lyceum'), name: 'Lyceum' });
  const client = await SocketClient.connect(node, { auth: { token, dialect: 'lyceum' } });
  expect(await client.request('rooms:join', { key: room, create: true })).toMatchObject({ ok: true });
  return {
    name: 'lyceum',
    heard: () =>
      client.occurrences.filter(({ event }) => event === 'chat:message').map(({ args }) => seen(args[0] as JsonObject, 'text')),
    waitFor: (text, withinMs = 5_000) => client.next('chat:message', { text }, withinMs),
    say: (text) => {
      client.emit('chat:send', { room: { key: room }, text });
    },
    request: (command, payload) => client.request(command, payload),
  };
}

export async function liveSession(node: Gateway, room: string): Promise<Person> {
  const client = await RawClient.connect(node, `/?token=${appToken({ sub: newId('skill'), name: 'Skill' })}`);
  client.send({ type: 'join_room', data: { roomId: room } });
  await client.next('room_joined', 5_000);
  return {
    name: 'skill-lift',
    heard: () =>
      client.frames.filter(({ type }) => type === 'chat_message').map(({ payload }) => seen(payload as JsonObject, 'message')),
    waitFor: (text, withinMs = 5_000) => client.next({ type: 'chat_message', payload: { message: text } }, withinMs),
    say: (text) => {
      client.send({ type: 'chat_message', data: { roomId: room, message: text } });
    },
  };
}

export async function studyGroup(node: Gateway, code: string, userName: string): Promise<Person> {
  const client = await RawClient.connect(node);
  client.send({ type: 'join', sessionCode: code, userName });
  await client.next('joined', 5_000);
  return {
    name: 'group-study',
    heard: () => client.frames.filter(({ type }) => type === 'message').map((frame) => seen(frame, 'message')),
    waitFor: (text, withinMs = 5_000) => client.next({ type: 'message', message: text }, withinMs),
    say: (text) => {
      client.send({ type: 'message', sessionCode: code, userName, message: text });
    },
  };
}

/** Everything ever said in the room, as the database has it. */
export async function everything(person: Asking, room: JsonObject): Promise<{ seq: number; text: string }[]> {
  const found: { seq: number; text: string }[] = [];
  for (;;) {
    const answer = await person.request('chat:sync', { rooms: [{ room, afterSeq: found.length }] });
    expect(answer).toMatchObject({ ok: true });
    const [{ changes, more }] = (answer.data as { rooms: [{ changes: JsonObject[]; more: boolean }] }).rooms;
    found.push(...changes.map((message) => seen(message, 'text')));
    if (!more) return found;
  }
}

export function oneTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

function seen(message: JsonObject, text: string): { seq: number; text: string } {
  return { seq: message.seq as number, text: message[text] as string };
}
