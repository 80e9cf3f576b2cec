import type { Availability, MentorStatus } from '../../../src/protocol/index.js';
import type { MentorFilter } from './mentors.js';

const RANKS: Record<Availability, number> = { available: 0, busy: 1, offline: 1 };

/** As the server matches subjects. */
export function matches({ subject, available }: MentorFilter, status: MentorStatus): boolean {
  if (status.mentor.role !== 'mentor') return false;
  if (available === true && status.availability !== 'available') return false;
  if (subject === undefined || status.subjects.length === 0) return true;
  const wanted = keyOf(subject);
  return status.subjects.some((name) => keyOf(name) === wanted);
}

/** Available ones first, then by name. */
export function inOrder(statuses: Iterable<MentorStatus>): MentorStatus[] {
  return [...statuses].sort(
    (one, other) =>
      RANKS[one.availability] - RANKS[other.availability] ||
      one.mentor.name.localeCompare(other.mentor.name) ||
      (one.mentor.id < other.mentor.id ? -1 : 1),
  );
}

function keyOf(subject: string): string {
  return subject.normalize('NFKC').trim().toLowerCase();
}
