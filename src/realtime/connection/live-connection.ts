import type { Socket } from 'socket.io';
import type { AppError } from '../../common/index.js';
import type { DialectName, RoomRef, User } from '../../protocol/index.js';
import type { Dialect, Frame } from '../dialects/index.js';
import { EncodedFrame } from '../publisher/encoded-frame.js';
import type { Outcome, Outlet } from '../publisher/outlet.js';
import { roomChannel, userChannel } from '../publisher/room-names.js';
import { RawConnection } from '../transport/raw-connection.js';
import type { Connection } from './connection.js';
import type { Identity } from './identity.js';

const NO_ROOMS: ReadonlyMap<string, RoomRef> = new Map();

/** Facts that may wait for an answer to go first. */
const HELD_FACTS = 1_000;

/** Who is told what happens to connections: one object for all of them. */
export interface ConnectionOwner {
  entered(connection: LiveConnection, roomId: string, afterSeq: number): void;
  exited(connection: LiveConnection, roomId: string): void;
  renewed(connection: LiveConnection): void;
  delivered(connection: LiveConnection, outcome: Outcome): void;
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

/** The one implementation of `Connection`: a Socket.IO socket, whatever is under it. */
export class LiveConnection implements Connection {
  readonly id: string;
  readonly deviceId: string;
  readonly address: string;
  readonly table: Dialect;
  readonly outlet: Outlet;
  identity: Identity;
  private readonly socket: Socket;
  private readonly owner: ConnectionOwner;
  private joined: Map<string, RoomRef> | undefined;
  /** By room: the number up to which facts are older than this connection's joining. */
  private floors: Map<string, number> | undefined;
  private held: EncodedFrame[] | undefined;

  constructor({ socket, identity, dialect, address, deviceId, outlet, owner }: ConnectionSetup) {
    this.socket = socket;
    this.owner = owner;
    this.id = socket.id;
    this.deviceId = deviceId ?? socket.id;
    this.identity = identity;
    this.table = dialect;
    this.address = address;
    this.outlet = outlet;
    void socket.join(userChannel(identity.user.id, dialect.name));
  }

  get dialect(): DialectName {
    return this.table.name;
  }

  get user(): User {
    return this.identity.user;
  }

  get transport(): Connection['transport'] {
    if (this.raw !== undefined) return 'raw';
    return this.socket.conn.transport.name === 'websocket' ? 'websocket' : 'polling';
  }

  get open(): boolean {
    return this.socket.connected;
  }

  get rooms(): ReadonlyMap<string, RoomRef> {
    return this.joined ?? NO_ROOMS;
  }

  enter(room: RoomRef, afterSeq: number): void {
    const isNew = !this.rooms.has(room.id);
    (this.joined ??= new Map()).set(room.id, { id: room.id, key: room.key, code: room.code });
    if (!isNew) return;
    (this.floors ??= new Map()).set(room.id, afterSeq);
    this.owner.entered(this, room.id, afterSeq);
    void this.socket.join(roomChannel(room.id, this.dialect));
  }

  exit(roomId: string): void {
    if (this.joined?.delete(roomId) !== true) return;
    this.floors?.delete(roomId);
    void this.socket.leave(roomChannel(roomId, this.dialect));
    this.owner.exited(this, roomId);
  }

  /** Whether a durable fact of that number is for this connection: false for what was said before it joined. */
  isDue(roomId: string, seq: number): boolean {
    return seq > (this.floors?.get(roomId) ?? 0);
  }

  renew(identity: Identity): void {
    this.identity = identity;
    this.owner.renewed(this);
  }

  /** Sends what is said to this connection alone, at once. */
  say(frame: Frame): void {
    this.deliver(new EncodedFrame(frame, this.table), false, true);
  }

  /** Sends a fact, or keeps it while an answer must come first. */
  deliver(encoded: EncodedFrame, isVolatile: boolean, isAnswer = false): void {
    if (this.held !== undefined && !isAnswer) {
      if (isVolatile) return;
      if (this.held.push(encoded) > HELD_FACTS) this.owner.delivered(this, 'overflow');
      return;
    }
    this.owner.delivered(this, this.outlet.write(encoded, isVolatile));
  }

  /** Facts wait from here… */
  hold(): void {
    this.held ??= [];
  }

  /** …to here, and leave in the order they came. */
  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const encoded of held) this.deliver(encoded, false);
  }

  close(error: AppError): void {
    const refusal = error.toPublic();
    if (error.code === 'SLOW_CONSUMER') {
      // It doesn't read: a farewell would only join the queue.
      this.outlet.cut();
    } else if (this.raw === undefined) {
      this.say(this.table.refusal(refusal, null));
      this.socket.conn.close();
    } else {
      this.raw.refuse(refusal);
    }
  }

  /** Ends the transport so that the client comes back by itself. */
  sendAway(): void {
    if (this.raw === undefined) this.socket.conn.close();
    else this.raw.end(1012, 'SERVICE_RESTART');
  }

  isAlive(withinMs: number): Promise<boolean> {
    if (!this.open) return Promise.resolve(false);
    return new Promise((resolve) => {
      const connection = this.socket.conn;
      const answered = () => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        connection.removeListener('heartbeat', answered);
        resolve(false);
      }, withinMs);
      connection.once('heartbeat', answered);
      if (this.raw === undefined) (connection as unknown as { sendPacket(type: 'ping'): void }).sendPacket('ping');
      else this.raw.socket.ping();
    });
  }

  private get raw(): RawConnection | undefined {
    const connection: unknown = this.socket.conn;
    return connection instanceof RawConnection ? connection : undefined;
  }
}
