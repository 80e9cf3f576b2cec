import type { AnnouncedLimits, User } from '../../../src/protocol/index.js';
import type { Calls } from '../calls/calls.js';
import type { Conversations } from '../conversations/conversations.js';
import type { Files } from '../files/files.js';
import type { Help } from '../help/help.js';
import type { Mentors } from '../mentors/mentors.js';
import type { Notifications } from '../notifications/notifications.js';
import type { Outbox } from '../outbox/entry.js';
import type { People } from '../people/people.js';
import type { PresenceWatch } from '../presence/presence-watch.js';
import type { Rooms } from '../rooms/rooms.js';
import type { Http } from './http.js';
import type { Store } from './store.js';
import type { Wire } from './wire.js';

/** A connection to the gateway, and everything that goes over it. */
export interface LyceumClient extends Wire {
  /** Connects, and stays connected until `close`. Called twice it changes nothing. */
  connect(): void;
  /** Ends the connection. Messages that wait are kept. */
  close(): void;
  /** The server's limits, as `hello` told them; undefined before. */
  readonly limits: Store<AnnouncedLimits | undefined>;
  readonly me: Store<User | undefined>;
  readonly rooms: Rooms;
  readonly conversations: Conversations;
  readonly presence: PresenceWatch;
  readonly people: People;
  readonly calls: Calls;
  readonly files: Files;
  readonly mentors: Mentors;
  readonly help: Help;
  readonly notifications: Notifications;
  /** The rest of the HTTP API, in the person's name: what this client has no words for. */
  readonly http: Http;
  /** Messages that wait to be sent, of all rooms. */
  readonly outbox: Outbox;
}
