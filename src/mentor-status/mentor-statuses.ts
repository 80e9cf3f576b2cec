import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { assertSmall } from '../common/metadata-size.js';
import { AppConfig } from '../config/index.js';
import type { ListMentors, MentorPage, MentorStatus, OwnMentorStatus, SetMentorStatus } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { Attendance } from './attendance/attendance.js';
import { cursorAt, placeOf, type MentorPlace } from './mentor-cursor.js';
import { MentorStatusRepository, type StatusWishes } from './mentor-status.repository.js';
import { FreeMentors } from './routing/free-mentors.js';
import { SharedReading } from './shared-reading.js';
import { presentMentor, presentOwn } from './stored-mentor.js';
import { subjectKey } from './subject.js';

const DEFAULT_LIMIT = 100;
/** What one page may make: mentors say as much of themselves as they like, and who connects must be able to read it. */
const PAGE_BYTES = 256_000;

/** What mentors choose, and who sees it. */
@Injectable()
export class MentorStatuses {
  private readonly graceSeconds: number;
  /** Students come by the hundred when a lesson ends, and ask the same. */
  private readonly pages = new SharedReading<MentorPage>();
  private readonly counts = new SharedReading<number>();

  constructor(
    { mentors }: AppConfig,
    private readonly repository: MentorStatusRepository,
    private readonly attendance: Attendance,
    private readonly free: FreeMentors,
  ) {
    this.graceSeconds = mentors.graceSeconds;
  }

  /** Throws `FORBIDDEN` for whoever is no mentor, `INVALID`. */
  async set(connection: Connection, wishes: SetMentorStatus): Promise<OwnMentorStatus> {
    const { user } = connection;
    assertMentor(connection);
    await this.repository.set(user, storable(wishes), this.graceSeconds);
    this.attendance.chose(user.id);
    await this.free.loadChanged([user.id]);
    return this.own(connection);
  }

  /** Throws `FORBIDDEN` for whoever is no mentor. */
  async own(connection: Connection): Promise<OwnMentorStatus> {
    assertMentor(connection);
    const { user } = connection;
    const [stored] = await this.repository.find([user.id]);
    return stored === undefined ? nothingChosen(connection) : presentOwn(stored);
  }

  /** One page; what happens after it was read reaches a connection that watches. Throws `INVALID`. */
  async list(connection: Connection, { watch, ...request }: ListMentors): Promise<MentorPage> {
    const after = placeAfter(request);
    if (watch === true) connection.watch('mentors');
    if (watch === false) connection.unwatch('mentors');
    return this.read(request, after);
  }

  /** Throws `INVALID`. */
  async page(request: Omit<ListMentors, 'watch'>): Promise<MentorPage> {
    return this.read(request, placeAfter(request));
  }

  /** How many can be asked for help now, on all nodes. */
  countAvailable(): Promise<number> {
    return this.counts.read('', () => this.repository.countAvailable());
  }

  private read(
    { subject, available = false, limit = DEFAULT_LIMIT }: ListMentors,
    after: MentorPlace | null,
  ): Promise<MentorPage> {
    const key = subject === undefined ? null : subjectKey(subject);
    const question = { subjectKey: key, isAvailable: available, after, limit };
    return this.pages.read(JSON.stringify(question), async () => {
      const found = await this.repository.list({ ...question, limit: limit + 1 });
      const mentors = fitting(found.slice(0, limit).map(presentMentor));
      const last = found[mentors.length - 1];
      const more = found.length > mentors.length && last !== undefined;
      return {
        mentors,
        cursor: more ? cursorAt({ isBehind: last.isBehind, key: last.key, id: last.mentorId }) : null,
      };
    });
  }
}

function assertMentor({ user }: Connection): void {
  if (user.role !== 'mentor') throw new AppError('FORBIDDEN', { message: 'Only mentors have a mentor status.' });
}

function placeAfter({ after }: ListMentors): MentorPlace | null {
  if (after === undefined) return null;
  const place = placeOf(after);
  if (place === undefined)
    throw new AppError('INVALID', { field: 'after', message: 'after must be the cursor of an earlier page' });
  return place;
}

/** The first of them, as many as fit in one page; one at least. */
function fitting(mentors: readonly MentorStatus[]): MentorStatus[] {
  let bytes = 0;
  const end = mentors.findIndex((mentor, index) => {
    bytes += Buffer.byteLength(JSON.stringify(mentor));
    return bytes > PAGE_BYTES && index > 0;
  });
  return mentors.slice(0, end < 0 ? mentors.length : end);
}

function storable({ availability, statusText, subjects, capacity, metadata }: SetMentorStatus): StatusWishes {
  assertSmall(metadata);
  return {
    availability,
    statusText: statusText === '' ? null : statusText,
    subjects: subjects && distinct(subjects),
    capacity,
    metadata,
  };
}

/** Each subject once, as it was written first. */
function distinct(subjects: readonly string[]): { names: string[]; keys: string[] } {
  const byKey = new Map<string, string>();
  for (const subject of subjects) {
    const key = subjectKey(subject);
    if (!byKey.has(key)) byKey.set(key, subject.trim());
  }
  return { names: [...byKey.values()], keys: [...byKey.keys()] };
}

function nothingChosen({ user }: Connection): OwnMentorStatus {
  return {
    mentor: user,
    availability: 'offline',
    chosen: 'offline',
    statusText: null,
    subjects: [],
    capacity: 1,
    load: 0,
    metadata: null,
    updatedAt: new Date(0).toISOString(),
  };
}
