import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../auth/index.js';
import type { Presence } from '../protocol/index.js';
import { nobodyView, offlineView } from './standing.js';
import { LastSeen } from './stored/last-seen.js';
import { PresenceRepository } from './stored/presence.repository.js';
import { NOTHING_CHOSEN } from './stored/stored-presences.js';

/** How people look who are not here. */
@Injectable()
export class AbsentPeople {
  constructor(
    private readonly presences: PresenceRepository,
    private readonly lastSeen: LastSeen,
    private readonly users: UserDirectory,
  ) {}

  /** All of these ids: who was never seen looks like somebody whom there is not. */
  async viewsOf(userIds: readonly string[]): Promise<Map<string, Presence>> {
    const views = new Map(userIds.map((userId) => [userId, nobodyView(userId)]));
    if (userIds.length === 0) return views;
    const [records, people] = [await this.presences.find(userIds), await this.users.findByIds(userIds)];
    for (const [userId, user] of people) {
      const record = records.get(userId) ?? NOTHING_CHOSEN;
      // A moment ago, and not stored yet.
      const lastSeenAt = this.lastSeen.of(userId)?.toISOString() ?? record.lastSeenAt;
      const view = offlineView(user, { ...record, lastSeenAt });
      if (view.lastSeenAt !== null) views.set(userId, view);
    }
    return views;
  }
}
