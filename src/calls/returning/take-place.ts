import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import type { Call } from '../../protocol/index.js';
import { Publisher, type Connection } from '../../realtime/index.js';
import { CallChanges } from '../call-changes.js';
import { partyOf, type CallRecord } from '../call-record.js';
import { CallTeller } from '../call-teller.js';
import { PartyRepository, type Returning } from '../party.repository.js';
import { Mailbox } from '../signals/mailbox.js';
import { CallSeats } from './call-seats.js';

type Place = Pick<Returning, 'callId' | 'connectionId'>;

/** Whoever dropped out of a call and has connected anew goes on where they were. */
@Injectable()
export class TakePlace {
  /** What was sent to a connection so long before it was found to be gone may never have arrived. */
  private readonly unheardMs: number;

  constructor(
    { realtime }: AppConfig,
    private readonly parties: PartyRepository,
    private readonly changes: CallChanges,
    private readonly teller: CallTeller,
    private readonly seats: CallSeats,
    private readonly mailbox: Mailbox,
    private readonly publisher: Publisher,
  ) {
    this.unheardMs = realtime.pingIntervalMs + realtime.pingTimeoutMs;
  }

  /** True where the person's place in that call was free, and is this connection's now. */
  async takeBack(connection: Connection, callId: string): Promise<boolean> {
    const own = (await this.parties.returning([connection.user.id])).find((party) => party.callId === callId);
    return own !== undefined && isFree(own) && isNext(connection, own) && (await this.take(connection, own));
  }

  /** Call it where the place is free and the connection the next; false where somebody was faster. */
  async take(connection: Connection, { callId, connectionId }: Place): Promise<boolean> {
    // What waits for them comes after what the place itself brings.
    const isTaken = await this.mailbox.hold(callId, connection.user.id, () => this.sitDown(connection, { callId, connectionId }));
    if (isTaken) await this.mailbox.empty(callId, connection.user.id);
    return isTaken;
  }

  private async sitDown(connection: Connection, { callId, connectionId }: Place): Promise<boolean> {
    const { user } = connection;
    const changed = await this.changes.changeIf(
      callId,
      (record) => {
        const own = partyOf(record, user.id);
        const isStillFree = own?.state === 'reconnecting' || own?.state === 'joined';
        return isStillFree && own.connectionId === connectionId && connection.open;
      },
      async (tx, record) => {
        const guestName = user.guest ? (partyOf(record, user.id)?.guestName ?? user.name) : null;
        await this.parties.join(tx, callId, { userId: user.id, guestName, connectionId: connection.id });
        return record;
      },
    );
    if (changed === undefined) return false;
    this.seats.seat(connection);
    this.tellOf(changed.call, changed.result, connection);
    return true;
  }

  private tellOf(call: Call, before: CallRecord, connection: Connection): void {
    const { user } = connection;
    const own = partyOf(before, user.id);
    this.teller.returned(call, user);
    if (own?.connectionId === null) this.bringOffer(connection, call, before);
    // The caller was away when it was accepted, or about to be.
    const { acceptedAt, answer, answerMetadata: metadata } = before;
    const by = call.parties.find((party) => party.user.id !== user.id)?.user;
    if (call.isRoomCall || call.caller.id !== user.id || acceptedAt === null || by === undefined) return;
    if (own?.seenAt && acceptedAt.getTime() < own.seenAt.getTime() - this.unheardMs) return;
    this.publisher.publish({ connection: connection.id }, 'calls:accepted', { call, by, answer, metadata });
  }

  /** Who accepted without a connection has seen nothing of the call on it: what the caller offered comes as their first signal. */
  private bringOffer(connection: Connection, { id: callId, caller }: Call, { offer }: CallRecord): void {
    if (offer === null) return;
    this.publisher.publish({ connection: connection.id }, 'calls:signal', { callId, from: caller, type: 'offer', data: offer });
  }
}

/** Whether nobody sits there: they dropped out, or their node is gone. */
export function isFree({ state, isLapsed }: Returning): boolean {
  return state === 'reconnecting' || (state === 'joined' && isLapsed);
}

/**
 * Whether it was opened since they joined, by a client that has words for the call: a page that shows nothing but messages must not keep
 * the place from the app. A device that stood by all the time does not take over. Who accepted without a connection may have opened it
 * just before, as the push that they did it by has woken the app; they have seen no offer yet.
 */
export function isNext(connection: Connection, { callId, connectionId, startedMsAgo, joinedMsAgo }: Returning): boolean {
  const { openedAt, user: from } = connection;
  const sinceMs = connectionId === null ? startedMsAgo : joinedMsAgo;
  const type = connectionId === null ? 'offer' : 'candidate';
  const isSince = sinceMs !== null && performance.now() - openedAt < sinceMs;
  return isSince && connection.understands('calls:signal', { callId, from, type, data: {} });
}
