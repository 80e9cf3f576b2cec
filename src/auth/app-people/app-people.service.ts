import { Injectable } from '@nestjs/common';
import { AppError, isStorable, type Revocation } from '../../common/index.js';
import { Database, Outbox, type Transaction } from '../../database/index.js';
import type { AnnounceUser, ConnectionToken, ServerUser, User } from '../../protocol/index.js';
import { aboveBackends } from '../above-backends.js';
import { banned } from '../banned.js';
import { Revocations } from '../revocations/revocations.service.js';
import { APP_ISSUER } from '../tokens/hs256-token-verifier.js';
import { TokenIssuer } from '../tokens/token-issuer.js';
import type { UserEntity } from '../user.entity.js';
import { presentUser } from '../user.presenter.js';
import { UserRepository } from '../user.repository.js';
import { usernameKey } from '../username.js';
import { checked, isSeenDifferently, wholeOf, type Announced } from './announcement.js';
import { AppPeopleRepository } from './app-people.repository.js';

/** What an announcement changed. */
export interface AnnouncedCount {
  /** People who were not known before. */
  readonly created: number;
  /** People who were known otherwise. */
  readonly changed: number;
}

/** People who have their accounts with the app: its backend says who they are, before they ever come. */
@Injectable()
export class AppPeople {
  constructor(
    private readonly database: Database,
    private readonly people: AppPeopleRepository,
    private readonly users: UserRepository,
    private readonly revocations: Revocations,
    private readonly tokens: TokenIssuer,
    private readonly outbox: Outbox,
  ) {}

  /** As `announceAll`, for one. */
  async announce(id: string, said: AnnounceUser): Promise<ServerUser> {
    await this.announceAll([{ ...said, id }], () => '');
    return this.find(id);
  }

  /**
   * All of them or, where one is refused, none. Their live connections hear what changed, on every node. Throws `INVALID`,
   * `IDENTITY_CONFLICT` for somebody whom another issuer vouches for, `USERNAME_TAKEN`; `pathOf` tells what the fields of each are called.
   */
  async announceAll(said: readonly Announced[], pathOf: (index: number) => string): Promise<AnnouncedCount> {
    const people = said.map((person, index) => located(pathOf(index), () => checked(person)));
    assertDistinct(people, pathOf);
    const { revocations, ...news } = await this.database.transaction((tx) => this.announceIn(tx, people, pathOf));
    await Promise.all(revocations.map((revocation) => this.revocations.spread(revocation)));
    return news;
  }

  /** Anybody with an account, whoever vouches for them. Throws `USER_NOT_FOUND`. */
  async find(id: string): Promise<ServerUser> {
    const user = await this.known(id);
    return { ...presentUser(user), email: user.email, issuer: user.issuer, bannedAt: user.bannedAt?.toISOString() ?? null };
  }

  /** Somebody in whose name something is to be done. Throws `USER_NOT_FOUND`, `FORBIDDEN` for the banned. */
  async actor(id: string): Promise<User> {
    const user = await this.known(id);
    if (user.bannedAt !== null) throw banned();
    return presentUser(user);
  }

  /** Those of them who have an account. */
  async knownOf(ids: readonly string[]): Promise<Set<string>> {
    const found = await this.users.findByIds(ids.filter(isStorable));
    return new Set(found.map(({ id }) => id));
  }

  /**
   * With it they connect by any protocol, until it expires, they are banned or made an administrator, or it is revoked. Throws as `actor`,
   * also for administrators; `IDENTITY_CONFLICT`.
   */
  async tokenFor(id: string, ttlSeconds: number): Promise<ConnectionToken> {
    const user = await this.known(id);
    if (user.issuer !== APP_ISSUER) throw new AppError('IDENTITY_CONFLICT');
    if (user.bannedAt !== null) throw banned();
    if (user.role === 'admin') throw aboveBackends();
    const issued = await this.tokens.issueConnectionToken(user.id, ttlSeconds, await this.users.now());
    return { ...issued, user: presentUser(user) };
  }

  /** Closes all their connections, on every node; they may come back. Throws `USER_NOT_FOUND`. */
  async disconnect(id: string): Promise<void> {
    const { id: userId } = await this.known(id);
    const revocation = await this.database.transaction((tx) => this.revocations.record(tx, { kind: 'connections', userId }));
    await this.revocations.spread(revocation);
  }

  private async announceIn(
    tx: Transaction,
    people: readonly Announced[],
    pathOf: (index: number) => string,
  ): Promise<AnnouncedCount & { revocations: Revocation[] }> {
    const ids = people.map(({ id }) => id);
    const known = new Map((await this.people.lock(tx, ids)).map((user) => [user.id, user]));
    await this.assertNamesFree(tx, people, pathOf);
    const wholes = people.map((person, index) => {
      const user = known.get(person.id);
      if (user !== undefined && user.issuer !== APP_ISSUER) {
        throw new AppError('IDENTITY_CONFLICT', { field: `${pathOf(index)}id` });
      }
      return wholeOf(person, user);
    });
    const isNews = (person: (typeof wholes)[number], user: UserEntity) =>
      isSeenDifferently(person, user) || person.email !== user.email;
    const news = wholes.filter((person) => {
      const user = known.get(person.id);
      return user === undefined || isNews(person, user);
    });
    await this.people.put(tx, news);
    const revocations: Revocation[] = [];
    for (const person of news) {
      const user = known.get(person.id);
      if (user === undefined || !isSeenDifferently(person, user)) continue;
      revocations.push(await this.revocations.record(tx, { kind: 'profile', userId: user.id }));
    }
    const newcomers = news.filter(({ id }) => !known.has(id));
    await this.outbox.append(
      tx,
      newcomers.map((person) => ({ name: 'user.created', data: { user: presentUser(person) } })),
    );
    return { created: newcomers.length, changed: news.length - newcomers.length, revocations };
  }

  private async assertNamesFree(tx: Transaction, people: readonly Announced[], pathOf: (index: number) => string): Promise<void> {
    const keys = people.map(keyOf);
    const taken = await this.people.taken(
      tx,
      keys.filter((key) => key !== undefined),
      people.map(({ id }) => id),
    );
    const index = keys.findIndex((key) => key !== undefined && taken.has(key));
    if (index >= 0) throw new AppError('USERNAME_TAKEN', { field: `${pathOf(index)}username` });
  }

  private async known(id: string): Promise<UserEntity> {
    const user = isStorable(id) ? await this.users.findById(id) : null;
    if (user === null) throw new AppError('USER_NOT_FOUND');
    return user;
  }
}

function keyOf({ username }: Announced): string | undefined {
  return username === undefined || username === '' ? undefined : usernameKey(username);
}

function assertDistinct(people: readonly Announced[], pathOf: (index: number) => string): void {
  const ids = new Set<string>();
  const names = new Set<string>();
  people.forEach((person, index) => {
    const path = pathOf(index);
    if (ids.has(person.id)) throw new AppError('INVALID', { field: `${path}id`, message: `${path}id is there twice` });
    ids.add(person.id);
    const key = keyOf(person);
    if (key !== undefined && names.has(key)) throw new AppError('USERNAME_TAKEN', { field: `${path}username` });
    if (key !== undefined) names.add(key);
  });
}

/** Has an error name its field as the whole request has it. */
function located<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (path === '' || !(error instanceof AppError) || error.field === undefined) throw error;
    throw new AppError(error.code, { field: `${path}${error.field}`, message: `${path.slice(0, -1)}: ${error.message}` });
  }
}
