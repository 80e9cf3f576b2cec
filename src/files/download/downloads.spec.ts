import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import express, { type Request, type Response } from 'express';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { eventually } from '../../../test/support/wait.js';
import { AppError, newId } from '../../common/index.js';
import type { RateLimits } from '../../realtime/index.js';
import type { FileRepository } from '../file.repository.js';
import type { FileStorage } from '../storage/file-storage.js';
import { Downloads } from './downloads.js';
import type { FileLinks } from './file-links.js';

const AT_ONCE = 64;
const FILE = { id: newId(), name: 'a.bin', size: 100, contentType: 'application/octet-stream', storageKey: 'aa/a' };

describe('Downloads', () => {
  let contents: Readable[];
  let ended: string[];
  let server: Server;
  let read: (key: string) => Promise<Readable>;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    contents = [];
    ended = [];
    read = () => Promise.resolve(begun());
    const downloads = new Downloads(
      { findFor: () => Promise.resolve(FILE) } as unknown as FileRepository,
      { read: (key: string) => read(key) } as unknown as FileStorage,
      {} as FileLinks,
      { admit: () => Promise.resolve() } as unknown as RateLimits,
    );
    const app = express();
    app.get('/:reader', async (request: Request<{ reader: string }>, response: Response) => {
      response.vary('Origin').once('close', () => ended.push(request.params.reader));
      try {
        await downloads.answer(FILE.id, request.params.reader, request, response);
      } catch (error) {
        if (!response.headersSent) response.status(500).end(error instanceof AppError ? error.code : String(error));
      }
    });
    server = createServer(app).listen(0);
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(async () => {
    Logger.overrideLogger(true);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** A content that begins and does not end. */
  function begun(): Readable {
    const content = new PassThrough();
    content.write('a');
    contents.push(content);
    return content;
  }

  async function fetched(reader: string): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port, path: `/${reader}`, agent: false }, resolve).on('error', reject);
    });
    return response.on('error', () => undefined);
  }

  it('are few at once for each person, and make room when they end', async () => {
    const first = await fetched('ana');
    expect(first.headers.vary).toBe('Origin, Authorization');
    for (let count = 1; count < AT_ONCE; count += 1) expect((await fetched('ana')).statusCode).toBe(200);

    const refused = await fetched('ana');
    expect([refused.statusCode, String(refused.read())]).toEqual([500, 'RATE_LIMITED']);
    expect((await fetched('ben')).statusCode).toBe(200);

    first.destroy();
    await eventually(async () => {
      expect((await fetched('ana')).statusCode).toBe(200);
    });
  });

  it('hold no content of who went away while it was looked for', async () => {
    let found = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      read = () => {
        resolve();
        return new Promise((give) => (found = () => give(begun())));
      };
    });
    const { port } = server.address() as AddressInfo;
    const asking = get({ port, path: '/carla', agent: false }).on('error', () => undefined);
    await asked;
    asking.destroy();
    await eventually(async () => {
      expect(ended).toContain('carla');
      await Promise.resolve();
    });
    found();

    await eventually(async () => {
      expect(contents[0]?.destroyed).toBe(true);
      await Promise.resolve();
    });
  });
});
