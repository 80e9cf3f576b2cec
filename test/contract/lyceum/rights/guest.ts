import type { RawClient } from '../../../support/raw-client.js';
import type { Scene } from './scene.js';

/** Sends a command's group-study frames and gives back what became of it: `ok`, or an error code. */
export type GuestFrames = (guest: RawClient, scene: Scene) => Promise<string>;

/** This dialect shows the sentence of an error, not its code. */
const SENTENCES: Readonly<Record<string, string>> = {
  'Session not found': 'ROOM_NOT_FOUND',
  'This room is locked.': 'ROOM_LOCKED',
  'Wait until somebody lets you in.': 'ROOM_WAITING',
  'Join the room first.': 'NOT_A_MEMBER',
};

/** Waits for the frame that means success, or for the refusal. */
async function outcome(guest: RawClient, success: string): Promise<string> {
  const { type, message } = await guest.next((frame) => frame.type === success || frame.type === 'error');
  return type === success ? 'ok' : (SENTENCES[message as string] ?? (message as string));
}

function join(guest: RawClient, { room }: Scene, more: object = {}): Promise<string> {
  guest.send({ type: 'join', sessionCode: room.code, userName: 'Gil', ...more });
  return outcome(guest, 'joined');
}

export const guestCreates: GuestFrames = (guest) => {
  guest.send({ type: 'create', userName: 'Gil' });
  return outcome(guest, 'created');
};

export const guestJoins: GuestFrames = (guest, scene) => join(guest, scene);

/** Joining with `history` is the one way a guest asks for it: the two messages of the scene come. */
export const guestReads: GuestFrames = async (guest, scene) => {
  const joined = await join(guest, scene, { history: true });
  return joined === 'ok' ? outcome(guest, 'message') : joined;
};

export const guestSays: GuestFrames = async (guest, scene) => {
  await join(guest, scene);
  guest.send({ type: 'message', sessionCode: scene.room.code, userName: 'Gil', message: 'Hello' });
  return outcome(guest, 'message');
};

/** Nothing tells the leaver; those who stay see it. */
export const guestLeaves: GuestFrames = async (guest, scene) => {
  await join(guest, scene);
  guest.send({ type: 'leave', sessionCode: scene.room.code, userName: 'Gil' });
  await scene.cast.target.client.fact('rooms:left', { room: { id: scene.room.id }, reason: 'left' });
  return 'ok';
};
