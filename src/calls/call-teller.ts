import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../common/index.js';
import type { Call, CallsFacts, User } from '../protocol/index.js';
import { Publisher, type Audience } from '../realtime/index.js';
import { callDuration, callsEnded, callsStarted } from './calls.metrics.js';

type Incoming = CallsFacts['calls:incoming'];
type Accepted = CallsFacts['calls:accepted'];

/** Tells people what has become of their calls; always after it stands in the database. */
@Injectable()
export class CallTeller {
  constructor(
    private readonly publisher: Publisher,
    private readonly events: DomainEvents,
  ) {}

  made(call: Call): void {
    callsStarted.inc({ kind: call.kind, called: call.isRoomCall ? 'room' : 'person' });
    this.changed(call);
  }

  /** It is in another state: those in a room see it by this, the people of the call hear of it in other ways. */
  changed(call: Call): void {
    if (call.isRoomCall) this.publisher.publish({ room: call.room.id }, 'calls:in-room', { call });
    this.events.emit('CallChanged', { call });
  }

  /** To one who comes into the room while it lasts. */
  lasts(call: Call, connectionId: string): void {
    this.publisher.publish({ connection: connectionId }, 'calls:in-room', { call });
  }

  /** It rings on all devices of the person that can ring. */
  rings(callee: string, incoming: Incoming): void {
    this.publisher.publish({ user: callee }, 'calls:incoming', incoming);
  }

  /** Those in the room may come. */
  callsRoom(incoming: Incoming, exceptConnection: string): void {
    this.publisher.publish({ room: incoming.call.room.id, exceptConnection }, 'calls:incoming', incoming);
  }

  /** Of two people the caller hears of it, and the other devices of who accepted ring no more. */
  accepted(accepted: Accepted, byConnection: string): void {
    const { call, by } = accepted;
    this.changed(call);
    if (call.isRoomCall) {
      for (const id of peopleOf(call)) {
        this.publisher.publish({ user: id, exceptConnection: byConnection }, 'calls:accepted', accepted);
      }
      return;
    }
    this.publisher.publish({ user: call.caller.id }, 'calls:accepted', accepted);
    this.answeredElsewhere(call, by, { user: by.id, exceptConnection: byConnection });
  }

  /** Of two people, by one who has no connection yet: which of their devices ring no more is not known before one has taken the place. */
  acceptedAway(accepted: Accepted): void {
    this.changed(accepted.call);
    this.publisher.publish({ user: accepted.call.caller.id }, 'calls:accepted', accepted);
  }

  /** These devices of who accepted ring no more. */
  answeredElsewhere(call: Call, by: User, devices: Audience): void {
    const elsewhere = { call, callId: call.id, endReason: 'answered_elsewhere', endedBy: by, durationSeconds: 0 } as const;
    this.publisher.publish(devices, 'calls:ended', elsewhere);
  }

  /** To the caller: why nobody came to the call. */
  rejected(call: Call, by: User, reason: string | null): void {
    this.publisher.publish({ user: call.caller.id }, 'calls:rejected', { call, by, reason });
  }

  ended(call: Call, hearers: readonly string[]): void {
    const { id: callId, endReason, endedBy, durationSeconds } = call;
    if (endReason === null) throw new Error('A call that lasts was to be told as ended');
    const fact = { call, callId, endReason, endedBy, durationSeconds: durationSeconds ?? 0 };
    for (const id of hearers) this.publisher.publish({ user: id }, 'calls:ended', fact);
    callsEnded.inc({ reason: endReason });
    if (call.acceptedAt !== null) callDuration.observe(fact.durationSeconds);
    this.changed(call);
  }

  left(call: Call, user: User): void {
    for (const id of peopleOf(call, user.id)) this.publisher.publish({ user: id }, 'calls:peer-left', { call, user });
    this.changed(call);
  }

  reconnecting(call: Call, user: User, until: Date): void {
    for (const id of othersIn(call, user)) {
      this.publisher.publish({ user: id }, 'calls:peer-reconnecting', { callId: call.id, user, until: until.toISOString() });
    }
  }

  returned(call: Call, user: User): void {
    for (const id of othersIn(call, user)) this.publisher.publish({ user: id }, 'calls:peer-returned', { callId: call.id, user });
  }
}

/** Those who have left hear nothing more of it until it is over. */
function peopleOf(call: Call, ...more: string[]): string[] {
  const parties = call.parties.filter(({ state }) => state !== 'left');
  return [...new Set([...parties.map(({ user }) => user.id), ...more])];
}

function othersIn(call: Call, user: User): string[] {
  const present = call.parties.filter(({ state }) => state === 'joined' || state === 'reconnecting');
  return present.map(({ user: { id } }) => id).filter((id) => id !== user.id);
}
