import type { Socket } from 'socket.io';
import type { AppError, JoinedRoom } from '../../common/index.js';
import type { DialectName, FactData, FactName, Message, RoomRef, User } from '../../protocol/index.js';
import type { Dialect, Frame } from '../dialects/index.js';
import type { Topic } from '../publisher/audience.js';
import { encoderOf, type EncodedFact } from '../publisher/encode-fact.js';
import { EncodedFrame } from '../publisher/encoded-frame.js';
import type { Outlet } from '../publisher/outlet.js';
import { roomChannel, topicChannel, userChannel } from '../publisher/room-names.js';
import { RawConnection } from '../transport/raw-connection.js';
import { sendAway } from '../transport/send-away.js';
import { answersPing } from './answers-ping.js';
import { CatchUp, type DirectMessage } from './catch-up.js';
import type { ConnectionOwner, ConnectionSetup } from './connection-setup.js';
import type { Connection } from './connection.js';
import type { Identity } from './identity.js';
import { HELD_FACTS, NO_ROOMS, renameEntry, type Answering, type Informing, type RoomEntry } from './room-entry.js';

const always = (): boolean => true;

/** The one implementation of `Connection`: a Socket.IO socket, whatever is under it. */
export class LiveConnection implements Connection {
  readonly id: string;
  readonly deviceId: string;
  readonly address: string;
  readonly table: Dialect;
  readonly outlet: Outlet;
  readonly openedAt = performance.now();
  identity: Identity;
  dismissal: AppError | undefined;
  lastCommandAt = 0;
  /** Lets the frame after the one being handled begin; set by whoever takes the frames up. */
  turn: (() => void) | undefined;
  private readonly socket: Socket;
  private readonly owner: ConnectionOwner;
  private joined: Map<string, RoomEntry> | undefined;
  private answering: Answering | undefined;
  private catchUp: CatchUp | undefined;

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

  enter({ id, key, code }: RoomRef, afterSeq: number, moment: number): void {
    const entry = this.joined?.get(id);
    if (entry !== undefined) {
      // Joining again renews the right to be here.
      entry.moment = moment;
      return;
    }
    (this.joined ??= new Map()).set(id, { id, key, code, afterSeq, enteredAt: Date.now(), moment });
    if (this.answering !== undefined) this.answering.roomId ??= id;
    this.owner.entered(this, id, afterSeq, moment);
    void this.socket.join(roomChannel(id, this.dialect));
  }

  rename({ id, code }: RoomRef): void {
    const entry = this.joined?.get(id);
    if (entry !== undefined && entry.code !== code) renameEntry(entry, code);
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
    return entry !== undefined && (seq === null ? saidAt >= entry.enteredAt : seq > entry.afterSeq);
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

  understands<F extends FactName>(name: F, data: FactData<F>): boolean {
    return (encoderOf(this.dialect, { name, data })?.(this.user.id) ?? []).length > 0;
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
    this.write([new EncodedFrame(frame, this.table)], false);
  }

  /** Sends a fact; one of the room that is just being joined waits until the answer to the joining is out. */
  deliver(encoded: EncodedFact, isVolatile: boolean, roomId?: string): void {
    if (roomId === undefined || this.answering?.roomId !== roomId) this.write(encoded, isVolatile);
    else if (isVolatile) return;
    else if (this.answering.facts.push(encoded) > HELD_FACTS) this.owner.delivered(this, 'overflow');
  }

  /** Sends a message of a conversation of two, once; while the client is catching up it waits for the end of that. */
  deliverDirect(encoded: EncodedFact, message: Message): void {
    if (encoded.length === 0) return;
    const verdict = this.catchUp?.take({ encoded, message }) ?? 'out';
    if (verdict === 'out') this.bring({ encoded, message });
    else if (verdict === 'overflow') this.owner.delivered(this, 'overflow');
  }

  handOut(messageIds: readonly string[]): void {
    if (messageIds.length > 0) (this.catchUp ??= new CatchUp()).handOut(messageIds);
  }

  beginCatchUp(): void {
    (this.catchUp ??= new CatchUp()).begin();
  }

  endCatchUp(): void {
    for (const said of this.catchUp?.end() ?? []) this.bring(said);
  }

  /** Resolves when most of what it was sent is on its way; rejects where the client doesn't read, or is gone. */
  settled(): Promise<void> {
    return this.outlet.settled();
  }

  /**
   * Sends what a topic is like now, after the answer that is on its way if it is still due then. False: not sent, as the client reads too
   * slowly.
   */
  inform(topic: Topic, encoded: EncodedFact, { isDue = always, whole }: Informing = {}): boolean {
    if (this.answering === undefined) return this.write(encoded, true);
    const { states } = this.answering;
    // Of two that wait the first is not sent.
    states.set(topic, { encoded: states.has(topic) && whole !== undefined ? whole() : encoded, isDue });
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
    // It doesn't read: a farewell would only join the queue.
    if (error.code === 'SLOW_CONSUMER') this.outlet.cut();
    else if (this.raw !== undefined) this.raw.refuse(refusal);
    else {
      this.say(this.table.refusal(refusal, null));
      if (forGood) this.socket.disconnect(true);
      else this.socket.conn.close();
    }
  }

  dismiss(error: AppError): void {
    if (this.dismissal !== undefined) return;
    this.dismissal = error;
    if (this.open) this.close(error);
  }

  /** Ends the transport so that the client comes back by itself; what was sent before still reaches it, if it takes it within that time. */
  sendAway(withinMs: number): Promise<void> {
    return sendAway(this.socket.conn, withinMs);
  }

  isAlive(withinMs: number): Promise<boolean> {
    if (!this.open) return Promise.resolve(false);
    return answersPing(this.socket.conn, this.raw, withinMs);
  }

  private bring({ encoded, message }: DirectMessage): void {
    if (!this.outlet.isOpen()) return;
    this.write(encoded, false);
    // Too much is queued for it: then it is being cut off.
    if (!this.outlet.isOpen() || this.table.catchesUp !== true) return;
    if (message.sender.id !== this.user.id) this.owner.reached(this, message);
  }

  /** False where something was dropped: then nothing after it is sent. */
  private write(encoded: EncodedFact, isVolatile: boolean): boolean {
    for (const frame of encoded) {
      const outcome = this.outlet.write(frame, isVolatile);
      this.owner.delivered(this, outcome);
      if (outcome === 'dropped') return false;
    }
    return true;
  }

  private get raw(): RawConnection | undefined {
    const connection: unknown = this.socket.conn;
    return connection instanceof RawConnection ? connection : undefined;
  }
}
