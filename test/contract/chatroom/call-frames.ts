import { aSentence } from '../../support/expect-frames.js';
import type { JsonObject } from '../../support/inbox.js';
import { aUuid } from '../../support/expect-frames.js';
import type { ChatPerson } from './chat-client.js';

/** What these clients send, as their browsers make it. */
export const OFFER = { type: 'offer', sdp: 'v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n' };
export const ANSWER = { type: 'answer', sdp: 'v=0\r\no=- 1611731400430051337 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n' };

export function candidate(port: number): JsonObject {
  return {
    candidate: `candidate:842163049 1 udp 1677729535 192.0.2.7 ${port} typ srflx raddr 0.0.0.0 rport 0`,
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: '6oWz',
  };
}

/** A frame of a person, without asking for an answer. */
export function send({ client }: ChatPerson, event: string, payload: JsonObject): void {
  client.emit(event, payload);
}

/** `incoming_call` exactly as the contract has it. */
export function incomingCall(from: string, offer: unknown = OFFER): JsonObject {
  return { from, offer, callId: aUuid, callType: 'video' };
}

export function callEnded(from: string, reason: string): JsonObject {
  return { from, callId: aUuid, reason };
}

export function callError(to: string | null, code: string): JsonObject {
  return { to, code, message: aSentence };
}

/** One calls, it rings at the other, and both have seen it. Gives what the other heard. */
export async function ring(caller: ChatPerson, callee: ChatPerson): Promise<JsonObject> {
  send(caller, 'call_user', { to: callee.username, offer: OFFER });
  return callee.client.next('incoming_call', { from: caller.username });
}

/** They talk. */
export async function connect(caller: ChatPerson, callee: ChatPerson): Promise<void> {
  await ring(caller, callee);
  send(callee, 'call_answer', { to: caller.username, answer: ANSWER });
  await caller.client.next('call_answered', { from: callee.username });
}
