import { AppError } from '../../../common/index.js';
import { URGENCIES, type HelpRequest, type HelpState, type Urgency } from '../../../protocol/index.js';
import type { ConnectionView, Fields, InboundRow, PersonalRows } from '../dialect.js';
import { shownRoom } from '../room-names.js';
import { ask, frame, say, type Frame, type Script } from '../script.js';
import { name, optionalName, optionalObject } from './fields.js';
import { shownId } from './frames.js';

/** Instead of a mentor's id: whoever is available. */
const EVERYBODY = 'broadcast_to_mentors';

const STATUSES = {
  waiting: 'pending',
  offered: 'pending',
  active: 'accepted',
  resolved: 'resolved',
  cancelled: 'cancelled',
  expired: 'expired',
  declined: 'declined',
} as const satisfies Record<HelpState, string>;

export const helpRows: Readonly<Record<string, InboundRow>> = {
  *student_request_help(fields) {
    const [mentorId, text, metadata] = [mentorOf(fields), optionalName(fields, 'message'), optionalObject(fields, 'requestData')];
    const request = yield* ask('help:request', {
      subject: name(fields, 'subject'),
      urgency: urgencyOf(fields),
      ...(text === undefined ? {} : { text }),
      ...(mentorId === undefined ? {} : { mentor: { id: mentorId } }),
      ...(metadata === undefined ? {} : { metadata }),
    });
    yield* say(frame('help_request_sent', asked(request, request.target?.id)));
    return request;
  },
  *accept_help_request(fields) {
    return yield* ask('help:accept', { requestId: requestId(fields) });
  },
  *decline_help_request(fields) {
    return yield* ask('help:decline', { requestId: requestId(fields) });
  },
  *cancel_help_request(fields) {
    return yield* ask('help:cancel', { requestId: requestId(fields) });
  },
};

export const helpFacts: PersonalRows = {
  'help:offered': ({ request }, { userId }) => received(request, userId),
  'help:updated': (request, { userId }) => news(request, userId),
};

/**
 * Somebody who comes is told what they are asked, and who helps them or is helped: the app can't ask for what was said while they were
 * away. A guest is new on every connection, and is given nothing from before it.
 */
export function* showRequests({ user: { id, role, guest } }: ConnectionView): Script<void> {
  if (guest) return;
  const { requests } = yield* ask('help:queue', {});
  for (const request of requests) {
    if (request.state === 'active') for (const told of news(request, id)) yield* say(told);
    else if (role === 'mentor') yield* say(received(request, id));
  }
}

function received(request: HelpRequest, viewerId: string): Frame {
  return frame('help_request_received', asked(request, viewerId));
}

function news(request: HelpRequest, viewerId: string): Frame[] {
  return [frame('help_request_updated', updated(request, viewerId)), ...sessionOf(request, viewerId)];
}

/** The app gives the request back by the `id` that it got it with. */
function requestId(fields: Fields): string {
  return optionalName(fields, 'requestId') ?? name(fields, 'id');
}

function mentorOf(fields: Fields): string | undefined {
  const wanted = optionalName(fields, 'mentorId') ?? optionalName(fields, 'receiverId');
  return wanted === EVERYBODY ? undefined : wanted;
}

function urgencyOf(fields: Fields): Urgency {
  const wanted = optionalName(fields, 'urgency') ?? 'medium';
  const urgency = URGENCIES.find((known) => known === wanted);
  if (urgency !== undefined) return urgency;
  throw new AppError('INVALID', { field: 'urgency', message: `urgency must be one of ${URGENCIES.join(', ')}` });
}

function asked(request: HelpRequest, receiverId: string | undefined) {
  const { id, student, target, subject, text, urgency, state, requestedAt, metadata } = request;
  return {
    id,
    senderId: shownId(student.id),
    ...(receiverId === undefined ? {} : { receiverId: shownId(receiverId) }),
    timestamp: requestedAt,
    requestId: id,
    studentId: shownId(student.id),
    studentName: student.name,
    mentorId: target === null ? null : shownId(target.id),
    subject,
    message: text ?? '',
    urgency,
    status: STATUSES[state],
    requestedAt,
    requestData: metadata ?? {},
  };
}

function updated({ id, state, student, mentor, room }: HelpRequest, viewerId: string) {
  return {
    id,
    senderId: shownId((mentor ?? student).id),
    receiverId: shownId(viewerId),
    requestId: id,
    status: STATUSES[state],
    mentorId: mentor === null ? null : shownId(mentor.id),
    mentorName: mentor?.name ?? null,
    ...(room === null ? {} : { sessionId: shownRoom(room) }),
  };
}

/** To the two alone: where they meet, and that it is over. */
function sessionOf({ id, state, student, mentor, room }: HelpRequest, viewerId: string) {
  if (room === null || mentor === null || (viewerId !== student.id && viewerId !== mentor.id)) return [];
  const event = { active: 'session_started', resolved: 'session_ended' }[state as string];
  if (event === undefined) return [];
  return [
    frame(event, {
      senderId: shownId(mentor.id),
      receiverId: shownId(viewerId),
      sessionId: shownRoom(room),
      requestId: id,
      studentId: shownId(student.id),
      mentorId: shownId(mentor.id),
    }),
  ];
}
