import { catchUp } from '../catch-up.js';
import { rows, type Dialect, type InboundRow } from '../dialect.js';
import { ask, frame } from '../script.js';
import { unwrapped } from './fields.js';
import { callFacts, callRows } from './calls.js';
import { complete } from './frames.js';
import { helpFacts, helpRows, showRequests } from './help.js';
import { mentorFacts, mentorRows, showMentors } from './mentors.js';
import { messageFacts, messageRows, missed } from './messages.js';
import { notificationFacts } from './notifications.js';
import { crowdFacts, presenceFacts, presenceRows } from './presence.js';
import { sessionFacts, sessionRows } from './sessions.js';

const table = rows({ ...messageRows, ...sessionRows, ...callRows, ...mentorRows, ...helpRows, ...presenceRows });

/** Section 4 of the wire contract: a Flutter app on Socket.IO, students and mentors, people by id. */
export const instantMentor: Dialect = {
  name: 'instant-mentor',
  patient: true,
  raw: {
    read: ({ type, data, ...flat }) => ({ event: String(type), fields: data ?? flat }),
    write: ({ event, data }) => ({ type: event, data }),
  },
  catchesUp: true,
  *onConnect(connection) {
    yield* showMentors(connection);
    yield* ask('presence:online', { watch: true });
    yield* showRequests(connection);
    yield* catchUp(connection, missed);
  },
  row: (event) => {
    const row = table(event);
    return row && flattened(row);
  },
  answersFirst: new Set(['join_session']),
  overlapping: new Set(['send_message']),
  outbound: {
    ...sessionFacts,
    ...mentorFacts,
    ...crowdFacts,
    error: (refused) => frame('error', refused),
  },
  personal: { ...messageFacts, ...callFacts, ...helpFacts, ...presenceFacts, ...notificationFacts },
  refusal: ({ code, message }, event) => frame('error', { code, message, event }),
  complete,
};

function flattened(row: InboundRow): InboundRow {
  return (fields, connection, server) => row(unwrapped(fields), connection, server);
}
