import type { Socket } from 'socket.io';
import type { Message } from '../../protocol/index.js';
import type { Dialect } from '../dialects/index.js';
import type { Outcome, Outlet } from '../publisher/outlet.js';
import type { Connection } from './connection.js';
import type { Identity } from './identity.js';

/** Who is told what happens to connections: one object for all of them. */
export interface ConnectionOwner {
  entered(connection: Connection, roomId: string, afterSeq: number, moment: number): void;
  exited(connection: Connection, roomId: string): void;
  renewed(connection: Connection): void;
  delivered(connection: Connection, outcome: Outcome): void;
  /** A message of a conversation of two went out to somebody whose client can't ask for what it missed. */
  reached(connection: Connection, message: Message): void;
}

export interface ConnectionSetup {
  readonly socket: Socket;
  readonly identity: Identity;
  readonly dialect: Dialect;
  readonly address: string;
  readonly deviceId: string | undefined;
  readonly outlet: Outlet;
  readonly owner: ConnectionOwner;
}
