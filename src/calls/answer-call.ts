import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { AcceptCall, AcceptedCall, Call, RejectCall } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { CallChanges } from './call-changes.js';
import { CallEvents } from './call-events.js';
import { checkedMetadata, signalBytes } from './call-payloads.js';
import { partyOf, type CallRecord } from './call-record.js';
import { outcomeOf, tooLate } from './call-state.js';
import { CallTeller } from './call-teller.js';
import { CallRepository } from './call.repository.js';
import { FindCall } from './find-call.js';
import { PartyRepository } from './party.repository.js';
import { CallSeats } from './returning/call-seats.js';
import { RoomCalls, type Answer } from './room-calls.js';
import { Mailbox } from './signals/mailbox.js';

/** What the callee does while it rings. */
@Injectable()
export class AnswerCall {
  constructor(
    private readonly find: FindCall,
    private readonly calls: CallRepository,
    private readonly parties: PartyRepository,
    private readonly changes: CallChanges,
    private readonly roomCalls: RoomCalls,
    private readonly teller: CallTeller,
    private readonly seats: CallSeats,
    private readonly mailbox: Mailbox,
    private readonly events: CallEvents,
  ) {}

  /** From now on the call goes on with this connection. Throws `CALL_ANSWERED`, `CALL_ENDED`, `FORBIDDEN` to the caller. */
  async accept(connection: Connection, request: AcceptCall): Promise<AcceptedCall> {
    const { answer = null } = request;
    signalBytes('answer', answer);
    const metadata = checkedMetadata(request.metadata);
    const named = await this.find.named(connection.user, request);
    if (named.isRoomCall) return this.roomCalls.join(connection, named, { answer, metadata });
    // Some clients are given the offer by the answer to this: candidates that went before it would be lost on them.
    return this.mailbox.hold(named.id, connection.user.id, () => this.take(connection, named, { answer, metadata }));
  }

  /** Throws `CALL_ANSWERED`, `CALL_ENDED`, and `FORBIDDEN` to whom it does not ring for. */
  async reject({ user }: Connection, request: RejectCall): Promise<Call> {
    const { id } = await this.find.own(user, request);
    const { call, result: hearers } = await this.changes.change(id, (tx, record) => {
      if (partyOf(record, user.id)?.state !== 'invited' && record.state === 'ringing') {
        throw new AppError('FORBIDDEN', { message: 'It does not ring for you. End the call instead.' });
      }
      return this.changes.end(tx, record, 'reject', user.id);
    });
    this.teller.rejected(call, user, request.reason ?? null);
    this.teller.ended(call, hearers);
    return call;
  }

  private async take(connection: Connection, named: CallRecord, { answer, metadata }: Answer): Promise<AcceptedCall> {
    const { user } = connection;
    const { call, result: offer } = await this.changes.change(named.id, async (tx, record) => {
      assertIsParty(partyOf(record, user.id));
      if (outcomeOf(record.state, 'accept') === undefined) throw new AppError(tooLate(record.state));
      if (record.callerId === user.id) throw new AppError('FORBIDDEN', { message: 'This is your own call. Wait for the other.' });
      const guestName = user.guest ? user.name : null;
      await this.parties.join(tx, record.id, { userId: user.id, guestName, connectionId: connection.id });
      await this.calls.accepted(tx, record.id, answer, metadata);
      if (answer !== null) await this.calls.activate(record.id, tx);
      await this.events.answered(tx, record.id, user.id);
      return record.offer;
    });
    this.seats.seat(connection);
    this.teller.accepted({ call, by: user, answer, metadata }, connection.id);
    // What the caller has signalled since it rings.
    this.mailbox.tell(call.id, { toId: user.id, connectionId: connection.id });
    // What this device has signalled before it accepted.
    this.mailbox.tell(call.id, { toId: named.callerId, connectionId: partyOf(named, named.callerId)?.connectionId ?? null });
    return { ...call, offer };
  }
}

function assertIsParty(party: unknown): void {
  if (party === undefined) throw new AppError('CALL_NOT_FOUND');
}
