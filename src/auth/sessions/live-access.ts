import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { AppError, DomainEvents, type Revocation } from '../../common/index.js';
import { Lanes } from '../../common/lanes.js';
import { ConnectionTable, Publisher, type Connection } from '../../realtime/index.js';
import { aboveBackends } from '../above-backends.js';
import { banned } from '../banned.js';
import { UserDirectory } from '../user-directory.js';

type Revoked<K extends Revocation['kind']> = Extract<Revocation, { kind: K }>;

/**
 * What a revocation means for the live connections of this node. It comes more than once, and late: a connection whose person was
 * looked up before, and that stood in the table only afterwards, is found by a repetition.
 */
@Injectable()
export class LiveAccess implements OnModuleInit {
  private readonly logger = new Logger('LiveAccess');
  /** Look-ups of one person end in the order they began, so that the last one shown is the newest. */
  private readonly lanes = new Lanes();

  constructor(
    private readonly connections: ConnectionTable,
    private readonly users: UserDirectory,
    private readonly publisher: Publisher,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('AccessRevoked', (revocation) => {
      if (revocation.kind === 'session') this.endSession(revocation);
      if (revocation.kind === 'user') this.endAll(revocation);
      if (revocation.kind === 'connections') this.disconnect(revocation);
      if (revocation.kind === 'profile') this.showAnew(revocation);
    });
  }

  private endSession({ userId, sessionId }: Revoked<'session'>): void {
    this.dismiss(userId, new AppError('SESSION_REVOKED'), ({ identity }) => identity.sessionId === sessionId);
  }

  /** Whoever was looked up afterwards has what they have since, and keeps it. */
  private endAll({ userId, exceptSessionId, banned: isBanned, moment }: Revoked<'user'>): void {
    this.dismiss(
      userId,
      isBanned ? banned() : new AppError('SESSION_REVOKED'),
      ({ identity }) => identity.verifiedAt <= moment && (exceptSessionId === null || identity.sessionId !== exceptSessionId),
    );
  }

  /** Who has come back since stays. */
  private disconnect({ userId, moment }: Revoked<'connections'>): void {
    for (const connection of this.connections.ofUser(userId)) {
      if (connection.identity.verifiedAt <= moment) connection.close(disconnected());
    }
  }

  private dismiss(userId: string, reason: AppError, concerns: (connection: Connection) => boolean): void {
    for (const connection of this.connections.actingFor(userId)) if (concerns(connection)) connection.dismiss(reason);
  }

  private showAnew({ userId }: Revoked<'profile'>): void {
    if (this.connections.countOf(userId) === 0) return;
    this.lanes
      .run(userId, () => this.lookUp(userId))
      .catch((error: unknown) => {
        this.logger.warn({ err: error, userId }, 'A changed role could not be looked up now; the next look will');
      });
  }

  private async lookUp(userId: string): Promise<void> {
    const user = (await this.users.findByIds([userId])).get(userId);
    const connections = this.connections.ofUser(userId);
    if (user === undefined || connections.length === 0) return;
    if (user.role === 'admin') this.dismiss(userId, aboveBackends(), ({ identity }) => identity.byBackend === true);
    const outdated = connections.filter(
      ({ dismissal, user: shown }) => dismissal === undefined && !isDeepStrictEqual(shown, user),
    );
    for (const connection of outdated) connection.become(user);
    this.events.emit('UserChanged', { user });
    for (const { id } of outdated) this.publisher.publish({ connection: id }, 'auth:changed', { user });
  }
}

/** They may come back at once. */
function disconnected(): AppError {
  return new AppError('UNAVAILABLE', { message: 'The app has closed this connection.' });
}
