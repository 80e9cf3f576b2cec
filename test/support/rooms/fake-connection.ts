import { randomUUID } from 'node:crypto';
import type { AppError, JoinedRoom } from '../../../src/common/index.js';
import type { RoomRef, User } from '../../../src/protocol/index.js';
import type { Connection, Identity } from '../../../src/realtime/index.js';

export function person(id: string): User {
  return { id, username: id, name: id, avatarUrl: null, role: 'student', guest: false };
}

export function guest(): User {
  return { id: `guest:${randomUUID()}`, username: null, name: 'Guest', avatarUrl: null, role: 'student', guest: true };
}

/** A connection without a socket, which remembers what was done to it. */
export class FakeConnection implements Connection {
  readonly id = randomUUID();
  readonly deviceId = this.id;
  readonly dialect = 'lyceum';
  readonly transport = 'websocket';
  readonly rooms = new Map<string, JoinedRoom>();
  /** By room: the number after which it hears the room. */
  readonly floors = new Map<string, number>();
  private readonly moments = new Map<string, number>();
  readonly openedAt = performance.now();
  readonly identity: Identity;
  open = true;
  lastCommandAt = 0;
  /** Ids of messages that it was handed. */
  readonly handedOut: string[] = [];
  closedWith: AppError | undefined;
  readonly dismissal = undefined;
  /** What pings say; by default that somebody is there. */
  pong: () => Promise<boolean> = () => Promise.resolve(true);

  constructor(
    readonly user: User,
    readonly address = '192.0.2.1',
  ) {
    this.identity = { user, issuer: 'lyceum', sessionId: null, verifiedAt: 0, expiresAt: null };
  }

  enter(room: RoomRef, afterSeq: number, moment: number): void {
    this.rooms.set(room.id, room);
    this.moments.set(room.id, moment);
    this.floors.set(room.id, afterSeq);
  }

  rename(room: RoomRef): void {
    if (this.rooms.has(room.id)) this.rooms.set(room.id, room);
  }

  exit(roomId: string): void {
    this.rooms.delete(roomId);
  }

  exitIfSince(roomId: string, moment: number): void {
    if ((this.moments.get(roomId) ?? 0) <= moment) this.exit(roomId);
  }

  understands(): boolean {
    return true;
  }

  become(): void {
    throw new Error('Nothing of rooms changes who a person is');
  }

  renew(): void {
    throw new Error('Nothing of rooms renews a connection');
  }

  close(error: AppError): void {
    this.open = false;
    this.closedWith = error;
  }

  dismiss(error: AppError): void {
    this.close(error);
  }

  watch(): void {
    throw new Error('Nothing of rooms watches a topic');
  }

  unwatch(): void {
    this.watch();
  }

  handOut(messageIds: readonly string[]): void {
    this.handedOut.push(...messageIds);
  }

  passOn(): void {
    // No line of frames stands behind it.
  }

  isAlive(): Promise<boolean> {
    return this.pong();
  }
}
