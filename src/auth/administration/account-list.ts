import { Injectable } from '@nestjs/common';
import { cursorOf, partsOf } from '../../common/cursor.js';
import { AppError, isStorable } from '../../common/index.js';
import { ROLES, type AdminUser, type AdminUserPage, type LoginSession, type Role } from '../../protocol/index.js';
import { cursorAt, placeOf } from '../directory/people-cursor.js';
import { PeopleRepository } from '../directory/people.repository.js';
import { LoginSessions } from '../sessions/login-sessions.service.js';
import { presentUser } from '../user.presenter.js';
import { usernameKey } from '../username.js';
import { AccountListRepository, NEWEST, type AccountPlace, type AccountRow } from './account-list.repository.js';
import { Administration, type Administrator } from './administration.service.js';

const DEFAULT_LIMIT = 50;
/** As `toISOString` gives it, of years that any calendar has. */
const MOMENT = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const BEFORE_ALL = { key: '', id: '' };

export interface AccountQuestion {
  /** How the username or the name begins, or the whole id. */
  readonly query?: string;
  readonly role?: Role;
  /** Absent: banned or not. */
  readonly banned?: boolean;
  readonly limit?: number;
  /** Of the page before. */
  readonly cursor?: string;
}

/** All accounts, for administrators. */
@Injectable()
export class AccountList {
  constructor(
    private readonly administration: Administration,
    private readonly accounts: AccountListRepository,
    private readonly people: PeopleRepository,
    private readonly sessions: LoginSessions,
  ) {}

  /** Throws `FORBIDDEN`, `INVALID` for a cursor that no page of this list gave. */
  async page(admin: Administrator, question: AccountQuestion): Promise<AdminUserPage> {
    await this.administration.assertAdmin(admin);
    const query = question.query?.normalize('NFKC').trim() ?? '';
    return query === '' ? this.newest(question) : this.named(query, question);
  }

  /** Throws `FORBIDDEN`, `USER_NOT_FOUND`. */
  async find(admin: Administrator, id: string): Promise<{ user: AdminUser; sessions: LoginSession[] }> {
    await this.administration.assertAdmin(admin);
    const [row] = isStorable(id) ? await this.accounts.byIds([id]) : [];
    if (row === undefined) throw new AppError('USER_NOT_FOUND');
    return { user: shown(row), sessions: await this.sessions.list(id, null) };
  }

  private async newest({ role, banned, cursor, limit = DEFAULT_LIMIT }: AccountQuestion): Promise<AdminUserPage> {
    const roles = role === undefined ? ROLES : [role];
    const place = cursor === undefined ? NEWEST : accountPlaceOf(cursor);
    const rows =
      banned === true
        ? await this.accounts.newestBanned(roles, place, limit + 1)
        : await this.accounts.newest(roles, place, banned === undefined, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const hasMore = rows.length > limit && last !== undefined;
    return { users: page.map(shown), cursor: hasMore ? cursorOf([last.createdAt.toISOString(), last.id]) : null };
  }

  /** Who has just that id comes before the first page. */
  private async named(query: string, { role, banned, cursor, limit = DEFAULT_LIMIT }: AccountQuestion): Promise<AdminUserPage> {
    const place = cursor === undefined ? BEFORE_ALL : placeOf(cursor);
    if (place === undefined) throw notACursor();
    const among = { ...(role && { role }), ...(banned !== undefined && { banned }) };
    const found = await this.people.findBeginning({ username: usernameKey(query), name: query }, place, among, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const ids = page.map(({ id }) => id);
    const isWanted = (row: AccountRow) =>
      (role === undefined || row.role === role) && (banned === undefined || (row.bannedAt !== null) === banned);
    const exact = cursor === undefined && !ids.includes(query) ? (await this.accounts.byIds([query])).filter(isWanted) : [];
    const users = [...exact, ...(await this.accounts.byIds(ids))].map(shown);
    return { users, cursor: found.length > limit && last !== undefined ? cursorAt(last) : null };
  }
}

function shown({ issuer, email, createdAt, bannedAt, ...user }: AccountRow): AdminUser {
  return {
    ...presentUser(user),
    issuer,
    email,
    createdAt: createdAt.toISOString(),
    bannedAt: bannedAt?.toISOString() ?? null,
  };
}

function accountPlaceOf(cursor: string): AccountPlace {
  const [createdAt, id, ...more] = partsOf(cursor) ?? [];
  const isPlace = typeof createdAt === 'string' && typeof id === 'string' && more.length === 0;
  if (!isPlace || !MOMENT.test(createdAt) || Number.isNaN(Date.parse(createdAt))) throw notACursor();
  return { createdAt, id };
}

function notACursor(): AppError {
  return new AppError('INVALID', { field: 'cursor', message: 'cursor must be the one of an earlier page of this list' });
}
