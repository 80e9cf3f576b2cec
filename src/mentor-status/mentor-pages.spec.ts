import { describe, expect, it } from '@jest/globals';
import type { AppConfig } from '../config/index.js';
import type { Attendance } from './attendance/attendance.js';
import { placeOf } from './mentor-cursor.js';
import type { ListedMentor, MentorQuestion, MentorStatusRepository } from './mentor-status.repository.js';
import { MentorStatuses } from './mentor-statuses.js';
import type { FreeMentors } from './routing/free-mentors.js';

const MENTORS = 200;
/** A quarter of what may be queued for one connection. */
const READABLE = 262_144;

/** Mentors as the database lists them, in the order of their ids. */
function repositoryOf(mentors: readonly ListedMentor[]): MentorStatusRepository {
  const list = ({ after, limit }: MentorQuestion) =>
    Promise.resolve(mentors.filter(({ mentorId }) => after === null || mentorId > after.id).slice(0, limit));
  return { list } as unknown as MentorStatusRepository;
}

function listed(metadata: Record<string, unknown> | null): ListedMentor[] {
  return Array.from({ length: MENTORS }, (_, number) => {
    const mentorId = `m${String(number).padStart(4, '0')}`;
    const person = { mentorId, guestName: null, username: mentorId, name: mentorId, avatarUrl: null, role: 'mentor' } as const;
    const chosen = { chosen: 'available', isHere: true, statusText: null, subjects: [], capacity: 1, load: 0 } as const;
    return { ...person, ...chosen, subjects: [], metadata, updatedAt: new Date(0), isBehind: false, key: mentorId };
  });
}

function statusesOf(mentors: readonly ListedMentor[]): MentorStatuses {
  const config = { mentors: { graceSeconds: 60 } } as AppConfig;
  return new MentorStatuses(config, repositoryOf(mentors), {} as Attendance, {} as FreeMentors);
}

describe('pages of mentors', () => {
  it('can be read by whoever connects, however much mentors say of themselves, and leave nobody out', async () => {
    const statuses = statusesOf(listed({ about: 'x'.repeat(8_000) }));
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const { mentors, cursor } = await statuses.page({ limit: MENTORS, ...(after === undefined ? {} : { after }) });
      expect(JSON.stringify(mentors).length).toBeLessThan(READABLE);
      seen.push(...mentors.map(({ mentor }) => mentor.id));
      if (cursor === null) break;
      expect(placeOf(cursor)?.id).toBe(seen.at(-1));
      after = cursor;
    }
    expect(seen).toHaveLength(MENTORS);
    expect(new Set(seen).size).toBe(MENTORS);
  });

  it('have as many as were asked for where mentors say little', async () => {
    const { mentors, cursor } = await statusesOf(listed(null)).page({ limit: MENTORS });
    expect(mentors).toHaveLength(MENTORS);
    expect(cursor).toBeNull();
  });
});
