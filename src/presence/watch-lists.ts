import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { WATCHED, type OwnPresence, type Presence } from '../protocol/index.js';
import { personTopic, type Connection } from '../realtime/index.js';
import { ChangeTeller } from './change-teller.js';
import { PresenceViews } from './presence-views.js';

/** Whom each connection watches; a list ends with its connection. */
@Injectable()
export class WatchLists {
  private readonly lists = new WeakMap<Connection, Set<string>>();

  constructor(
    private readonly views: PresenceViews,
    private readonly teller: ChangeTeller,
  ) {}

  /** From now on the connection hears of everything later than what it is given. */
  async watch(connection: Connection, userIds: readonly string[]): Promise<(Presence | OwnPresence)[]> {
    if (connection.user.guest) throw new AppError('FORBIDDEN', { message: 'Guests can’t watch anybody. Sign in first.' });
    const list = new Set([...(this.lists.get(connection) ?? []), ...userIds]);
    if (list.size > WATCHED) {
      throw new AppError('LIMIT_REACHED', { message: `You watch ${WATCHED} people at most. Unwatch somebody first.` });
    }
    this.lists.set(connection, list);
    for (const userId of userIds) connection.watch(personTopic(userId));
    return this.look(connection.user.id, userIds);
  }

  /** How many are left. */
  unwatch(connection: Connection, userIds: readonly string[]): number {
    const list = this.lists.get(connection);
    for (const userId of userIds) if (list?.delete(userId) === true) connection.unwatch(personTopic(userId));
    return list?.size ?? 0;
  }

  private async look(viewerId: string, userIds: readonly string[]): Promise<(Presence | OwnPresence)[]> {
    const views = await this.views.of(userIds);
    this.teller.shown(userIds);
    return views.map(({ others, own }, index) => (userIds[index] === viewerId ? (own ?? others) : others));
  }
}
