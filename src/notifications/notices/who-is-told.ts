import type { OutboxEventMap } from '../../common/index.js';
import type { Call, HelpRequest, HelpState, Message } from '../../protocol/index.js';
import type { Withdrawal } from './notice.js';
import type { Told } from './told.js';
import { WORDS, type Words } from './wording.js';

/** What these people are to be told, before each of them gets a notice of it. */
export interface Telling extends Omit<Told, 'id' | 'userId'> {
  readonly userIds: readonly string[];
  /** Whom it comes from: not told to them, nor to those who have blocked them. Null: it is about the person's own, or of the app. */
  readonly byId: string | null;
}

/** What follows of one event. */
export interface Consequences {
  readonly tell?: Telling | undefined;
  readonly withdraw?: Withdrawal;
  /** What it said is shown to nobody any more. */
  readonly deletedMessageId?: string;
}

/** The events that people are told of. */
export const TOLD_EVENTS = [
  'message.created',
  'message.deleted',
  'call.ringing',
  'call.answered',
  'call.ended',
  'help.offered',
  'help.updated',
  'room.invited',
  'notification.requested',
] as const satisfies readonly (keyof OutboxEventMap)[];
export type ToldEventName = (typeof TOLD_EVENTS)[number];

/** Who is told what. */
export const WHO_IS_TOLD: { readonly [E in ToldEventName]: (event: OutboxEventMap[E]) => Consequences } = {
  'message.created': ({ message, pair }) => ({ tell: pair === null ? mention(message) : messageOfTwo(message, pair) }),
  'message.deleted': ({ message }) => ({ deletedMessageId: message.id }),
  'call.ringing': ({ call, caller, calleeIds, until }) => ({
    tell: {
      ...PLAIN,
      ...ofCall(call),
      ...WORDS.call(call, caller),
      byId: caller.id,
      userIds: calleeIds,
      onlyAbsent: true,
      urgent: true,
      expiresAt: until,
    },
  }),
  'call.answered': ({ callId, calleeIds }) => ({ withdraw: { collapseKey: callKey(callId), userIds: calleeIds } }),
  'call.ended': ({ call }) => ({
    withdraw: { collapseKey: callKey(call.id), userIds: calleesOf(call) },
    ...(wasMissed(call) && { tell: { ...PLAIN, ...ofCall(call), ...WORDS.missedCall(call), userIds: calleesOf(call) } }),
  }),
  'help.offered': ({ request, mentorIds }) => ({
    tell: { ...ofHelp(request, WORDS.helpWanted), byId: request.student.id, userIds: mentorIds, onlyAbsent: true },
  }),
  'help.updated': ({ request, mentorIds }) => ({
    // Somebody else helps, it is another's turn, or nobody need help any more.
    withdraw: { collapseKey: helpKey(request.id), userIds: mentorIds },
    tell: HELP[request.state]?.(request),
  }),
  'room.invited': ({ room, by, userId }) => ({
    tell: {
      ...PLAIN,
      ...WORDS.invitation(room, by),
      kind: 'invitation',
      byId: by.id,
      userIds: [userId],
      data: { roomId: room.id, userId: by.id },
      collapseKey: `invitation:${room.id}`,
    },
  }),
  'notification.requested': ({ userIds, title, body, data, collapseKey }) => ({
    tell: {
      ...PLAIN,
      kind: 'announcement',
      title,
      body,
      data,
      userIds,
      byId: null,
      // In a space of its own: no backend replaces a call by an announcement.
      collapseKey: collapseKey === null ? null : `announcement:${collapseKey}`,
    },
  }),
};

const PLAIN = { onlyAbsent: false, urgent: false, expiresAt: null } as const;

/** What becomes of a request that somebody waits for, or helps with; of the rest their own devices know. */
const HELP: Readonly<Partial<Record<HelpState, (request: HelpRequest) => Telling | undefined>>> = {
  active: (request) => toStudent(request, WORDS.helpAccepted),
  declined: (request) => toStudent(request, WORDS.helpDeclined),
  expired: (request) => toStudent(request, WORDS.helpExpired),
  cancelled: (request) =>
    request.mentor === null
      ? undefined
      : { ...ofHelp(request, WORDS.helpCancelled), byId: request.student.id, userIds: [request.mentor.id] },
};

function toStudent(request: HelpRequest, words: (request: HelpRequest) => Words): Telling {
  return { ...ofHelp(request, words), byId: null, userIds: [request.student.id] };
}

function ofHelp(request: HelpRequest, words: (request: HelpRequest) => Words): Omit<Telling, 'byId' | 'userIds'> {
  return {
    ...PLAIN,
    ...words(request),
    kind: 'help',
    data: { requestId: request.id, ...(request.room !== null && { roomId: request.room.id }) },
    collapseKey: helpKey(request.id),
  };
}

function messageOfTwo(message: Message, pair: readonly string[]): Telling {
  return {
    ...PLAIN,
    ...WORDS.message(message),
    ...ofMessage(message),
    kind: 'message',
    userIds: pair,
    onlyAbsent: true,
    collapseKey: `room:${message.room.id}`,
  };
}

function mention(message: Message): Telling | undefined {
  if (message.mentions.length === 0) return undefined;
  const { mentions: userIds } = message;
  return { ...PLAIN, ...WORDS.mention(message), ...ofMessage(message), kind: 'mention', userIds, collapseKey: null };
}

function ofMessage({ id, seq, room, sender }: Message): Pick<Telling, 'byId' | 'data'> {
  return { byId: sender.id, data: { roomId: room.id, messageId: id, seq, userId: sender.id } };
}

function ofCall({ id, kind, room, caller }: Call): Pick<Telling, 'kind' | 'data' | 'collapseKey' | 'byId'> {
  const data = { callId: id, callKind: kind, roomId: room.id, userId: caller.id };
  return { kind: 'call', data, collapseKey: callKey(id), byId: caller.id };
}

/** Nobody is rung for in a call of a room. */
function calleesOf({ isRoomCall, caller, parties }: Call): string[] {
  return isRoomCall ? [] : parties.map(({ user }) => user.id).filter((id) => id !== caller.id);
}

/** Also where the caller gave up, or was lost: the callee heard it no longer, or not at all. */
function wasMissed({ isRoomCall, acceptedAt, endReason }: Call): boolean {
  return !isRoomCall && acceptedAt === null && endReason !== 'declined';
}

function helpKey(requestId: string): string {
  return `help:${requestId}`;
}

function callKey(callId: string): string {
  return `call:${callId}`;
}
