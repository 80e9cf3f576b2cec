import { Injectable } from '@nestjs/common';
import { AppError, isStorable, type Revocation } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { Role, User } from '../../protocol/index.js';
import { aboveBackends } from '../above-backends.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { Audit } from '../audit/audit.service.js';
import { MentorSignup, type Invitation } from '../mentor-signup/mentor-signup.service.js';
import { Revocations } from '../revocations/revocations.service.js';
import { LoginSessions } from '../sessions/login-sessions.service.js';
import { presentUser } from '../user.presenter.js';
import { UserRepository } from '../user.repository.js';
import { usernameKey } from '../username.js';
import { AdministrationRepository, type ListedUser, type LockedUser, type UserFilter } from './administration.repository.js';

/** Who orders it: an administrator, whoever has the machine and its command line, or the app's own backend with an API key. */
export type Actor = { readonly adminId: string; readonly address?: string } | 'operator' | 'backend';
/** Who may do what is for administrators alone. */
export type Administrator = Exclude<Actor, 'backend'>;

/** People one list shows. */
const LISTED = 1_000;

/** What administrators do to accounts. Whether one is an administrator is asked of the database at that moment, never of a token. */
@Injectable()
export class Administration {
  constructor(
    private readonly database: Database,
    private readonly accounts: AdministrationRepository,
    private readonly users: UserRepository,
    private readonly sessions: LoginSessions,
    private readonly revocations: Revocations,
    private readonly mentors: MentorSignup,
    private readonly audit: Audit,
  ) {}

  /** `more`: there are others; narrow the filter. */
  async list(filter: UserFilter): Promise<{ users: ListedUser[]; more: boolean }> {
    const found = await this.accounts.list(filter, LISTED + 1);
    return { users: found.slice(0, LISTED), more: found.length > LISTED };
  }

  /** By username, else by id. Throws `USER_NOT_FOUND`. */
  async idOf(nameOrId: string): Promise<string> {
    if (!isStorable(nameOrId)) throw new AppError('USER_NOT_FOUND');
    const user = (await this.users.findByUsernameKey(usernameKey(nameOrId))) ?? (await this.users.findById(nameOrId));
    if (user === null) throw new AppError('USER_NOT_FOUND', { message: `There is nobody called "${nameOrId}".` });
    return user.id;
  }

  /** Throws `FORBIDDEN`, `USER_NOT_FOUND`, or `CONFLICT` where nobody would be left to administer. */
  async setRole(actor: Actor, userId: string, role: Role): Promise<User> {
    const { user, revocation } = await this.change(actor, 'users.role', userId, async (tx, target, others) => {
      if (target.role === role) return undefined;
      if (target.role === 'admin' && target.bannedAt === null) assertSomebodyLeft(others);
      await this.accounts.setRole(tx, userId, role);
      return this.revocations.record(tx, { kind: 'profile', userId });
    });
    if (revocation !== undefined) await this.revocations.spread(revocation);
    return presentUser({ ...user, role });
  }

  /** Signs the person out of everything and keeps them out. Throws as `setRole`. */
  async ban(actor: Actor, userId: string): Promise<void> {
    const { revocation } = await this.change(actor, 'users.ban', userId, async (tx, target, others) => {
      if (target.role === 'admin') assertSomebodyLeft(others);
      await this.accounts.setBanned(tx, userId, true);
      return this.sessions.endAll(tx, userId, { banned: true });
    });
    if (revocation !== undefined) await this.revocations.spread(revocation);
  }

  /** Throws `FORBIDDEN`, `USER_NOT_FOUND`. */
  async unban(actor: Actor, userId: string): Promise<void> {
    await this.change(actor, 'users.unban', userId, async (tx) => {
      await this.accounts.setBanned(tx, userId, false);
      return undefined;
    });
  }

  /** Throws `USER_NOT_FOUND`. */
  async signOut(actor: Actor, userId: string): Promise<void> {
    const { revocation } = await this.change(actor, 'users.sign-out', userId, (tx) => this.sessions.endAll(tx, userId));
    if (revocation !== undefined) await this.revocations.spread(revocation);
  }

  /** Closes all connections of the person, on every node; they may come back. Throws `FORBIDDEN`, `USER_NOT_FOUND`. */
  async disconnect(actor: Actor, userId: string): Promise<void> {
    const { revocation } = await this.change(actor, 'users.disconnect', userId, (tx) =>
      this.revocations.record(tx, { kind: 'connections', userId }),
    );
    if (revocation !== undefined) await this.revocations.spread(revocation);
  }

  /** A code with which one person may register as a mentor. Throws `FORBIDDEN`. */
  async inviteMentor(actor: Administrator): Promise<Invitation> {
    await this.assertAdmin(actor);
    const invitation = await this.mentors.invite(actor === 'operator' ? null : actor.adminId);
    await this.audit.record(auditOf(actor, 'mentors.invite', null));
    return invitation;
  }

  /** By what the database says now. Within a transaction give it. Throws `FORBIDDEN`. */
  async assertAdmin(actor: Administrator, tx?: Transaction): Promise<void> {
    if (actor === 'operator') return;
    const { adminId } = actor;
    const admin = await (tx === undefined ? this.users.findById(adminId) : this.users.findIn(tx, adminId));
    if (admin?.role !== 'admin' || admin.bannedAt !== null) throw notAnAdmin();
  }

  /** Does it under the locks of the person and of all administrators. `others`: administrators beside the person who are not banned. */
  private async change(
    actor: Actor,
    action: string,
    userId: string,
    work: (tx: Transaction, target: LockedUser, others: LockedUser[]) => Promise<Revocation | undefined>,
  ): Promise<{ user: LockedUser; revocation: Revocation | undefined }> {
    if (!isStorable(userId)) throw new AppError('USER_NOT_FOUND');
    return this.database.transaction(async (tx) => {
      const locked = await this.accounts.lockWithAdmins(tx, userId);
      const admins = locked.filter(({ role, bannedAt }) => role === 'admin' && bannedAt === null);
      if (typeof actor === 'object' && !admins.some(({ id }) => id === actor.adminId)) throw notAnAdmin();
      const user = locked.find(({ id }) => id === userId);
      if (user === undefined) throw new AppError('USER_NOT_FOUND');
      if (actor === 'backend' && user.role === 'admin') throw aboveBackends();
      const others = admins.filter(({ id }) => id !== userId);
      const revocation = await work(tx, user, others);
      // What a backend asks for is kept with its key.
      if (actor !== 'backend') await this.audit.recordIn(tx, auditOf(actor, action, userId));
      return { user, revocation };
    });
  }
}

/** That it was done, for `Audit`. */
export function auditOf(actor: Administrator, action: string, target: string | null): AuditEvent {
  const what = { action, target, outcome: 'done' } as const;
  if (actor === 'operator') return { ...what, actor: { kind: 'operator', id: null }, address: null };
  return { ...what, actor: { kind: 'admin', id: actor.adminId }, address: actor.address ?? null };
}

function notAnAdmin(): AppError {
  return new AppError('FORBIDDEN', { message: 'Only an administrator may do this.' });
}

function assertSomebodyLeft(others: readonly LockedUser[]): void {
  if (others.length > 0) return;
  throw new AppError('CONFLICT', { message: 'This is the last administrator. Make somebody else one first.' });
}
