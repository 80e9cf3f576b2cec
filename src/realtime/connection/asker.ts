import type { JoinedRoom } from '../../common/index.js';
import type { User } from '../../protocol/index.js';

/** Whoever asks for something: a connection, or a person by one HTTP request. */
export interface Asker {
  readonly user: User;
  /** The client's address, behind trusted proxies the one they report. */
  readonly address: string;
  /** Rooms that the connection joined, by id. A request has joined none: what it may see is asked of the database. */
  readonly rooms: ReadonlyMap<string, JoinedRoom>;
  /** The app's own backend asks in the person's name: its key is limited, the person is not. */
  readonly byBackend?: true;
}
