import type { Availability, MentorStatus } from '../../../protocol/index.js';
import type { ConnectionView, InboundRow, OutboundRows } from '../dialect.js';
import { ask, frame, say, type Script } from '../script.js';
import { optionalName, optionalObject } from './fields.js';
import { shownId } from './frames.js';

/** What is shown where the mentor has written nothing. */
const DEFAULT_TEXTS = {
  available: 'Available for sessions',
  busy: 'Currently busy',
  offline: 'Offline',
} as const satisfies Record<Availability, string>;

const LISTED = 200;

export const mentorRows: Readonly<Record<string, InboundRow>> = {
  mentor_available: (fields) => setStatus(fields, 'available'),
  mentor_busy: (fields) => setStatus(fields, fields.status === 'offline' ? 'offline' : 'busy'),
};

export const mentorFacts: OutboundRows = { 'mentors:changed': (status) => frame('mentor_status_update', shown(status)) };

/** Students are shown who is there for them, and hear of changes from here on. Mentors hear of their own status in any case. */
export function* showMentors({ user }: ConnectionView): Script<void> {
  if (user.role === 'mentor') return;
  const { mentors } = yield* ask('mentors:list', { available: true, watch: true, limit: LISTED });
  yield* say(frame('mentor_statuses', mentors.map(shown)));
}

function* setStatus(fields: Parameters<InboundRow>[0], availability: Availability): ReturnType<InboundRow> {
  return yield* ask('mentors:set', {
    availability,
    // What was said with another status does not fit this one.
    statusText: optionalName(fields, 'statusMessage') ?? null,
    metadata: optionalObject(fields, 'statusData') ?? null,
  });
}

function shown({ mentor, availability, statusText, metadata, updatedAt }: MentorStatus) {
  const id = shownId(mentor.id);
  return {
    id,
    senderId: id,
    timestamp: updatedAt,
    mentorId: id,
    isAvailable: availability === 'available',
    status: availability,
    statusMessage: statusText ?? DEFAULT_TEXTS[availability],
    statusData: metadata ?? {},
    updatedAt,
  };
}
