import { AppError } from '../../common/index.js';
import { isCommand, PROTOCOL_VERSION, type CommandName, type FactName, type Hello } from '../../protocol/index.js';
import type { Dialect, InboundRow, OutboundRows } from './dialect.js';
import { ask, frame, say, type Step } from './script.js';

/** Rooms told in `hello`; a client with more asks `rooms:list`. */
const RESUMED_ROOMS = 100;

/** The canonical protocol: its commands and facts are what the gateways speak. */
export const lyceum: Dialect = {
  name: 'lyceum',
  patient: false,
  raw: {
    read: ({ type, data }) => ({ event: String(type), fields: data ?? {} }),
    idOf: ({ id }) => {
      if (id === undefined || typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id))) return id;
      throw new AppError('INVALID', { field: 'id', message: 'id must be a string or a number' });
    },
    write: ({ event, data }) => ({ type: event, data }),
  },
  *onConnect({ id, user }, { now, limits, features }) {
    const { rooms } = yield* ask('rooms:list', { limit: RESUMED_ROOMS });
    const hello: Hello = {
      user,
      connectionId: id,
      serverTime: now().toISOString(),
      protocol: PROTOCOL_VERSION,
      limits,
      features: [...features],
      resume: { rooms: rooms.map(({ room, lastSeq }) => ({ room: { id: room.id, key: room.key, code: room.code }, lastSeq })) },
    };
    yield* say(frame('hello', hello));
  },
  answersFirst: new Set(['presence:online', 'presence:watch', 'mentors:list']),
  overlapping: new Set(['chat:send']),
  row: (event) => (isCommand(event) ? canonical(event) : undefined),
  outbound: everyFact(),
  refusal: ({ code, message }, event) => frame('error', { event, code, message }),
};

function canonical(command: CommandName): InboundRow {
  return function* (payload) {
    // The payload goes through unseen: the handler's DTO is what checks it.
    const step: Step = { kind: 'ask', command, payload };
    return yield step;
  };
}

/** Facts go out under their own names. */
function everyFact(): OutboundRows {
  return new Proxy({}, { get: (_target, name) => (data: object) => frame(name as FactName, data) });
}
