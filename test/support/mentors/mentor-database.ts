import { rm } from 'node:fs/promises';
import { newId } from '../../../src/common/index.js';
import { Database } from '../../../src/database/index.js';
import type { LyceumDataSource } from '../../../src/database/lyceum-data-source.js';
import { startDatabase } from '../../../src/database/start-database.js';
import { AttendanceRepository } from '../../../src/mentor-status/attendance/attendance.repository.js';
import { HelpOfferRepository } from '../../../src/mentor-status/help/help-offer.repository.js';
import { HelpRequestRepository } from '../../../src/mentor-status/help/help-request.repository.js';
import { RoutingRepository } from '../../../src/mentor-status/help/routing.repository.js';
import { MentorStatusRepository, type StatusWishes } from '../../../src/mentor-status/mentor-status.repository.js';
import { FreeMentorRepository } from '../../../src/mentor-status/routing/free-mentor.repository.js';
import type { HelpState, User } from '../../../src/protocol/index.js';
import { startPostgres, type Postgres } from '../postgres.js';
import { runDirectory } from '../test-run.js';

/** Seconds that mentors of these tests count as here after they chose. */
export const GRACE = 60;

/** Mentors in a PostgreSQL of their own. */
export class MentorDatabase {
  private constructor(
    private readonly postgres: Postgres,
    private readonly source: LyceumDataSource,
    readonly database: Database,
    private readonly isOwnRun: boolean,
    readonly statuses = new MentorStatusRepository(database),
    readonly free = new FreeMentorRepository(database),
    readonly attendance = new AttendanceRepository(database),
    readonly requests = new HelpRequestRepository(database),
    readonly offers = new HelpOfferRepository(database),
    readonly routes = new RoutingRepository(),
  ) {}

  static async start(): Promise<MentorDatabase> {
    const isOwnRun = process.env.TEST_RUN_DIR === undefined;
    const postgres = await startPostgres();
    const url = await postgres.createDatabase();
    const settings = { url, dataDir: '/nowhere', poolSize: 20, statementTimeoutMs: 20_000, connectionTimeoutMs: 5_000 };
    const source = await startDatabase({ production: false, database: settings }, []);
    return new MentorDatabase(postgres, source, new Database(source), isOwnRun);
  }

  async stop(): Promise<void> {
    await this.source.destroy();
    await this.postgres.kill();
    if (this.isOwnRun) await rm(runDirectory(), { recursive: true });
  }

  async empty(): Promise<void> {
    await this.database.query('TRUNCATE users, mentor_statuses, help_requests CASCADE');
  }

  /** Somebody who chose that, by default to be available. */
  async mentor(id: string, wishes: StatusWishes = { availability: 'available' }): Promise<User> {
    const user = { id, username: id, name: id, avatarUrl: null, role: 'mentor', guest: false } as const;
    await this.database.query(`INSERT INTO users (id, issuer, username, name, role) VALUES ($1, 'lyceum', $1, $1, 'mentor')`, [
      id,
    ]);
    await this.statuses.set(user, wishes, GRACE);
    return user;
  }

  /** A request that the mentor helps with, or helped. */
  async request(mentorId: string, state: HelpState, endedAt: Date | null = null): Promise<void> {
    await this.database.query(
      `INSERT INTO help_requests (id, state, student_id, subject, subject_key, urgency, mentor_id, ended_at)
       VALUES ($1, $2, $5, 'Maths', 'maths', 1, $3, $4)`,
      [newId(), state, mentorId, endedAt, newId()],
    );
  }

  /** A request that nobody has been asked to take; its id. */
  async waiting({ subject = 'maths', urgency = 1 } = {}): Promise<string> {
    const id = newId();
    await this.database.query(
      `INSERT INTO help_requests (id, state, student_id, subject, subject_key, urgency) VALUES ($1, 'waiting', $2, $3, $3, $4)`,
      [id, newId(), subject, urgency],
    );
    return id;
  }

  /** Who is asked to take it, one after the other, as long as each declines. */
  async askedFor(requestId: string): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      const asked: string[] = [];
      for (;;) {
        const { mentorIds } = await this.routes.offer(tx, requestId, true, 1_000);
        if (mentorIds.length === 0) return asked;
        for (const mentorId of mentorIds) await this.offers.setAnswer(tx, requestId, mentorId, 'declined');
        asked.push(...mentorIds);
      }
    });
  }

  /** The mentor's grace is over. */
  async gone(mentorId: string): Promise<void> {
    await this.database.query(`UPDATE mentor_statuses SET here_until = now() - interval '1 s' WHERE mentor_id = $1`, [mentorId]);
  }
}

export function idsOf(rows: readonly { mentorId: string }[]): string[] {
  return rows.map(({ mentorId }) => mentorId);
}
