import { Injectable } from '@nestjs/common';
import { AppError, isGuestId, newId } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import { Database, type Transaction } from '../database/index.js';
import type { Call, StartCall as Request, User } from '../protocol/index.js';
import { ConnectionTable, type Connection } from '../realtime/index.js';
import { Blocks, DirectRooms, RoomAccess, type FoundRoom, type Pair } from '../rooms/index.js';
import { CallChanges } from './call-changes.js';
import { CallEvents } from './call-events.js';
import { checkedMetadata, signalBytes } from './call-payloads.js';
import type { CallRecord } from './call-record.js';
import { CallTeller } from './call-teller.js';
import { CallPresenter } from './call.presenter.js';
import { CallRepository, type NewCall } from './call.repository.js';
import { callingAlready, crossedBy, untilSettled } from './call-conflicts.js';
import { PartyRepository } from './party.repository.js';
import { Reach } from './reach.js';
import { CallSeats } from './returning/call-seats.js';
import { RoomCalls } from './room-calls.js';

type Callee = Parameters<PartyRepository['take']>[3];

/** Calling a person, or the people of a room. */
@Injectable()
export class StartCall {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly access: RoomAccess,
    private readonly direct: DirectRooms,
    private readonly blocks: Blocks,
    private readonly calls: CallRepository,
    private readonly parties: PartyRepository,
    private readonly changes: CallChanges,
    private readonly presenter: CallPresenter,
    private readonly connections: ConnectionTable,
    private readonly reach: Reach,
    private readonly teller: CallTeller,
    private readonly seats: CallSeats,
    private readonly roomCalls: RoomCalls,
    private readonly events: CallEvents,
  ) {}

  /**
   * Whoever can't be rung gives a call that has ended. Throws `CALL_CROSSED` where the other calls already, `LIMIT_REACHED` to who is
   * in a call, `BLOCKED`, and what finding the room throws.
   */
  async start(connection: Connection, request: Request): Promise<Call> {
    const { kind, offer = null } = request;
    signalBytes('offer', offer);
    const metadata = checkedMetadata(request.metadata);
    const { room, pair } = await this.find(connection, request);
    const call = { id: newId(), roomId: room.id, isRoomCall: pair === null, kind, callerId: connection.user.id, offer, metadata };
    if (pair === null) return this.roomCalls.start(connection, { ...call, ringMs: null });
    return this.ring(connection, pair, { ...call, ringMs: this.config.calls.ringMs });
  }

  /** A direct room is its other person. */
  private async find(connection: Connection, { to, room }: Request): Promise<FoundRoom> {
    if ((to === undefined) === (room === undefined)) {
      throw new AppError('INVALID', { field: 'to', message: 'Say whom to call: give one of to and room' });
    }
    return room === undefined ? this.direct.roomWith(connection, to ?? {}) : this.access.look(connection, room);
  }

  private async ring(connection: Connection, pair: Pair, draft: NewCall): Promise<Call> {
    const callee = this.calleeOf(pair, connection.user);
    const record = await untilSettled(() => this.database.transaction((tx) => this.make(tx, connection, pair, callee, draft)));
    const call = await this.presenter.present(record);
    this.teller.made(call);
    if (record.endedAt !== null) return this.tellFailed(call, callee.userId);
    this.seats.seat(connection);
    const incoming = { call, offer: draft.offer, metadata: draft.metadata };
    this.teller.rings(callee.userId, incoming);
    if (await this.reach.ringsAnywhere(callee.userId, incoming)) return call;
    const ended = await this.changes.changeIf(
      call.id,
      ({ state }) => state === 'ringing',
      (tx, ringing) => this.changes.end(tx, ringing, 'find-nobody', null),
    );
    return ended === undefined ? call : this.tellFailed(ended.call, callee.userId);
  }

  private async make(tx: Transaction, { id, user }: Connection, pair: Pair, callee: Callee, draft: NewCall): Promise<CallRecord> {
    // Whoever blocks the other waits for this, or is waited for: once they have their answer nothing rings.
    await this.calls.lockRoom(tx, draft.roomId);
    await this.blocks.assertMayWrite(user.id, pair, tx);
    if (!(await this.calls.insert(tx, draft))) throw crossedBy(await this.calls.liveIn(draft.roomId, tx), user);
    const guestName = user.guest ? user.name : null;
    const taken = await this.parties.take(tx, draft.id, { userId: user.id, guestName, connectionId: id }, callee);
    if (!taken.has(user.id)) throw callingAlready(await this.calls.liveOf(user.id, tx));
    const isBusy = !taken.has(callee.userId);
    if (isBusy) await this.parties.miss(tx, draft.id, callee);
    const made = await this.calls.find(draft.id, tx);
    if (made === undefined) throw new Error('A call was not made');
    if (!isBusy) {
      await this.events.ringing(tx, made, callee.userId);
      return made;
    }
    await this.changes.end(tx, made, 'find-busy', null);
    const ended = (await this.calls.find(draft.id, tx)) ?? made;
    await this.events.ended(tx, made, ended);
    return ended;
  }

  /** The caller alone hears of it: for the other it never rang. */
  private tellFailed(call: Call, calleeId: string): Call {
    const callee = call.parties.find(({ user }) => user.id === calleeId);
    if (callee !== undefined) this.teller.rejected(call, callee.user, call.endReason);
    this.teller.ended(call, [call.caller.id]);
    return call;
  }

  /** A guest's name is known where they are. */
  private calleeOf([one, other]: Pair, { id }: User): Callee {
    const userId = one === id ? other : one;
    const guestName = isGuestId(userId) ? (this.connections.ofUser(userId)[0]?.user.name ?? null) : null;
    return { userId, guestName };
  }
}
