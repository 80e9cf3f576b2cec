import type { Participant, RoomsFacts } from '../../../src/protocol/index.js';

/** Who is in a room, after each fact about it. */
export interface Attendance {
  readonly participants: readonly Participant[];
  readonly participantCount: number;
}

/** Somebody came, or came back. */
export function afterJoining(
  { participants, participantCount }: Attendance,
  { user, name, role, joinedAt }: RoomsFacts['rooms:joined'],
): Attendance {
  const participant: Participant = { user, name, role, joinedAt };
  const index = participants.findIndex((other) => other.user.id === user.id);
  if (index >= 0) return { participants: participants.with(index, participant), participantCount };
  return { participants: [...participants, participant], participantCount: participantCount + 1 };
}

/** Somebody is gone. */
export function afterLeaving({ participants, participantCount }: Attendance, userId: string): Attendance {
  const left = participants.filter(({ user }) => user.id !== userId);
  const gone = participants.length - left.length;
  return gone === 0 ? { participants, participantCount } : { participants: left, participantCount: participantCount - gone };
}

/** Somebody's role is another one. */
export function afterRoleChange(
  { participants, participantCount }: Attendance,
  { user, name, role }: RoomsFacts['rooms:member']['member'],
): Attendance {
  const index = participants.findIndex((other) => other.user.id === user.id);
  const before = participants[index];
  if (before === undefined) return { participants, participantCount };
  return { participants: participants.with(index, { ...before, user, name, role }), participantCount };
}
