import type { Availability, MentorStatus, OwnMentorStatus, Role, User } from '../protocol/index.js';
import { shownAvailability } from './availability.js';

/** A mentor as the database knows them. */
export interface StoredMentor {
  mentorId: string;
  /** Null for everybody but guests. */
  guestName: string | null;
  chosen: Availability;
  /** Whether they count as connected, and as a mentor. */
  isHere: boolean;
  statusText: string | null;
  subjects: string[];
  capacity: number;
  load: number;
  metadata: Record<string, unknown> | null;
  updatedAt: Date;
  username: string | null;
  name: string | null;
  avatarUrl: string | null;
  role: Role | null;
}

/** As everybody sees them. */
export function presentMentor(stored: StoredMentor): MentorStatus {
  const { statusText, subjects, capacity, load, metadata, updatedAt } = stored;
  return {
    mentor: personOf(stored),
    availability: shownAvailability(stored),
    statusText,
    subjects,
    capacity,
    load,
    metadata,
    updatedAt: updatedAt.toISOString(),
  };
}

/** As they see themselves. */
export function presentOwn(stored: StoredMentor): OwnMentorStatus {
  // Who is gone past the grace has it chosen for them; the row may not say so yet.
  return { ...presentMentor(stored), chosen: stored.isHere ? stored.chosen : 'offline' };
}

export function personOf({ mentorId, guestName, username, name, avatarUrl, role }: StoredMentor): User {
  if (guestName !== null) return { id: mentorId, username: null, name: guestName, avatarUrl: null, role: 'mentor', guest: true };
  return { id: mentorId, username, name: name ?? mentorId, avatarUrl, role: role ?? 'student', guest: false };
}
