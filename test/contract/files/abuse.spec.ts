import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { describeWith } from '../../support/describe-with.js';
import { createDatabase } from '../../support/postgres.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { answerTo, beginUpload, download, fileForm, upload, uploaded, usedBytes } from '../../support/uploads.js';
import { eventually } from '../../support/wait.js';
import { expectProblem } from '../accounts/logins.js';
import { appPerson, type AppPerson } from '../lists/asking.js';
import { ROOMY, START_MS } from '../settings.js';

const MAX_BYTES = 100_000;
/** What begins a form with a file, up to its content. */
const FORM = fileForm('a.txt', '');
const BEGINNING = FORM.subarray(0, FORM.indexOf('\r\n\r\n') + 4);
const END = FORM.subarray(BEGINNING.length);

describe('uploads that want too much', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    const env = {
      MAX_FILE_BYTES: String(MAX_BYTES),
      FILE_QUOTA_BYTES: '300000',
      FILE_UPLOAD_IDLE_SECONDS: '2',
      FILE_UPLOADS_PER_USER: '25',
      FILE_UPLOADS_AT_ONCE: '26',
      RATE_UPLOAD_PER_MINUTE: '30',
      DRAIN_MS: '6000',
    };
    gateway = await startGateway({ env: { ...ROOMY, ...env } });
  }, START_MS);
  afterAll(async () => {
    await gateway.stop();
  });

  /** Everything in the directory of files. */
  function stored(): string[] {
    const directory = join(gateway.dataDir, 'files');
    if (!existsSync(directory)) return [];
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  /** The upload came to nothing, and nothing of it is there. */
  async function expectNothingLeft(token: string, before: string[]): Promise<void> {
    await eventually(async () => {
      expect(await usedBytes(gateway, token)).toBe(0);
      expect(stored()).toEqual(before);
    });
  }

  it('are refused by what they say of their length, before they are sent', async () => {
    const { token } = await appPerson(gateway, 'Ana');
    const outgoing = beginUpload(gateway, token, { length: 10_000_000_000 });
    outgoing.flushHeaders();

    const answer = await answerTo(outgoing);

    expectProblem(answer, 413, 'FILE_TOO_LARGE');
    expect(answer.connection).toBe('close');
    outgoing.destroy();
  });

  it('hear the refusal also while they go on sending', async () => {
    const { token } = await appPerson(gateway, 'Ana');
    const form = fileForm('a.txt', Buffer.alloc(30_000_000));
    expectProblem(await upload(gateway, token, form), 413, 'FILE_TOO_LARGE');
    expectProblem(await upload(gateway, token, form, { length: 'chunked' }), 413, 'FILE_TOO_LARGE');
  });

  it.each([0, 1])('may have as many bytes as a file may, and not %i more without end', async (more) => {
    const { token } = await appPerson(gateway, 'Ana');
    const before = stored();
    const form = fileForm('a.txt', Buffer.alloc(MAX_BYTES + more, 'a'));
    for (const length of ['chunked', form.length] as const) {
      const answer = await upload(gateway, token, form, { length });
      if (more > 0) expectProblem(answer, 413, 'FILE_TOO_LARGE');
      else expect(answer.status).toBe(201);
    }
    if (more > 0) await expectNothingLeft(token, before);
    else expect(await usedBytes(gateway, token)).toBe(2 * MAX_BYTES);
  });

  it.each(['chunked', 90_000] as const)('leave nothing behind when they are broken off (length: %s)', async (length) => {
    const { token } = await appPerson(gateway, 'Ana');
    const before = stored();
    const outgoing = beginUpload(gateway, token, { length });
    outgoing.on('error', () => undefined);
    outgoing.write(BEGINNING);
    outgoing.write(Buffer.alloc(50_000, 'a'));
    // Under way: it counts, and something is in the storage.
    await eventually(async () => {
      expect(await usedBytes(gateway, token)).toBe(length === 'chunked' ? MAX_BYTES : length);
      expect(stored()).toHaveLength(before.length + 1);
    });

    outgoing.destroy();

    await expectNothingLeft(token, before);
  });

  it('leave nothing behind when they say less than they promised', async () => {
    const { token } = await appPerson(gateway, 'Ana');
    const before = stored();
    expectProblem(await upload(gateway, token, fileForm('a.txt', Buffer.alloc(50_000, 'a')).subarray(0, -10)), 400, 'INVALID');
    await expectNothingLeft(token, before);
  });

  it('are ended when they stand still', async () => {
    const { token } = await appPerson(gateway, 'Ana');
    const before = stored();
    const outgoing = beginUpload(gateway, token, { length: 90_000 });
    const answer = answerTo(outgoing);
    outgoing.write(BEGINNING);
    outgoing.write('a');

    expectProblem(await answer, 400, 'INVALID');

    await expectNothingLeft(token, before);
    outgoing.destroy();
  });

  it('get no more than the quota, many at once', async () => {
    const { token } = await appPerson(gateway, 'Ana');
    const form = fileForm('a.txt', Buffer.alloc(60_000, 'a'));

    const answers = await Promise.all(Array.from({ length: 20 }, () => upload(gateway, token, form)));

    const taken = answers.filter(({ status }) => status === 201);
    expect(taken).toHaveLength(4);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 413, 'QUOTA_EXCEEDED');
    expect(await usedBytes(gateway, token)).toBe(4 * 60_000);
    // What is deleted makes room.
    expect((await call(gateway, 'DELETE', taken[0]?.body.url as string, { token })).status).toBe(204);
    await uploaded(gateway, token, form);
  });

  it('do not begin more often than the rate says', async () => {
    const { token } = await appPerson(gateway, 'Ana');
    const form = fileForm('a.txt', 'hello');
    const answers = await Promise.all(Array.from({ length: 31 }, () => upload(gateway, token, form)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expectProblem(answer, 429, 'RATE_LIMITED');
  });

  it('are few at once for each person', async () => {
    const { token } = await appPerson(gateway, 'Ana');
    const ben = await appPerson(gateway, 'Ben');
    // They take nothing of the quota as long as no file has begun.
    const waiting = Array.from({ length: 25 }, () => beginUpload(gateway, token, { length: 1_000 }));
    for (const outgoing of waiting) {
      outgoing.on('error', () => undefined);
      outgoing.write('--');
    }
    await eventually(async () => {
      expectProblem(await upload(gateway, token, fileForm('a.txt', 'hello')), 429, 'RATE_LIMITED');
    });
    await uploaded(gateway, ben.token, fileForm('a.txt', 'hello'));
    for (const outgoing of waiting) outgoing.destroy();
  });

  it('that creep make room for others, one for each, where there is none left', async () => {
    const [ana, eva, ben] = [await appPerson(gateway, 'Ana'), await appPerson(gateway, 'Eva'), await appPerson(gateway, 'Ben')];
    const begin = ({ token }: AppPerson, size: number, length?: number) => {
      const outgoing = beginUpload(gateway, token, { length });
      outgoing.write(BEGINNING);
      outgoing.write(Buffer.alloc(size, 'a'));
      return { outgoing, answer: answerTo(outgoing) };
    };
    const creeping = Array.from({ length: 25 }, () => begin(ana, 1, 10_000));
    const refused = creeping.map(({ answer }) => answer.catch(() => undefined));
    const quick = begin(eva, 90_000);
    const moving = setInterval(() => {
      for (const { outgoing } of [...creeping, quick]) if (!outgoing.destroyed) outgoing.write('a');
    }, 200);
    await eventually(async () => expect(await usedBytes(gateway, eva.token)).toBe(MAX_BYTES));
    const comes = async (): Promise<void> => {
      const { status, body } = await upload(gateway, ben.token, fileForm('b.txt', 'hello'));
      if (status === 201) return;
      // It is told to wait as long.
      await delay(Number(body.retryAfterMs));
      throw new Error(String(body.code));
    };
    await expect(comes()).rejects.toThrow('UNAVAILABLE');

    await eventually(comes, 20_000);

    clearInterval(moving);
    quick.outgoing.end(END);
    expect((await quick.answer).status).toBe(201);
    for (const { outgoing } of creeping) outgoing.destroy();
    const answers = (await Promise.all(refused)).filter((answer) => answer !== undefined);
    expect(answers).toHaveLength(1);
    expectProblem(answers[0]!, 503, 'UNAVAILABLE');
  });

  it('may end while a planned stop lasts, or end well with it', async () => {
    const [ana, ben] = [await appPerson(gateway, 'Ana'), await appPerson(gateway, 'Ben')];
    const before = stored();
    const begin = ({ token }: AppPerson) => {
      const outgoing = beginUpload(gateway, token);
      outgoing.write(BEGINNING);
      outgoing.write(Buffer.alloc(1_000, 'a'));
      return { outgoing, answer: answerTo(outgoing) };
    };
    const [endless, steady] = [begin(ana), begin(ben)];
    for (const { token } of [ana, ben]) {
      await eventually(async () => {
        expect(await usedBytes(gateway, token)).toBe(MAX_BYTES);
      });
    }
    // As long as they stand still they would be ended anyhow.
    const moving = setInterval(() => {
      for (const { outgoing } of [endless, steady]) if (!outgoing.writableEnded) outgoing.write('a');
    }, 200);

    const stopping = gateway.stop();
    // Longer than it waits for other requests.
    await delay(4_000);
    steady.outgoing.end(END);
    const { status, body } = await steady.answer;
    const refusal = await endless.answer.finally(() => {
      clearInterval(moving);
    });

    expect(status).toBe(201);
    expectProblem(refusal, 503, 'DRAINING');
    endless.outgoing.destroy();
    expect(await stopping).toBe(0);
    await gateway.restart();
    expect((await download(gateway, body.url, ben.token)).text).toMatch(/^a+$/);
    expect((await call(gateway, 'DELETE', String(body.url), ben)).status).toBe(204);
    await expectNothingLeft(ana.token, before);
  });
});

describeWith(['postgres'], 'an upload whose gateway is killed', () => {
  it(
    'is forgotten when its time is over, with what was stored of it',
    async () => {
      const databaseUrl = await createDatabase();
      const gateway = await startGateway({ env: ROOMY, database: databaseUrl });
      const { token } = await appPerson(gateway, 'Ana');
      const outgoing = beginUpload(gateway, token, { length: 90_000 });
      outgoing.on('error', () => undefined);
      outgoing.write(BEGINNING);
      outgoing.write(Buffer.alloc(50_000, 'a'));
      const folder = join(gateway.dataDir, 'files', 'unfinished');
      await eventually(async () => {
        expect(await usedBytes(gateway, token)).toBe(90_000);
        expect(readdirSync(folder)).toHaveLength(1);
      });

      await gateway.kill();
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(`UPDATE lyceum.files SET due_at = now() WHERE state = 'uploading'`);
      await client.end();
      await gateway.restart();

      await eventually(async () => {
        expect(await usedBytes(gateway, token)).toBe(0);
        expect(readdirSync(folder)).toEqual([]);
      }, 15_000);
      expect(await gateway.stop()).toBe(0);
    },
    START_MS,
  );
});
