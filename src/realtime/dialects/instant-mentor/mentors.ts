import type { Availability, MentorStatus } from '../../../protocol/index.js';
import type { ConnectionView, InboundRow, OutboundRows } from '../dialect.js';
import { ask, frame, say, settle, type Script } from '../script.js';
import { optionalName, optionalObject } from './fields.js';
import { shownId } from './frames.js';

/** What is shown where the mentor has written nothing. */
const DEFAULT_TEXTS = {
  available: 'Available for sessions',
  busy: 'Currently busy',
  offline: 'Offline',
} as const satisfies Record<Availability, string>;

const LISTED = 200;
/** Pages behind the first one; in so long a list nobody looks for more. */
const MORE_PAGES = 9;

export const mentorRows: Readonly<Record<string, InboundRow>> = {
  mentor_available: (fields) => setStatus(fields, 'available'),
  mentor_busy: (fields) => setStatus(fields, fields.status === 'offline' ? 'offline' : 'busy'),
};

export const mentorFacts: OutboundRows = { 'mentors:changed': (status) => frame('mentor_status_update', shown(status)) };

/** Students are shown who is there for them, and hear of changes from here on. Mentors hear of their own status in any case. */
export function* showMentors({ user }: ConnectionView): Script<void> {
  if (user.role === 'mentor') return;
  const question = { available: true, limit: LISTED };
  const { mentors, cursor } = yield* ask('mentors:list', { ...question, watch: true });
  yield* say(frame('mentor_statuses', mentors.map(shown)));
  // The app takes that array for its whole list; who did not fit in comes as one who has just become available.
  for (let page = 0, after = cursor; after !== null && page < MORE_PAGES; page += 1) {
    yield* settle();
    const next = yield* ask('mentors:list', { ...question, after });
    for (const mentor of next.mentors) yield* say(frame('mentor_status_update', shown(mentor)));
    after = next.cursor;
  }
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
