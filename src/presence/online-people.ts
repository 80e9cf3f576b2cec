import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { ONLINE_CHANGES, ONLINE_USERS, type OnlineNews, type OnlineUsers, type User } from '../protocol/index.js';
import { Topics, type Connection } from '../realtime/index.js';
import { Coalescer, type Telling } from './coalescer.js';
import { Standings } from './standings.js';
import { StoredPresences } from './stored/stored-presences.js';

const NOBODY: ReadonlySet<string> = new Set();

/** The list of registered people who are seen online here, and those who watch it. */
@Injectable()
export class OnlinePeople implements OnModuleInit, OnModuleDestroy {
  /** In the order in which they came. */
  private readonly people = new Map<string, User>();
  /** Who has changed since the last telling, as they were told then. */
  private readonly before = new Map<string, User | undefined>();
  /** Somebody watches who was given a list between two tellings: for them, an undone change is a change. */
  private isSeenBetween = false;
  /** Those who have not been told the latest. */
  private missed = NOBODY;
  private readonly coalescer = new Coalescer(() => this.tell());

  constructor(
    private readonly standings: Standings,
    private readonly stored: StoredPresences,
    private readonly topics: Topics,
  ) {}

  onModuleInit(): void {
    this.standings.onChange((user, { others }) => {
      if (!user.guest) this.changed(user.id, others.state === 'offline' ? undefined : user);
    });
  }

  onModuleDestroy(): void {
    this.coalescer.stop();
  }

  /** The list with those in it who have just come; absent, `isWatching` changes nothing. */
  async answer(connection: Connection, isWatching: boolean | undefined): Promise<OnlineUsers> {
    await this.stored.settled();
    if (isWatching === undefined) return this.list();
    return isWatching ? this.watch(connection) : this.unwatch(connection);
  }

  list(): OnlineUsers {
    const users: User[] = [];
    for (const user of this.people.values()) {
      if (users.length === ONLINE_USERS) break;
      users.push(user);
    }
    return { users, total: this.people.size };
  }

  /** From now on the connection hears of every later list than the one it is given. */
  watch(connection: Connection): OnlineUsers {
    connection.watch('online');
    this.isSeenBetween ||= this.before.size > 0;
    return this.list();
  }

  unwatch(connection: Connection): OnlineUsers {
    connection.unwatch('online');
    return this.list();
  }

  private changed(userId: string, user: User | undefined): void {
    const known = this.people.get(userId);
    if (isDeepStrictEqual(known, user)) return;
    if (user === undefined) this.people.delete(userId);
    else this.people.set(userId, user);
    if (this.topics.watchers('online') === 0) return;
    if (!this.before.has(userId)) this.before.set(userId, known);
    this.coalescer.changed();
  }

  private tell(): Telling {
    const isNews =
      this.isSeenBetween || [...this.before].some(([userId, was]) => !isDeepStrictEqual(this.people.get(userId), was));
    const missed = this.missed;
    const changes = this.changes();
    this.before.clear();
    this.isSeenBetween = false;
    this.missed = NOBODY;
    if (!isNews && missed.size === 0) return { bytes: 0, isIncomplete: false };
    const list = this.list();
    const news = changes === undefined ? {} : { news: { data: { ...list, changes }, missedBy: missed } };
    const told = this.topics.tell('online', 'presence:online', list, isNews ? news : { only: missed });
    this.missed = told.missed;
    return { bytes: told.bytes, isIncomplete: told.missed.size > 0 };
  }

  /** Since the last telling; undefined where the list alone can tell. */
  private changes(): OnlineNews['changes'] {
    const came: User[] = [];
    const gone: string[] = [];
    for (const [userId, was] of this.before) {
      const is = this.people.get(userId);
      if (was === undefined && is !== undefined) came.push(is);
      else if (was !== undefined && is === undefined) gone.push(userId);
      // Whoever was given the list in between has somebody in it, or not, of whom nothing is news to the others.
      else if (this.isSeenBetween && isDeepStrictEqual(is, was)) return undefined;
      if (came.length + gone.length > ONLINE_CHANGES) return undefined;
    }
    return { came, gone };
  }
}
