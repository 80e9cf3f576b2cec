import { Injectable } from '@nestjs/common';
import { SocketServer } from '../transport/socket-server.js';
import type { LiveConnection } from './live-connection.js';

/** The live connections of this node. */
@Injectable()
export class ConnectionTable {
  private readonly connections = new Map<string, LiveConnection>();
  private readonly perUser = new Map<string, number>();

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
    this.perUser.set(connection.user.id, this.countOf(connection.user.id) + 1);
  }

  remove(connection: LiveConnection): void {
    if (!this.connections.delete(connection.id)) return;
    const left = this.countOf(connection.user.id) - 1;
    if (left > 0) this.perUser.set(connection.user.id, left);
    else this.perUser.delete(connection.user.id);
  }

  countOf(userId: string): number {
    return this.perUser.get(userId) ?? 0;
  }

  /** Ids of the connections that stand in a Socket.IO room. */
  inChannel(channel: string): ReadonlySet<string> | undefined {
    return this.server.io.of('/').adapter.rooms.get(channel);
  }
}
