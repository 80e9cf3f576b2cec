import { Injectable } from '@nestjs/common';
import { SocketServer } from '../transport/socket-server.js';
import type { Connection } from './connection.js';
import type { LiveConnection } from './live-connection.js';

/** The live connections of this node. */
@Injectable()
export class ConnectionTable {
  private readonly connections = new Map<string, LiveConnection>();
  private readonly perUser = new Map<string, Set<LiveConnection>>();
  private readonly lingering = new Set<LiveConnection>();

  constructor(private readonly server: SocketServer) {}

  get size(): number {
    return this.connections.size;
  }

  all(): Iterable<LiveConnection> {
    return this.connections.values();
  }

  get(id: string): LiveConnection | undefined {
    return this.connections.get(id);
  }

  add(connection: LiveConnection): void {
    this.connections.set(connection.id, connection);
    const ofUser = this.perUser.get(connection.user.id) ?? new Set();
    this.perUser.set(connection.user.id, ofUser.add(connection));
  }

  remove(connection: LiveConnection): void {
    if (!this.connections.delete(connection.id)) return;
    const ofUser = this.perUser.get(connection.user.id);
    ofUser?.delete(connection);
    if (ofUser?.size === 0) this.perUser.delete(connection.user.id);
  }

  /** The person's connections, as they are now. */
  ofUser(userId: string): Connection[] {
    return [...(this.perUser.get(userId) ?? [])];
  }

  /** It is gone, but what it had said is done until then. */
  linger(connection: LiveConnection, until: Promise<void>): void {
    this.lingering.add(connection);
    void until.then(() => this.lingering.delete(connection));
  }

  /** All in whose name something is done or may be: the person's connections, and those that linger. */
  actingFor(userId: string): Connection[] {
    return [...this.ofUser(userId), ...[...this.lingering].filter(({ user }) => user.id === userId)];
  }

  countOf(userId: string): number {
    return this.perUser.get(userId)?.size ?? 0;
  }

  /** Ids of the connections that stand in a Socket.IO room. */
  inChannel(channel: string): ReadonlySet<string> | undefined {
    return this.server.io.of('/').adapter.rooms.get(channel);
  }
}
