import type { Attachment, Call, HelpRequest, Message, Room, RoomRef, User } from '../protocol/index.js';

/**
 * What happened and must be told outside of live connections: to people who are away, and to the apps' own backends. Written by
 * `Outbox.append` in the transaction in which it happened, so that there is one for each change and none without. Dates as text.
 */
export interface OutboxEventMap {
  /** `pair`: the two people, where it was said in a conversation of two. */
  'message.created': { message: Message; pair: readonly string[] | null };
  'message.edited': { message: Message };
  'message.deleted': { message: Message };
  'room.created': { room: Room };
  'room.closed': { room: RoomRef; reason: 'expired' | 'closed' };
  'room.invited': { room: Room; by: User; userId: string; at: string };
  /** It rings for those people until then. */
  'call.ringing': { call: Call; caller: User; calleeIds: readonly string[]; until: string };
  /** It rings for these people no more, because one of their devices, or somebody else, answered. */
  'call.answered': { callId: string; calleeIds: readonly string[] };
  'call.ended': { call: Call };
  /** These mentors are asked. */
  'help.offered': { request: HelpRequest; mentorIds: readonly string[] };
  /** It is in another state. `mentorIds`: who was asked, and is not any more. */
  'help.updated': { request: HelpRequest; mentorIds: readonly string[] };
  'file.uploaded': { file: Attachment; uploaderId: string };
  'user.created': { user: User };
  /** The app's backend wants these people to be told. */
  'notification.requested': {
    userIds: readonly string[];
    title: string;
    body: string;
    data: Record<string, unknown>;
    collapseKey: string | null;
  };
}

export type OutboxEventName = keyof OutboxEventMap;

export type OutboxEvent = { [E in OutboxEventName]: { name: E; data: OutboxEventMap[E] } }[OutboxEventName];
