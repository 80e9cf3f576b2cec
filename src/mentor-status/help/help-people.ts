import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { isGuestId } from '../../common/index.js';
import type { Transaction } from '../../database/index.js';
import type { HelpRequest, Role, User } from '../../protocol/index.js';
import { roomOf, urgencyOf, type HelpRow } from './help-row.js';

/** Shows requests with the people in them: guests by the name they had, everybody else as they are called now. */
@Injectable()
export class HelpPeople {
  constructor(private readonly users: UserDirectory) {}

  /** Within a transaction give it. */
  async present(row: HelpRow, tx?: Transaction): Promise<HelpRequest> {
    const [request] = await this.presentAll([row], tx);
    if (request === undefined) throw new Error('A request was lost on its way');
    return request;
  }

  async presentAll(rows: readonly HelpRow[], tx?: Transaction): Promise<HelpRequest[]> {
    const ids = rows.flatMap(({ studentId, mentorId, targetId }) => [studentId, mentorId, targetId]);
    const registered = [...new Set(ids.filter((id) => id !== null))].filter((id) => !isGuestId(id));
    const known = await this.users.findByIds(registered, tx);
    return rows.map((row) => shownRequest(row, known));
  }
}

/** The student as far as their request tells. */
export function studentOf({ studentId, studentName }: HelpRow): User {
  return personOf(studentId, studentName, 'student');
}

function shownRequest(row: HelpRow, known: ReadonlyMap<string, User>): HelpRequest {
  const person = (id: string, name: string | null, role: Role): User => known.get(id) ?? personOf(id, name, role);
  const mentor = (id: string | null, name: string | null): User | null => (id === null ? null : person(id, name, 'mentor'));
  const { id, state, subject, text, metadata, rating, note } = row;
  return {
    id,
    state,
    student: person(row.studentId, row.studentName, 'student'),
    subject,
    text,
    urgency: urgencyOf(row),
    metadata,
    target: mentor(row.targetId, row.targetName),
    mentor: mentor(row.mentorId, row.mentorName),
    room: roomOf(row),
    requestedAt: row.requestedAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    rating,
    note,
  };
}

export function personOf(id: string, name: string | null, role: Role): User {
  return { id, username: null, name: name ?? id, avatarUrl: null, role, guest: isGuestId(id) };
}

/** To those who were asked and don't help: where the two write, and what they said of each other, is theirs. */
export function asSeenByAsked(request: HelpRequest): HelpRequest {
  return { ...request, room: null, rating: null, note: null };
}
