import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { startS3, type S3Server } from '../../support/s3-server.js';
import { fileForm, uploaded } from '../../support/uploads.js';
import { appPerson } from '../lists/asking.js';
import { ROOMY, START_MS } from '../settings.js';

const MEGABYTE = 1024 * 1024;
const SAMPLE_MS = 10;

/** What the process has of the machine's memory, as the kernel counts it. */
function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** By how much it grew at most while this was going on. */
async function growthDuring(pid: number, act: () => Promise<unknown>): Promise<number> {
  const before = residentBytes(pid);
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentBytes(pid));
  }, SAMPLE_MS);
  try {
    await act();
  } finally {
    clearInterval(sampling);
  }
  return Math.max(peak, residentBytes(pid)) - before;
}

describe.each(['the disk', 'S3'])('the memory of a gateway that keeps files on %s', (where) => {
  let s3: S3Server | undefined;
  let gateway: Gateway;

  beforeAll(async () => {
    if (where === 'S3') s3 = await startS3();
    gateway = await startGateway({ env: { ...ROOMY, MAX_FILE_BYTES: String(100 * MEGABYTE), ...s3?.env } });
  }, START_MS);
  afterAll(async () => {
    await gateway.stop();
    await s3?.stop();
  });

  it('grows by less than 10 MB while 25 MB are uploaded, and not with the size of the file', async () => {
    const { token } = await appPerson(gateway, 'Ana');
    const send = async (form: Buffer) => {
      const { url } = await uploaded(gateway, token, form);
      await call(gateway, 'DELETE', String(url), { token });
    };
    const usual = fileForm('a.bin', randomBytes(25 * MEGABYTE));
    // Code is loaded and compiled, and the heap gets the size it will have: none of that is what an upload takes.
    for (let round = 0; round < 3; round += 1) await send(usual);

    const growth: number[] = [];
    for (let round = 0; round < 3; round += 1) growth.push(await growthDuring(gateway.pid, () => send(usual)));
    const large = await growthDuring(gateway.pid, () => send(fileForm('a.bin', randomBytes(100 * MEGABYTE))));

    // Half of the rounds: what has been read and waits to be collected counts too, and there is now more and now less of it.
    expect(growth.sort((one, other) => one - other)[1]).toBeLessThan(10 * MEGABYTE);
    // Not four times as much either: it does not grow with the file.
    expect(large).toBeLessThan(25 * MEGABYTE);
  });
});
