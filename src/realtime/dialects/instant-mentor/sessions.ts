import { AppError } from '../../../common/index.js';
import type { RoomTarget } from '../../../protocol/index.js';
import type { ConnectionView, InboundRow, OutboundRows } from '../dialect.js';
import { joinByName, joinedRoom, shownRoom } from '../room-names.js';
import { ask, frame } from '../script.js';
import { name } from './fields.js';
import { shownId } from './frames.js';

/** The one room of all chat-room clients is no session. */
const RESERVED = 'lobby';

export const sessionRows: Readonly<Record<string, InboundRow>> = {
  *join_session(fields) {
    return yield* joinByName(sessionName(name(fields, 'sessionId')));
  },
  *leave_session(fields, connection) {
    return yield* ask('rooms:leave', { room: session(connection, name(fields, 'sessionId')) });
  },
};

export const sessionFacts: OutboundRows = {
  'rooms:joined': ({ room, user, joinedAt }) =>
    frame('user_joined_session', {
      senderId: shownId(user.id),
      timestamp: joinedAt,
      userId: shownId(user.id),
      userRole: user.role,
      sessionId: shownRoom(room),
      joinedAt,
    }),
  'rooms:left': ({ room, user, at }) =>
    frame('user_left_session', {
      senderId: shownId(user.id),
      timestamp: at,
      userId: shownId(user.id),
      userRole: user.role,
      sessionId: shownRoom(room),
      leftAt: at,
    }),
  'rooms:closed': ({ room, reason }) => frame('session_ended', { sessionId: shownRoom(room), reason }),
};

/** The session of that name, which must have been joined for anything to be said there. */
export function session(connection: ConnectionView, wanted: string): RoomTarget {
  return joinedRoom(connection, sessionName(wanted)) ?? { key: wanted };
}

function sessionName(wanted: string): string {
  if (wanted !== RESERVED) return wanted;
  throw new AppError('INVALID', { field: 'sessionId', message: `The sessionId "${RESERVED}" is reserved. Choose another one.` });
}
