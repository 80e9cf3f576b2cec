import { withText } from './fields.js';
import { OF_STRINGS, PAYLOADS, type Expected, type Wrong } from './mutations.js';

type Kind = 'text' | 'number' | 'ignored';

/** A frame of an old client: its event, and for each field a good value and what it has to be. */
export interface OldFrame {
  readonly event: string;
  readonly fields: Readonly<Record<string, readonly [good: unknown, kind: Kind]>>;
}

export const groupStudyFrames = (sessionCode: string): readonly OldFrame[] => [
  { event: 'create', fields: { userName: ['Ana', 'text'] } },
  { event: 'join', fields: { sessionCode: [sessionCode, 'text'], userName: ['Ben', 'text'], history: [true, 'ignored'] } },
  { event: 'message', fields: { sessionCode: [sessionCode, 'text'], message: ['Hello', 'text'], userName: ['Ben', 'ignored'] } },
  { event: 'leave', fields: { sessionCode: ['ZZZZZZ', 'text'], userName: ['Ben', 'ignored'] } },
];

export const skillLiftFrames = (roomId: string): readonly OldFrame[] => [
  { event: 'join_room', fields: { roomId: [roomId, 'text'] } },
  {
    event: 'chat_message',
    fields: { roomId: [roomId, 'text'], message: ['Hello', 'text'], messageType: ['text', 'text'], clientId: ['one', 'text'] },
  },
  // The message may be empty there, and whatever file it names is none of theirs.
  { event: 'chat_message', fields: { roomId: [roomId, 'text'], fileId: ['plan.txt', 'text'] } },
  { event: 'live_session_update', fields: { roomId: [roomId, 'text'], slide: [3, 'ignored'] } },
  { event: 'ping', fields: { timestamp: [1, 'number'] } },
  { event: 'leave_room', fields: { roomId: ['another room', 'text'] } },
];

export const CHATROOM_FRAMES: readonly OldFrame[] = [
  { event: 'send_message', fields: { text: ['Hello', 'text'] } },
  { event: 'call_user', fields: { to: ['nobody', 'text'], offer: [{ type: 'offer', sdp: 'v=0' }, 'ignored'] } },
  { event: 'call_answer', fields: { to: ['nobody', 'text'], answer: [{ type: 'answer', sdp: 'v=0' }, 'ignored'] } },
  { event: 'ice_candidate', fields: { to: ['nobody', 'text'], candidate: [{ candidate: '' }, 'ignored'] } },
  { event: 'end_call', fields: { to: ['nobody', 'text'] } },
];

export const directMessagesFrames = (recipientId: string): readonly OldFrame[] => [
  {
    event: 'message:send',
    fields: { recipientId: [recipientId, 'text'], content: ['Hello', 'text'], senderId: ['x', 'ignored'] },
  },
  { event: 'status:request', fields: { userId: ['x', 'ignored'] } },
];

export interface WrongFrame {
  readonly what: string;
  readonly event: string;
  /** The payload's JSON. */
  readonly text: string;
  readonly expected: Expected;
}

/** A timestamp is given back as it came, so that every number will do. */
const OF_TIMESTAMPS: readonly Wrong[] = [
  ...['"12"', '{}', '[]', 'true', '1e400', '{"__proto__":1}'].map((text): Wrong => [text, text, 'INVALID']),
  ...['-1', '1.5', '9007199254740992', 'null'].map((text): Wrong => [text, text, 'answered']),
];
/** What can't be anywhere in a payload, also where nobody looks at it. */
const NOWHERE = /\\u0000|\\ud800|\\udc00|1e400|"(__proto__|constructor|prototype)":/;
const OF_IGNORED = OF_STRINGS.map(([what, text]): Wrong => [what, text, NOWHERE.test(text) ? 'INVALID' : 'answered']);

const WAYS: Readonly<Record<Kind, readonly Wrong[]>> = { text: OF_STRINGS, number: OF_TIMESTAMPS, ignored: OF_IGNORED };

/** Every field of the frame wrong in every way, and the payload as a whole. */
export function wrongFramesOf({ event, fields }: OldFrame): WrongFrame[] {
  const payload = Object.fromEntries(Object.entries(fields).map(([name, [good]]) => [name, good]));
  const ofFields = Object.entries(fields).flatMap(([name, [, kind]]) =>
    WAYS[kind].map(([what, text, expected]) => {
      return { what: `${event}.${name} = ${what}`, event, text: withText(payload, [name], text), expected };
    }),
  );
  const whole = PAYLOADS.map(({ what, text = 'null', expected }) => ({ what: `${event}: ${what}`, event, text, expected }));
  return [...whole, ...ofFields];
}
