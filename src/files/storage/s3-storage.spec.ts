import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3, type S3Server } from '../../../test/support/s3-server.js';
import { runDirectory } from '../../../test/support/test-run.js';
import type { S3Config } from '../../config/index.js';
import { S3Storage } from './s3-storage.js';

const CAN_BE_LATE = 60_000;
/** What the system and Node's streams take in without anybody's reading is less. */
const CONTENT = Buffer.alloc(16 * 1024 * 1024, 'a');
const SILENCE_MS = 500;
/** More than the SDK keeps connections to a server by itself. */
const READERS = 60;

describe('S3Storage', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  const contents: Readable[] = [];
  let s3: S3Server;
  let config: S3Config;

  beforeAll(async () => {
    s3 = await startS3();
    const { FILES_S3_BUCKET: bucket = '', FILES_S3_ENDPOINT: endpoint } = s3.env;
    const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
    config = { bucket, endpoint, region: 'us-east-1', credentials, pathStyle: true };
  }, CAN_BE_LATE);
  afterEach(() => {
    for (const content of contents.splice(0)) content.destroy();
  });
  afterAll(async () => {
    await s3.stop();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  async function opened(storage: S3Storage, key: string): Promise<Readable> {
    const content = await storage.read(key);
    if (content === undefined) throw new Error('It is not there');
    contents.push(content.on('error', () => undefined));
    return content;
  }

  it(
    'gives a content also to who stands still for longer than the server may be silent',
    async () => {
      const storage = new S3Storage(config, SILENCE_MS);
      await storage.write('aa/large', Readable.from([CONTENT]));
      const content = await opened(storage, 'aa/large');
      await delay(4 * SILENCE_MS);
      expect((await buffer(content)).equals(CONTENT)).toBe(true);
    },
    CAN_BE_LATE,
  );

  it(
    'reads and stores while very many who read stand still',
    async () => {
      const storage = new S3Storage(config);
      await storage.write('aa/large', Readable.from([CONTENT.subarray(0, 512 * 1024)]));
      for (let count = 0; count < READERS; count += 1) await opened(storage, 'aa/large');

      await storage.write('aa/small', Readable.from([Buffer.from('hello')]));
      expect((await buffer(await opened(storage, 'aa/small'))).toString()).toBe('hello');
    },
    CAN_BE_LATE,
  );
});
