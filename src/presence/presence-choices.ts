import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { OwnPresence, SetPresence } from '../protocol/index.js';
import { ClusterSignals, type Connection } from '../realtime/index.js';
import { ownView } from './standing.js';
import { Standings } from './standings.js';
import { PresenceRepository } from './stored/presence.repository.js';

/** The latest time that the database takes and a client can want. */
const LATEST = Date.parse('9999-01-01T00:00:00Z');

/** What people choose about how others see them. */
@Injectable()
export class PresenceChoices {
  constructor(
    private readonly presences: PresenceRepository,
    private readonly standings: Standings,
    private readonly signals: ClusterSignals,
  ) {}

  /** When it is answered, every node that can be reached shows it. */
  async set({ user, deviceId }: Connection, { state, statusText, until }: SetPresence): Promise<OwnPresence> {
    if (user.guest) throw new AppError('FORBIDDEN', { message: 'Guests can’t choose how they are seen. Sign in first.' });
    const record = await this.presences.choose(user.id, {
      hidden: state === 'hidden',
      statusText: statusText === '' ? null : statusText,
      statusUntil: until === undefined || until === null ? until : futureTime(until),
    });
    const awayBy = state === 'away' ? deviceId : null;
    await this.signals.send({ name: 'presence-set', data: { userId: user.id, choice: record, awayBy } });
    // Who is gone before it was done, or was not known to be here yet, chose all the same.
    return this.standings.viewsOf(user.id)?.own ?? ownView({ user, devices: 1, record }, state === 'away');
  }
}

function futureTime(text: string): Date {
  const time = Date.parse(text);
  if (time > Date.now() && time < LATEST) return new Date(time);
  throw new AppError('INVALID', { field: 'until', message: 'until must be a time in the future' });
}
