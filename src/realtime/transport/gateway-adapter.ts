import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server } from 'socket.io';
import { SocketServer } from './socket-server.js';

/**
 * Gives every gateway the one server, and leaves its sockets alone: Nest would subscribe every handler on every
 * socket, and the hub's one listener a connection finds them by the command's name.
 */
export class GatewayAdapter extends IoAdapter {
  private readonly server: SocketServer;

  constructor(app: INestApplicationContext) {
    super(app);
    this.server = app.get(SocketServer);
  }

  override createIOServer(): Server {
    return this.server.io;
  }

  override bindClientConnect(): void {
    // Connections are the hub's.
  }

  override async close(): Promise<void> {
    await this.server.close();
  }
}
