import type { OutboxEventMap } from '../../common/index.js';
import type { StoredOutboxEvent } from '../../database/index.js';
import type { Call, HelpRequest, Message, RoomRef, WebhookBody, WebhookEvent } from '../../protocol/index.js';

/** What goes out of each event. Codes of rooms stay here: whoever knows one may come in. */
const DATA: { readonly [E in WebhookEvent]: (data: OutboxEventMap[E]) => unknown } = {
  'message.created': ({ message }) => ({ message: messageOutside(message) }),
  'message.edited': ({ message }) => ({ message: messageOutside(message) }),
  'message.deleted': ({ message }) => ({ message: messageOutside(message) }),
  'room.created': ({ room }) => ({ room: withoutCode(room) }),
  'room.closed': ({ room, reason }) => ({ room: withoutCode(room), reason }),
  'room.invited': ({ room, by, userId, at }) => ({ room: withoutCode(room), by, userId, at }),
  'call.ringing': ({ call, caller, calleeIds, until }) => ({ call: callOutside(call), caller, calleeIds, until }),
  'call.answered': ({ callId, calleeIds }) => ({ callId, calleeIds }),
  'call.ended': ({ call }) => ({ call: callOutside(call) }),
  'help.offered': ({ request, mentorIds }) => ({ request: requestOutside(request), mentorIds }),
  'help.updated': ({ request }) => ({ request: requestOutside(request) }),
  'file.uploaded': ({ file, uploaderId }) => ({ file, uploaderId }),
  'user.created': ({ user }) => ({ user }),
};

export function webhookBody<E extends WebhookEvent>({ name, at, data }: StoredOutboxEvent<E>): WebhookBody {
  const present: (given: OutboxEventMap[E]) => unknown = DATA[name];
  return { type: name, timestamp: at.toISOString(), data: present(data) };
}

function messageOutside(message: Message): Message {
  return { ...message, room: withoutCode(message.room) };
}

function callOutside(call: Call): Call {
  return { ...call, room: withoutCode(call.room) };
}

function requestOutside(request: HelpRequest): HelpRequest {
  return { ...request, room: request.room === null ? null : withoutCode(request.room) };
}

function withoutCode<R extends RoomRef>(room: R): R {
  return { ...room, code: null };
}
