import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { startS3, type S3Server } from '../../support/s3-server.js';
import { beginUpload, download, fileForm, uploaded, upload, usedBytes } from '../../support/uploads.js';
import { eventually } from '../../support/wait.js';
import { expectProblem } from '../accounts/logins.js';
import { appPerson, type AppPerson } from '../lists/asking.js';
import { ROOMY, START_MS } from '../settings.js';

const MEGABYTE = 1024 * 1024;

describe('files in S3', () => {
  let s3: S3Server;
  let gateway: Gateway;
  let ana: AppPerson;

  beforeAll(async () => {
    s3 = await startS3();
    gateway = await startGateway({ env: { ...ROOMY, ...s3.env } });
    ana = await appPerson(gateway, 'Ana');
  }, START_MS);
  afterAll(async () => {
    await gateway.stop();
    await s3.stop();
  });

  it.each([0, 1_000, 5 * MEGABYTE, 5 * MEGABYTE + 1, 12 * MEGABYTE])('come back as they were sent: %i bytes', async (size) => {
    const content = randomBytes(size);
    const before = s3.count();

    const { url } = await uploaded(gateway, ana.token, fileForm('a.bin', content));

    expect(s3.count()).toBe(before + 1);
    expect(existsSync(join(gateway.dataDir, 'files'))).toBe(false);
    expect((await download(gateway, url, ana.token)).content.equals(content)).toBe(true);
    expect((await download(gateway, url, ana.token, {}, 'HEAD')).status).toBe(200);
    if (size === 0) return;
    const part = await download(gateway, url, ana.token, { range: `bytes=${String(size - 10)}-` });
    expect([part.status, part.content.equals(content.subarray(-10))]).toEqual([206, true]);
  });

  it('leave nothing behind when the upload is broken off after its first part', async () => {
    const ben = await appPerson(gateway, 'Ben');
    const before = s3.count();
    const outgoing = beginUpload(gateway, ben.token, { length: 20 * MEGABYTE });
    outgoing.on('error', () => undefined);
    const form = fileForm('a.bin', randomBytes(12 * MEGABYTE));
    await new Promise((resolve) => outgoing.write(form.subarray(0, 11 * MEGABYTE), resolve));
    await eventually(async () => {
      expect(await usedBytes(gateway, ben.token)).toBe(20 * MEGABYTE);
    });

    outgoing.destroy();

    await eventually(async () => {
      expect(await usedBytes(gateway, ben.token)).toBe(0);
      expect(s3.count()).toBe(before);
    });
  });

  it('are removed there', async () => {
    const { url } = await uploaded(gateway, ana.token, fileForm('a.txt', 'hello'));
    const before = s3.count();
    expect((await call(gateway, 'DELETE', String(url), ana)).status).toBe(204);
    expect(s3.count()).toBe(before - 1);
  });

  it('are missing where somebody else removed them, and never half there', async () => {
    const { url } = await uploaded(gateway, ana.token, fileForm('a.txt', 'hello'));
    s3.removeAll();
    expectProblem(await call(gateway, 'GET', String(url), ana), 404, 'FILE_NOT_FOUND');
    expect((await download(gateway, url, ana.token, {}, 'HEAD')).status).toBe(404);
  });

  it('cannot be read or stored for a while when the server is away', async () => {
    const { url } = await uploaded(gateway, ana.token, fileForm('a.txt', 'hello'));
    const before = await usedBytes(gateway, ana.token);
    await s3.stop();

    expectProblem(await call(gateway, 'GET', String(url), ana), 503, 'UNAVAILABLE');
    expectProblem(await upload(gateway, ana.token, fileForm('b.txt', 'hello')), 503, 'UNAVAILABLE');

    // Its room is free at once; what may be in the storage the sweeper removes.
    expect(await usedBytes(gateway, ana.token)).toBe(before);
  });
});
