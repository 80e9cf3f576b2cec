import type { DialectName } from '../connection/settings.js';

interface Reason {
  readonly sign: RegExp;
  readonly says: string;
  readonly of?: readonly DialectName[];
}

/** What the setting of a server does to a dialect, by how it shows. The first that fits is said. */
const REASONS: readonly Reason[] = [
  {
    sign: /GUESTS_NOT_ALLOWED|Guests are not allowed/,
    of: ['group-study'],
    says: 'Guests are switched off on this server, and group study has nobody but guests. GUEST_ACCESS=allow lets them in.',
  },
  {
    sign: /GUESTS_NOT_ALLOWED|Guests are not allowed/,
    says: 'Guests are switched off on this server: this dialect is served to people with a token alone. GUEST_ACCESS=allow lets guests in.',
  },
  {
    sign: /Not played:.*RATE_LIMITED/,
    says: 'This server lets nobody else register from here for a while (RATE_REGISTRATIONS_PER_HOUR), so there are no test people. Try again later.',
  },
  {
    sign: /RATE_LIMITED/,
    says: 'This server slowed this page down because it tried too much in a short time. Wait ten minutes and try again.',
  },
  {
    sign: /ORIGIN_NOT_ALLOWED/,
    says: 'This server does not let pages of this address connect. CORS_ORIGIN lists those that may.',
  },
  {
    sign: /heard: 42\["hello"|message:receive|users:online/,
    of: ['chatroom'],
    says: 'A client that names no dialect is not taken for a chat-room client here. DEFAULT_DIALECT=chatroom makes it one.',
  },
  {
    sign: /heard nothing/,
    of: ['chatroom'],
    says: 'A client that names no dialect gets no greeting of the chat room, so it is probably taken for another. DEFAULT_DIALECT=chatroom makes it one.',
  },
  { sign: /Not played:/, says: 'The test people could not be made: the server has to allow registering, and be reachable.' },
];

/** A plain sentence about what is missing; undefined where nothing is known to be but what the step itself says. */
export function explain(dialect: DialectName, problem: string): string | undefined {
  return REASONS.find(({ sign, of }) => (of?.includes(dialect) ?? true) && sign.test(problem))?.says;
}
