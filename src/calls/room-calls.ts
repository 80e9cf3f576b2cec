import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import { Database, type Transaction } from '../database/index.js';
import { MESH_SIZE, type AcceptedCall, type Call, type User } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { RoomAuthority } from '../rooms/index.js';
import { CallChanges } from './call-changes.js';
import { callingAlready, unlessOver, untilSettled } from './call-conflicts.js';
import { partyOf, presentIn, type CallRecord } from './call-record.js';
import { hangUp, tooLate, type CallEvent } from './call-state.js';
import { CallTeller } from './call-teller.js';
import { CallPresenter } from './call.presenter.js';
import { CallRepository, type NewCall } from './call.repository.js';
import { PartyRepository, type Joining } from './party.repository.js';
import { CallSeats } from './returning/call-seats.js';

/** What somebody says by accepting. */
export interface Answer {
  readonly answer: unknown;
  readonly metadata: Record<string, unknown> | null;
}

/** Calls of a room: whoever is in it may come and go; the last one ends the call. */
@Injectable()
export class RoomCalls {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly authority: RoomAuthority,
    private readonly calls: CallRepository,
    private readonly parties: PartyRepository,
    private readonly changes: CallChanges,
    private readonly presenter: CallPresenter,
    private readonly teller: CallTeller,
    private readonly seats: CallSeats,
  ) {}

  /** Where a call is under way in the room, this joins it. */
  async start(connection: Connection, draft: NewCall): Promise<Call> {
    return untilSettled(async () => {
      const { call, isNew } = await this.begin(connection, draft);
      if (isNew) return this.tellBegun(connection, call, draft);
      return this.enter(connection, call, { answer: null, metadata: draft.metadata }).catch(unlessOver);
    });
  }

  /** Throws `CALL_FULL`, `CALL_ENDED`, `LIMIT_REACHED` to who is in a call, and to who may not `NOT_A_MEMBER`, `MUTED`, `BANNED`. */
  async join(connection: Connection, call: CallRecord, answer: Answer): Promise<AcceptedCall> {
    return { ...(await this.enter(connection, call, answer)), offer: null };
  }

  private async enter(connection: Connection, { id, room }: CallRecord, { answer, metadata }: Answer): Promise<Call> {
    const { call, result: isNews } = await untilSettled(() =>
      this.changes.change(
        id,
        async (tx, record) => {
          const own = partyOf(record, connection.user.id);
          const isHere = own?.state === 'joined' && own.connectionId === connection.id;
          if (!isHere) await this.add(tx, connection, record, own?.state === 'joined');
          return !isHere;
        },
        room.id,
      ),
    );
    this.seats.seat(connection);
    const by = call.parties.find(({ user }) => user.id === connection.user.id)?.user ?? connection.user;
    if (isNews) this.teller.accepted({ call, by, answer, metadata }, connection.id);
    return call;
  }

  /** They are in it no more; as the last one they end it. Undefined where they were not in it. */
  async leave(
    callId: string,
    user: User,
    event: Extract<CallEvent, 'complete' | 'lose'>,
    isDue = isIn,
  ): Promise<Call | undefined> {
    const changed = await this.changes.changeIf(
      callId,
      (record) => isDue(record, user.id),
      async (tx, record) => {
        if (presentIn(record).length <= 1) {
          return this.changes.end(tx, record, lastGone(record, event), event === 'complete' ? user.id : null);
        }
        await this.parties.leave(tx, callId, user.id);
        return [];
      },
    );
    if (changed === undefined) return undefined;
    const { call, result: hearers } = changed;
    if (call.state === 'ended') this.teller.ended(call, hearers);
    else this.teller.left(call, user);
    return call;
  }

  private async tellBegun(connection: Connection, call: CallRecord, draft: NewCall): Promise<Call> {
    const shown = await this.presenter.present(call);
    this.teller.made(shown);
    this.seats.seat(connection);
    this.teller.callsRoom({ call: shown, offer: draft.offer, metadata: draft.metadata }, connection.id);
    return shown;
  }

  private async begin(connection: Connection, draft: NewCall): Promise<{ call: CallRecord; isNew: boolean }> {
    return this.database.transaction(async (tx) => {
      await this.calls.lockRoom(tx, draft.roomId);
      const joining = await this.joining(tx, connection, draft.roomId);
      const isNew = await this.calls.insert(tx, draft);
      if (isNew) await this.parties.join(tx, draft.id, joining);
      const call = await this.calls.liveIn(draft.roomId, tx);
      // Who ends one does not need the room's lock.
      if (call === undefined) throw callingAlready(undefined);
      return { call, isNew };
    });
  }

  private async add(tx: Transaction, connection: Connection, call: CallRecord, isElsewhere: boolean): Promise<void> {
    if (call.state === 'ended') throw new AppError(tooLate(call.state));
    const joining = await this.joining(tx, connection, call.room.id);
    if (isElsewhere) throw new AppError('CALL_ANSWERED', { message: 'You are in this call with another device.' });
    if (!isIn(call, connection.user.id) && this.isFull(call)) throw new AppError('CALL_FULL');
    await this.parties.join(tx, call.id, joining);
    if (call.state === 'ringing' && call.callerId !== connection.user.id) await this.calls.accepted(tx, call.id, null, null);
  }

  /** An SFU takes as many as the room does. */
  private isFull(call: CallRecord): boolean {
    return this.config.calls.liveKit === undefined && presentIn(call).length >= MESH_SIZE;
  }

  /**
   * Throws to who may not. Asked under the room's lock: whoever is removed later is removed from the call, too. Guests are called in it as
   * in the room.
   */
  private async joining(tx: Transaction, { id, user, rooms }: Connection, roomId: string): Promise<Joining> {
    const standing = await this.authority.assertMayIn(tx, roomId, user, 'members');
    if (standing === undefined || !rooms.has(roomId)) throw new AppError('NOT_A_MEMBER');
    if (standing.muted) throw new AppError('MUTED');
    return { userId: user.id, guestName: user.guest ? (standing.name ?? user.name) : null, connectionId: id };
  }
}

function isIn(call: CallRecord, userId: string): boolean {
  return presentIn(call).some((party) => party.userId === userId);
}

/** While nobody has come, the last one is the caller. */
function lastGone({ state }: CallRecord, event: 'complete' | 'lose'): CallEvent {
  return event === 'lose' ? 'lose' : hangUp(state, true);
}
