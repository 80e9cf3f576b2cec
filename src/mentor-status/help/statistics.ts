import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { AppError } from '../../common/index.js';
import {
  HELP_STATES,
  type HelpState,
  type HelpStats,
  type HelpStatsRequest,
  type MentorHelpStats,
} from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { personOf } from './help-people.js';
import { StatisticsRepository } from './statistics.repository.js';

const DAY_MS = 24 * 3_600_000;
const USUAL_DAYS = 7;
const MOST_DAYS = 92;

/** How help requests went. */
@Injectable()
export class Statistics {
  constructor(
    private readonly repository: StatisticsRepository,
    private readonly users: UserDirectory,
    private readonly rates: RateLimits,
  ) {}

  /** Throws `FORBIDDEN` to all but admins, `INVALID` for more than 92 days or none, and `RATE_LIMITED` as a search does. */
  async between(asker: Asker, request: HelpStatsRequest): Promise<HelpStats> {
    const { role, guest } = asker.user;
    if (role !== 'admin' || guest) throw new AppError('FORBIDDEN');
    const { from, to } = windowOf(request);
    await this.rates.admit(asker, 'search', 'refuse');
    const [states, waits, mentors] = await Promise.all([
      this.repository.countByState(from, to),
      this.repository.waits(from, to),
      this.mentors(from, to),
    ]);
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      states: Object.fromEntries(
        HELP_STATES.map((state) => [state, states.find((row) => row.state === state)?.requests ?? 0]),
      ) as Record<HelpState, number>,
      waits: {
        accepted: waits?.accepted ?? 0,
        medianSeconds: waits?.medianSeconds ?? null,
        p90Seconds: waits?.p90Seconds ?? null,
      },
      rating: { rated: waits?.rated ?? 0, average: waits?.average ?? null },
      mentors,
    };
  }

  private async mentors(from: Date, to: Date): Promise<MentorHelpStats[]> {
    const rows = await this.repository.mentors(from, to);
    const known = await this.users.findByIds(rows.map(({ mentorId }) => mentorId));
    return rows.map(({ mentorId, name, ...numbers }) => ({
      mentor: known.get(mentorId) ?? personOf(mentorId, name, 'mentor'),
      ...numbers,
    }));
  }
}

function windowOf(request: HelpStatsRequest): { from: Date; to: Date } {
  const to = request.to === undefined ? new Date() : new Date(request.to);
  const from = request.from === undefined ? new Date(to.getTime() - USUAL_DAYS * DAY_MS) : new Date(request.from);
  const length = to.getTime() - from.getTime();
  if (length > 0 && length <= MOST_DAYS * DAY_MS) return { from, to };
  throw new AppError('INVALID', { field: 'from', message: `from must be before to, by at most ${MOST_DAYS} days` });
}
