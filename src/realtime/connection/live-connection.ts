import type { Socket } from 'socket.io';
import type { AppError, JoinedRoom } from '../../common/index.js';
import type { DialectName, RoomRef, User } from '../../protocol/index.js';
import type { Dialect, Frame } from '../dialects/index.js';
import type { Topic } from '../publisher/audience.js';
import { EncodedFrame } from '../publisher/encoded-frame.js';
import type { Outcome, Outlet } from '../publisher/outlet.js';
import { roomChannel, topicChannel, userChannel } from '../publisher/room-names.js';
import { RawConnection } from '../transport/raw-connection.js';
import type { Connection } from './connection.js';
import type { Identity } from './identity.js';
import type { Answering, RoomEntry } from './room-entry.js';

const NO_ROOMS: ReadonlyMap<string, JoinedRoom> = new Map();

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
  dismissal: AppError | undefined;
  lastCommandAt = 0;
  /** Lets the frame after the one being handled begin; set by whoever takes the frames up. */
  turn: (() => void) | undefined;
  private readonly socket: Socket;
  private readonly owner: ConnectionOwner;
  private joined: Map<string, RoomEntry> | undefined;
  private answering: Answering | undefined;

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

  get rooms(): ReadonlyMap<string, JoinedRoom> {
    return this.joined ?? NO_ROOMS;
  }

  enter(room: RoomRef, afterSeq: number, moment: number): void {
    const entry = this.joined?.get(room.id);
    if (entry !== undefined) {
      // Joining again renews the right to be here.
      entry.moment = moment;
      return;
    }
    const { id, key, code } = room;
    (this.joined ??= new Map()).set(id, { id, key, code, afterSeq, enteredAt: Date.now(), moment });
    if (this.answering !== undefined) this.answering.roomId ??= id;
    this.owner.entered(this, id, afterSeq);
    void this.socket.join(roomChannel(id, this.dialect));
  }

  rename({ id, code }: RoomRef): void {
    const entry = this.joined?.get(id);
    if (entry === undefined || entry.code === code) return;
    if (entry.code !== null) {
      // The one it joined by, which an old client never unlearns, and the latest, which others may not know to be gone yet.
      const [first = entry.code] = entry.formerCodes ?? [];
      entry.formerCodes = [...new Set([first, entry.code])];
    }
    entry.code = code;
  }

  exit(roomId: string): void {
    if (this.joined?.delete(roomId) !== true) return;
    if (this.answering?.roomId === roomId) this.answering.facts = [];
    void this.socket.leave(roomChannel(roomId, this.dialect));
    this.owner.exited(this, roomId);
  }

  exitIfSince(roomId: string, moment: number): void {
    const entry = this.joined?.get(roomId);
    if (entry !== undefined && entry.moment <= moment) this.exit(roomId);
  }

  /** Whether a fact of the room is for this connection: what was said before it joined is not, even if it comes late. */
  isDue(roomId: string, { seq, saidAt }: { seq: number | null; saidAt: number }): boolean {
    const entry = this.joined?.get(roomId);
    if (entry === undefined) return false;
    return seq === null ? saidAt >= entry.enteredAt : seq > entry.afterSeq;
  }

  watch(topic: Topic): void {
    // A closed one would stand in the channel for ever.
    if (this.open) void this.socket.join(topicChannel(topic, this.dialect));
  }

  unwatch(topic: Topic): void {
    void this.socket.leave(topicChannel(topic, this.dialect));
    this.answering?.states.delete(topic);
  }

  passOn(): void {
    this.turn?.();
  }

  become(user: User): void {
    this.identity = { ...this.identity, user };
  }

  renew(identity: Identity): void {
    this.identity = identity;
    this.owner.renewed(this);
  }

  /** Sends what is said to this connection alone, at once. */
  say(frame: Frame): void {
    this.write(new EncodedFrame(frame, this.table), false);
  }

  /** Sends a fact; one of the room that is just being joined waits until the answer to the joining is out. */
  deliver(encoded: EncodedFrame, isVolatile: boolean, roomId?: string): void {
    if (roomId === undefined || this.answering?.roomId !== roomId) this.write(encoded, isVolatile);
    else if (isVolatile) return;
    else if (this.answering.facts.push(encoded) > HELD_FACTS) this.owner.delivered(this, 'overflow');
  }

  /**
   * Sends what a topic is like now, after the answer that is on its way if it is still due then. False: not sent, as the client reads too
   * slowly.
   */
  inform(topic: Topic, encoded: EncodedFrame, isDue = always): boolean {
    if (this.answering === undefined) return this.write(encoded, true) !== 'dropped';
    this.answering.states.set(topic, { encoded, isDue });
    return true;
  }

  /** From here, facts of the room that is entered next, and of what is watched, wait… */
  beginAnswer(): void {
    this.answering ??= { roomId: undefined, facts: [], states: new Map() };
  }

  /** …to here, and leave in the order they came. */
  endAnswer(): void {
    const { facts = [], states } = this.answering ?? {};
    this.answering = undefined;
    for (const encoded of facts) this.write(encoded, false);
    for (const { encoded, isDue } of states?.values() ?? []) if (isDue()) this.write(encoded, false);
  }

  /** `forGood`: Socket.IO's clients stay away, which come back by themselves where only the transport was lost. */
  close(error: AppError, forGood = false): void {
    const refusal = error.toPublic();
    if (error.code === 'SLOW_CONSUMER') {
      // It doesn't read: a farewell would only join the queue.
      this.outlet.cut();
    } else if (this.raw === undefined) {
      this.say(this.table.refusal(refusal, null));
      if (forGood) this.socket.disconnect(true);
      else this.socket.conn.close();
    } else {
      this.raw.refuse(refusal);
    }
  }

  dismiss(error: AppError): void {
    if (this.dismissal !== undefined) return;
    this.dismissal = error;
    if (this.open) this.close(error);
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

  private write(encoded: EncodedFrame, isVolatile: boolean): Outcome {
    const outcome = this.outlet.write(encoded, isVolatile);
    this.owner.delivered(this, outcome);
    return outcome;
  }

  private get raw(): RawConnection | undefined {
    const connection: unknown = this.socket.conn;
    return connection instanceof RawConnection ? connection : undefined;
  }
}

function always(): boolean {
  return true;
}
