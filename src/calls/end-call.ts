import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { Call, CallTarget, User } from '../protocol/index.js';
import { CallChanges } from './call-changes.js';
import { partyOf, type CallRecord } from './call-record.js';
import { hangUp, type CallEvent } from './call-state.js';
import { CallTeller } from './call-teller.js';
import { FindCall } from './find-call.js';
import type { Late } from './party.repository.js';
import { CallPresenter } from './call.presenter.js';
import { RoomCalls } from './room-calls.js';

/** How calls end: by a person, or by a clock. */
@Injectable()
export class EndCall {
  constructor(
    private readonly find: FindCall,
    private readonly changes: CallChanges,
    private readonly presenter: CallPresenter,
    private readonly roomCalls: RoomCalls,
    private readonly teller: CallTeller,
  ) {}

  /** Throws `CALL_ANSWERED`, `CALL_ENDED`, and `FORBIDDEN` to everybody but the caller. */
  async cancel(user: User, target: CallTarget): Promise<Call> {
    const { id } = await this.find.own(user, target);
    const { call, result: hearers } = await this.changes.change(id, (tx, record) => {
      if (record.callerId !== user.id) throw new AppError('FORBIDDEN', { message: 'Only the caller may cancel a call.' });
      return this.changes.end(tx, record, 'cancel', user.id);
    });
    this.teller.ended(call, hearers);
    return call;
  }

  /** Throws `CALL_ENDED`. */
  async end(user: User, target: CallTarget): Promise<Call> {
    const { id, isRoomCall } = await this.find.own(user, target);
    if (isRoomCall) return this.leave(user, id);
    const { call, result } = await this.changes.change(id, async (tx, record) => {
      const event = hangUp(record.state, record.callerId === user.id);
      return { event, hearers: await this.changes.end(tx, record, event, user.id) };
    });
    if (result.event === 'reject') this.teller.rejected(call, user, null);
    this.teller.ended(call, result.hearers);
    return call;
  }

  /** It has rung for its time. Doing it again changes nothing. */
  async expire(callId: string): Promise<void> {
    await this.endIf(
      callId,
      ({ state }) => state === 'ringing',
      () => 'expire',
    );
  }

  /** The grace of that party is over, if they have not come back. */
  async lose({ callId, userId, untilAt }: Late): Promise<void> {
    const isLate = (record: CallRecord): boolean => {
      const party = partyOf(record, userId);
      return party?.state === 'reconnecting' && party.untilAt?.getTime() === untilAt.getTime();
    };
    const call = await this.find.byId(callId);
    if (call === undefined || !isLate(call)) return;
    if (!call.isRoomCall) {
      await this.endIf(callId, isLate, () => 'lose');
      return;
    }
    const user = await this.personIn(call, userId);
    await this.roomCalls.leave(callId, user, 'lose', isLate);
  }

  /** Somebody was removed from the room whose call they are in. */
  async remove(callId: string, userId: string): Promise<void> {
    const call = await this.find.byId(callId);
    if (call !== undefined) await this.roomCalls.leave(callId, await this.personIn(call, userId), 'complete');
  }

  /** The room was closed over its call. */
  async endIn(roomId: string): Promise<void> {
    const call = await this.find.liveIn(roomId);
    if (call === undefined) return;
    await this.endIf(
      call.id,
      ({ state }) => state !== 'ended',
      ({ state }) => hangUp(state, true),
    );
  }

  private async leave(user: User, id: string): Promise<Call> {
    const left = await this.roomCalls.leave(id, user, 'complete');
    if (left !== undefined) return left;
    const call = await this.find.byId(id);
    throw new AppError(call?.state === 'ended' ? 'CALL_ENDED' : 'CALL_NOT_FOUND');
  }

  private async endIf(
    callId: string,
    isDue: (call: CallRecord) => boolean,
    event: (call: CallRecord) => CallEvent,
  ): Promise<void> {
    const ended = await this.changes.changeIf(callId, isDue, (tx, record) => this.changes.end(tx, record, event(record), null));
    if (ended !== undefined) this.teller.ended(ended.call, ended.result);
  }

  private async personIn(call: CallRecord, userId: string): Promise<User> {
    const { parties } = await this.presenter.present(call);
    const party = parties.find(({ user }) => user.id === userId);
    if (party === undefined) throw new AppError('CALL_NOT_FOUND');
    return party.user;
  }
}
