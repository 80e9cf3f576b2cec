import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { HelpState, MentorHelpStats } from '../../protocol/index.js';

/** Mentors in one answer. */
const MENTORS = 200;

export interface StateRow {
  readonly state: HelpState;
  readonly requests: number;
}

export interface WaitRow {
  readonly accepted: number;
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  readonly rated: number;
  readonly average: number | null;
}

export type MentorRow = Omit<MentorHelpStats, 'mentor'> & { readonly mentorId: string; readonly name: string | null };

/** Numbers about requests made within a time. */
@Injectable()
export class StatisticsRepository {
  constructor(private readonly database: Database) {}

  countByState(from: Date, to: Date): Promise<StateRow[]> {
    return this.database.query(
      `SELECT state, count(*) AS requests FROM help_requests WHERE requested_at >= $1 AND requested_at < $2 GROUP BY state`,
      [from, to],
    );
  }

  async waits(from: Date, to: Date): Promise<WaitRow | undefined> {
    const [row] = await this.database.query<WaitRow>(
      `SELECT count(wait) AS accepted, percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS "medianSeconds",
         percentile_cont(0.9) WITHIN GROUP (ORDER BY wait) AS "p90Seconds", count(rating) AS rated, avg(rating)::float8 AS average
       FROM (SELECT extract(epoch FROM accepted_at - requested_at)::float8 AS wait, rating FROM help_requests
             WHERE requested_at >= $1 AND requested_at < $2) waited`,
      [from, to],
    );
    return row;
  }

  /** Who was asked, and what they said and did. */
  mentors(from: Date, to: Date): Promise<MentorRow[]> {
    return this.database.query(
      `SELECT o.mentor_id AS "mentorId", max(r.mentor_name) FILTER (WHERE r.mentor_id = o.mentor_id) AS name, count(*) AS offered,
         count(*) FILTER (WHERE o.answer IN ('accepted', 'left')) AS accepted,
         count(*) FILTER (WHERE o.answer = 'declined') AS declined,
         sum(o.misses) AS missed,
         count(*) FILTER (WHERE r.state = 'resolved' AND r.mentor_id = o.mentor_id) AS resolved,
         (SELECT count(*) FROM help_requests now WHERE now.mentor_id = o.mentor_id AND now.state = 'active') AS load,
         coalesce(sum(extract(epoch FROM r.ended_at - r.accepted_at)) FILTER (WHERE r.mentor_id = o.mentor_id), 0)::float8
           AS "helpedSeconds",
         avg(r.rating) FILTER (WHERE r.mentor_id = o.mentor_id)::float8 AS rating
       FROM help_requests r JOIN help_offers o ON o.request_id = r.id
       WHERE r.requested_at >= $1 AND r.requested_at < $2
       GROUP BY o.mentor_id ORDER BY offered DESC, o.mentor_id LIMIT ${MENTORS}`,
      [from, to],
    );
  }
}
