import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { AppError } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { detectDialect, DIALECT_TABLES, type Dialect } from '../dialects/index.js';
import { refusalOf } from '../pipeline/command-error.filter.js';
import { AddressLimits } from '../transport/address-limits.js';
import { mayUseCookies } from '../transport/origins.js';
import { RawConnection } from '../transport/raw-connection.js';
import { SocketServer } from '../transport/socket-server.js';
import { ConnectionAuthenticator, type Claim } from './authenticator.js';
import { ConnectionCounts } from './connection-counts.js';
import { ConnectionTable } from './connection-table.js';
import type { Identity } from './identity.js';

/** What admission found out about a socket; the hub makes a connection of it. */
export interface Admitted {
  readonly identity: Identity;
  readonly dialect: Dialect;
  readonly address: string;
  readonly deviceId: string | undefined;
}

/** Refused handshakes on one transport before it is closed. */
const ATTEMPTS = 5;
const DEVICE_ID = /^[\w.:-]{1,128}$/;

/**
 * The door, as Socket.IO middleware: says which dialect a client speaks and who it is, before any of its messages
 * can be handled.
 */
@Injectable()
export class Admission {
  /** Transports with a handshake under way or done: there is one for each, or a flood of CONNECTs makes as many sockets. */
  private readonly taken = new WeakSet<object>();
  private readonly attempts = new WeakMap<object, number>();
  /** Sockets of each person that were let in a moment ago, and may not stand in the table yet. */
  private readonly arriving = new Map<string, Set<string>>();

  constructor(
    private readonly config: AppConfig,
    private readonly authenticator: ConnectionAuthenticator,
    private readonly connections: ConnectionTable,
    private readonly counts: ConnectionCounts,
    private readonly limits: AddressLimits,
    private readonly server: SocketServer,
  ) {}

  readonly middleware = (socket: Socket, next: (error?: Error) => void): void => {
    const transport = socket.conn;
    const attempts = (this.attempts.get(transport) ?? 0) + 1;
    if (this.taken.has(transport) || attempts > ATTEMPTS) {
      transport.close();
      // Socket.IO forgets a socket only when its middleware has ended.
      next(new Error('One connection, one handshake'));
      return;
    }
    this.taken.add(transport);
    this.attempts.set(transport, attempts);
    this.admit(socket).then(
      (admitted) => {
        socket.data = admitted;
        this.limits.authenticate(transport);
        next();
      },
      (error: unknown) => {
        this.taken.delete(transport);
        const refusal = refusalOf(error, socket.id);
        if (refusal.code === 'UNAVAILABLE' && this.comesBackByItself(socket)) transport.close();
        next(Object.assign(new Error(refusal.message), { data: refusal.toPublic() }));
      },
    );
  };

  private async admit(socket: Socket): Promise<Admitted> {
    const { auth, query } = socket.handshake;
    const { request } = socket;
    const identity = await this.authenticator.authenticate({
      token: tokenOf(auth.token),
      cookie: mayUseCookies(request, this.config.server.allowedOrigins) ? request.headers.cookie : undefined,
      claim: claimOf(socket),
      ...guestKeyOf(auth),
      // Whether somebody may come without a token is asked before it is known who it is.
      dialect: this.dialectOf(socket).name,
    });
    const dialect = this.dialectOf(socket, identity.issuer);
    this.takeSeat(socket.id, identity.user.id);
    const deviceId: unknown = auth.deviceId ?? query.deviceId;
    return {
      identity,
      dialect,
      address: this.server.addressOf(request),
      deviceId: typeof deviceId === 'string' && DEVICE_ID.test(deviceId) ? deviceId : undefined,
    };
  }

  /**
   * Throws `TOO_MANY_CONNECTIONS`. Those count, too, who were let in within this turn: as people are looked up together, any number
   * may be.
   */
  private takeSeat(socketId: string, userId: string): void {
    const arriving = this.arriving.get(userId) ?? new Set<string>();
    const onTheWay = [...arriving].filter((id) => this.connections.get(id) === undefined).length;
    const taken = this.connections.countOf(userId) + this.counts.elsewhere(userId) + onTheWay;
    if (taken >= this.config.realtime.connectionsPerUser) {
      throw new AppError('TOO_MANY_CONNECTIONS');
    }
    this.arriving.set(userId, arriving.add(socketId));
    // By then it stands in the table, or is gone.
    setImmediate(() => {
      arriving.delete(socketId);
      if (arriving.size === 0) this.arriving.delete(userId);
    });
  }

  /**
   * To Socket.IO's clients a refused handshake is final, a lost transport is not. Canonical clients know that they may try
   * again; the old ones, which name no dialect, would stay away for good.
   */
  private comesBackByItself(socket: Socket): boolean {
    if (socket.conn instanceof RawConnection) return false;
    return namedDialect(socket) === undefined || this.dialectOf(socket).patient;
  }

  /** `issuer`: who vouches for the person, once that is known. */
  private dialectOf(socket: Socket, issuer?: string): Dialect {
    const connection: unknown = socket.conn;
    if (connection instanceof RawConnection) return connection.dialect;
    const handshake = {
      transport: 'socket.io',
      named: namedDialect(socket),
      tokenInQuery: false,
      claimsRole: claimOf(socket).userRole !== undefined,
      issuer,
    } as const;
    return DIALECT_TABLES[detectDialect(handshake, this.config.realtime.defaultDialect)];
  }
}

function namedDialect({ handshake }: Socket): string | undefined {
  const named: unknown = handshake.auth.dialect ?? handshake.query.dialect;
  return typeof named === 'string' ? named : undefined;
}

function tokenOf(token: unknown): string | undefined {
  if (token === undefined || token === null) return undefined;
  return typeof token === 'string' ? token : '';
}

function guestKeyOf({ guestKey }: Readonly<Record<string, unknown>>): { guestKey?: string } {
  if (guestKey === undefined || guestKey === null) return {};
  return { guestKey: typeof guestKey === 'string' ? guestKey : '' };
}

function claimOf(socket: Socket): Claim {
  return { userId: claimed(socket, 'userId', 'user-id'), userRole: claimed(socket, 'userRole', 'user-role') };
}

/** Of the field and the header the field counts. Apps may have numbers for ids. */
function claimed({ handshake }: Socket, field: string, header: string): string | undefined {
  const fields: Readonly<Record<string, unknown>> = handshake.auth;
  const value = fields[field] ?? handshake.headers[header];
  if (value === undefined) return undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
