import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../auth/index.js';
import { isGuestId } from '../common/index.js';
import type { Transaction } from '../database/index.js';
import type { Call, User } from '../protocol/index.js';
import type { CallRecord } from './call-record.js';

/** Shows calls as everybody sees them, with people as they are called now. */
@Injectable()
export class CallPresenter {
  constructor(private readonly users: UserDirectory) {}

  /** Within a transaction give it. */
  async present(record: CallRecord, tx?: Transaction): Promise<Call> {
    const known = await this.users.findByIds(peopleOf(record), tx);
    return shown(record, known);
  }

  async presentAll(records: readonly CallRecord[]): Promise<Call[]> {
    const known = await this.users.findByIds([...new Set(records.flatMap(peopleOf))]);
    return records.map((record) => shown(record, known));
  }
}

function peopleOf({ parties, callerId }: CallRecord): string[] {
  return [callerId, ...parties.map(({ userId }) => userId)];
}

function shown(record: CallRecord, known: ReadonlyMap<string, User>): Call {
  const person = (id: string): User => {
    const guestName = record.parties.find(({ userId }) => userId === id)?.guestName ?? null;
    const found = known.get(id);
    // A guest is who they were then: it may be somebody else who claims that id now.
    return personOf(id, found && guestName !== null ? { ...found, name: guestName } : found, guestName);
  };
  const { acceptedAt, endedAt } = record;
  return {
    id: record.id,
    kind: record.kind,
    state: record.state,
    room: record.room,
    isRoomCall: record.isRoomCall,
    caller: person(record.callerId),
    parties: record.parties.map(({ userId, state, joinedAt }) => ({
      user: person(userId),
      state,
      joinedAt: joinedAt?.toISOString() ?? null,
    })),
    startedAt: record.startedAt.toISOString(),
    acceptedAt: acceptedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    endReason: record.endReason,
    endedBy: record.endedBy === null ? null : person(record.endedBy),
    durationSeconds: endedAt === null ? null : secondsBetween(acceptedAt ?? endedAt, endedAt),
  };
}

/** Where the users table does not know them (any more), or they are a guest, what the call knows of them. */
export function personOf(id: string, known: User | undefined, name: string | null | undefined): User {
  return known ?? { id, username: null, name: name ?? id, avatarUrl: null, role: 'student', guest: isGuestId(id) };
}

function secondsBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / 1_000);
}
