import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { chmod, realpath, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Administration } from '../auth/index.js';
import { AppError } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import { socketFolder } from '../database/index.js';
import { Webhooks } from '../notifications/index.js';
import type { PublicError } from '../protocol/index.js';
import { ApiKeys } from '../server-api/index.js';
import { carryOut, orderFrom, type Outcome, type Services } from './order.js';

export type Reply = { ok: true; outcome: Outcome } | { ok: false; error: PublicError };

const LONGEST_ORDER = 16_384;
const AT_ONCE = 8;
const SILENCE_MS = 10_000;

/** Where the gateway that uses this directory takes orders. Only the directory's owner may enter the folder. */
export async function controlPath(dataDir: string): Promise<string> {
  return join(await socketFolder(await realpath(dataDir)), 'control');
}

/**
 * Takes orders of the command line while this process has the embedded database, which nobody else can open meanwhile. One line of
 * JSON each way. With a database of its own (`DATABASE_URL`) the command line needs nobody.
 */
@Injectable()
export class ControlSocket implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Control');
  private server: Server | undefined;
  private path: string | undefined;

  private readonly services: Services;

  constructor(
    private readonly config: AppConfig,
    administration: Administration,
    keys: ApiKeys,
    webhooks: Webhooks,
  ) {
    this.services = { administration, keys, webhooks };
  }

  async onApplicationBootstrap(): Promise<void> {
    const { url, dataDir } = this.config.database;
    // A named pipe could not be kept from other users of the machine.
    if (url !== undefined || process.platform === 'win32') return;
    try {
      this.path = await controlPath(dataDir);
      // The directory is ours, so whoever left this one is dead.
      await rm(this.path, { force: true });
      this.server = await listen(this.path, (socket) => {
        this.serve(socket);
      });
      await chmod(this.path, 0o600);
    } catch (error) {
      this.logger.warn({ err: error }, 'The command line will not reach this gateway');
    }
  }

  async onModuleDestroy(): Promise<void> {
    this.server?.close();
    if (this.path !== undefined) await rm(this.path, { force: true });
  }

  private serve(socket: Socket): void {
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('data', (part: string) => {
      text += part;
      const end = text.indexOf('\n');
      if (end === -1 && text.length <= LONGEST_ORDER) return;
      socket.removeAllListeners('data');
      void this.answer(text.slice(0, end)).then((reply) => socket.end(`${JSON.stringify(reply)}\n`));
    });
  }

  private async answer(line: string): Promise<Reply> {
    try {
      return { ok: true, outcome: await carryOut(orderFrom(JSON.parse(line)), this.services) };
    } catch (error) {
      if (error instanceof AppError) return { ok: false, error: error.toPublic() };
      this.logger.error({ err: error }, 'An order failed');
      return { ok: false, error: new AppError('INTERNAL').toPublic() };
    }
  }
}

function listen(path: string, serve: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(serve);
    server.maxConnections = AT_ONCE;
    server.once('error', reject);
    server.listen(path, () => {
      // It alone must not keep the process from ending.
      server.unref();
      resolve(server);
    });
  });
}
