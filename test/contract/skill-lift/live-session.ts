import { aNumber, aTime, aUuid } from '../../support/expect-frames.js';
import type { JsonObject } from '../../support/inbox.js';
import { RawClient, type Endpoint, type Frame } from '../../support/raw-client.js';
import { appToken, newId } from '../../support/tokens.js';

export interface Learner {
  client: RawClient;
  userId: string;
  userName: string;
  token: string;
}

/** Connects somebody whom the app's own backend gave a token; `connected` has come and is read. */
export async function connectLearner(gateway: Endpoint, userName: string, claims: JsonObject = {}): Promise<Learner> {
  const userId = newId(userName.toLowerCase());
  const token = appToken({ id: userId, name: userName, ...claims });
  const client = await connectWith(gateway, token);
  await client.next('connected');
  return { client, userId, userName, token };
}

export function connectWith(gateway: Endpoint, token: string): Promise<RawClient> {
  return RawClient.connect(gateway, `/?token=${encodeURIComponent(token)}`);
}

/** Joins and waits until the server says so. */
export async function enter(learner: Learner, roomId: string): Promise<Frame> {
  learner.client.send({ type: 'join_room', data: { roomId } });
  return learner.client.next({ type: 'room_joined', payload: { roomId } });
}

/** A room that no other test uses. */
export function newRoom(): string {
  return newId('session');
}

/** The `payload` of a server frame. */
export function payloadOf(frame: Frame): JsonObject {
  return frame.payload as JsonObject;
}

/** A `chat_message` exactly as the contract has it. */
export function chatMessage(roomId: string, from: Learner, message: string, more: JsonObject = {}): JsonObject {
  const { userId, userName } = from;
  const made = { id: aUuid, seq: aNumber, timestamp: aTime };
  return { type: 'chat_message', payload: { roomId, ...made, userId, userName, message, messageType: 'text', ...more } };
}
