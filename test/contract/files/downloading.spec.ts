import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { aTime, dataOf } from '../../support/expect-frames.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { appToken } from '../../support/tokens.js';
import { download, fileForm, formOf, PNG, uploaded, usedBytes } from '../../support/uploads.js';
import { expectProblem } from '../accounts/logins.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { newPerson, roomOf, say, type Person } from '../lyceum/shapes.js';
import { ROOMY, START_MS } from '../settings.js';

const NOWHERE = '0190b6f8-1111-7abc-8def-0123456789ab';
const TEXT = '0123456789'.repeat(10);
const SANDBOX = "sandbox; default-src 'none'";

describe('a download', () => {
  let gateway: BorrowedGateway;
  let ana: Person;
  let ben: Person;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  beforeEach(async () => {
    ana = await newPerson(gateway, 'websocket', 'ana');
    ben = await newPerson(gateway, 'websocket', 'ben');
  });
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const fetched = (path: unknown, { token }: Person) => download(gateway, path, token);

  async function expectUnseen(path: unknown, person: Person): Promise<void> {
    expectProblem(await call(gateway, 'GET', String(path), { token: person.token }), 404, 'FILE_NOT_FOUND');
    expectProblem(await call(gateway, 'POST', `${String(path)}/link`, { token: person.token }), 404, 'FILE_NOT_FOUND');
  }

  /** A room of the two, a message of Ana's there, and the file it shows. */
  async function shown(): Promise<{ room: JsonObject; message: JsonObject; url: unknown }> {
    const room = await roomOf(ana, ben);
    const { id, url } = await uploaded(gateway, ana.token, fileForm('a.txt', TEXT));
    const message = await say(ana, room, 'Look', { attachments: [id] });
    return { room, message, url };
  }

  describe('is for', () => {
    it('the uploader alone, until a message shows the file; then for the members of its room', async () => {
      const room = await roomOf(ana, ben);
      const stranger = await newPerson(gateway, 'websocket');
      const { id, url } = await uploaded(gateway, ana.token, fileForm('a.txt', TEXT));
      expect((await fetched(url, ana)).text).toBe(TEXT);
      await expectUnseen(url, ben);

      await say(ana, room, 'Look', { attachments: [id] });

      expect((await fetched(url, ben)).text).toBe(TEXT);
      expect((await fetched(url, ana)).text).toBe(TEXT);
      await expectUnseen(url, stranger);
      expectProblem(await call(gateway, 'DELETE', String(url), { token: ana.token }), 404, 'FILE_NOT_FOUND');
    });

    it('the two of a conversation', async () => {
      const carla = await newPerson(gateway, 'websocket');
      const form = formOf([
        { name: 'to', content: ben.id },
        { name: 'file', filename: 'a.txt', content: TEXT },
      ]);
      const { id, url } = await uploaded(gateway, ana.token, form);
      const misplaced = await ana.client.request('chat:send', { to: { id: carla.id }, text: 'Look', attachments: [id] });
      expect(misplaced).toMatchObject({ ok: false, error: { code: 'FILE_NOT_FOUND' } });

      dataOf(await ana.client.request('chat:send', { to: { id: ben.id }, text: 'Look', attachments: [id] }));

      expect((await fetched(url, ben)).text).toBe(TEXT);
      await expectUnseen(url, carla);
    });

    it('nobody who has left', async () => {
      const { room, url } = await shown();
      dataOf(await ben.client.request('rooms:leave', { room: { id: room.id } }));
      await expectUnseen(url, ben);
    });

    it('nobody who was kicked, nor by a link they got before', async () => {
      const { room, url } = await shown();
      const link = await call(gateway, 'POST', `${String(url)}/link`, { token: ben.token });
      expect((await download(gateway, link.body.url)).text).toBe(TEXT);

      dataOf(await ana.client.request('rooms:kick', { room: { id: room.id }, userId: ben.id }));

      await expectUnseen(url, ben);
      expectProblem(await call(gateway, 'GET', String(link.body.url)), 404, 'FILE_NOT_FOUND');
    });

    it('nobody who is banned from the room', async () => {
      const { room, url } = await shown();
      dataOf(await ana.client.request('rooms:ban', { room: { id: room.id }, userId: ben.id }));
      await expectUnseen(url, ben);
    });

    it('nobody when the message is deleted', async () => {
      const { message, url } = await shown();
      dataOf(await ana.client.request('chat:delete', { messageId: message.id }));
      await expectUnseen(url, ben);
      await expectUnseen(url, ana);
    });

    it('nobody when the room is closed', async () => {
      const { room, url } = await shown();
      dataOf(await ana.client.request('rooms:close', { room: { id: room.id } }));
      await expectUnseen(url, ben);
    });

    it('its uploader no more when the room is closed, who may delete it then', async () => {
      const { room, url } = await shown();
      const removed = async ({ token }: Person) => (await call(gateway, 'DELETE', String(url), { token })).status;
      const before = await usedBytes(gateway, ana.token);
      expect([await removed(ana), await removed(ben)]).toEqual([404, 404]);

      dataOf(await ana.client.request('rooms:close', { room: { id: room.id } }));

      expect([await removed(ben), await removed(ana), await removed(ana)]).toEqual([404, 204, 404]);
      expect([before, await usedBytes(gateway, ana.token)]).toEqual([TEXT.length, 0]);
    });

    it('nobody who shows no token, or one that is none', async () => {
      const { url } = await shown();
      expectProblem(await call(gateway, 'GET', String(url)), 401, 'UNAUTHENTICATED');
      expectProblem(await call(gateway, 'GET', String(url), { token: 'none' }), 401, 'UNAUTHENTICATED');
      const expired = appToken({ sub: 'nobody' }, { expiresIn: -60 });
      expectProblem(await call(gateway, 'GET', String(url), { token: expired }), 401, 'TOKEN_EXPIRED');
    });
  });

  it.each([
    [NOWHERE, 404, 'FILE_NOT_FOUND'],
    ['..%2f..%2fpasswd', 400, 'INVALID'],
    ['%00', 400, 'INVALID'],
    ['a'.repeat(5_000), 400, 'INVALID'],
  ])('finds nothing under %s', async (id, status, code) => {
    expectProblem(await call(gateway, 'GET', `/api/files/${id}`, { token: ana.token }), status, code);
    expectProblem(await call(gateway, 'POST', `/api/files/${id}/link`, { token: ana.token }), status, code);
    expectProblem(await call(gateway, 'DELETE', `/api/files/${id}`, { token: ana.token }), status, code);
  });

  describe('by a link', () => {
    it('needs no token, and no longer than ten minutes', async () => {
      const { url } = await uploaded(gateway, ana.token, fileForm('a.txt', TEXT));

      const { status, body } = await call(gateway, 'POST', `${String(url)}/link`, { token: ana.token });

      expect({ status, body }).toEqual({
        status: 200,
        body: { url: expect.stringContaining(String(url)) as unknown, expiresAt: aTime },
      });
      const left = Date.parse(body.expiresAt as string) - Date.now();
      expect(left).toBeGreaterThan(500_000);
      expect(left).toBeLessThanOrEqual(600_000);
      const { status: found, text, headers } = await download(gateway, body.url);
      expect([found, text]).toEqual([200, TEXT]);
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(headers.get('cache-control')).toBe('private, no-cache');
    });

    it('is good for nothing but what it was made for', async () => {
      const file = await uploaded(gateway, ana.token, fileForm('a.txt', TEXT));
      const other = await uploaded(gateway, ana.token, fileForm('b.txt', TEXT));
      const bens = await uploaded(gateway, ben.token, fileForm('c.txt', TEXT));
      const { body } = await call(gateway, 'POST', `${String(file.url)}/link`, { token: ana.token });
      const signature = new URL(String(body.url), gateway.httpUrl).searchParams.get('signature') ?? '';
      const [said = '', mac = ''] = signature.split('.');
      const claims = JSON.parse(Buffer.from(said, 'base64url').toString()) as { claims: JsonObject; exp: number };
      const forged = (more: JsonObject, claimed: JsonObject = {}) => {
        const text = JSON.stringify({ ...claims, ...more, claims: { ...claims.claims, ...claimed } });
        return `${Buffer.from(text).toString('base64url')}.${mac}`;
      };

      const attempts: [unknown, string][] = [
        [other.url, signature],
        [bens.url, signature],
        [bens.url, forged({}, { file: bens.id as string, user: ben.id })],
        [file.url, forged({ exp: claims.exp + 600_000 })],
        [file.url, `${said}.`],
        [file.url, said],
        [file.url, ''],
        [file.url, `${signature}x`],
        [file.url, `${said}.${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`],
      ];
      for (const [url, attempt] of attempts) {
        const answer = await call(gateway, 'GET', `${String(url)}?signature=${attempt}`);
        expectProblem(answer, 401, 'UNAUTHENTICATED');
      }
      // A token stands for nobody else's link either.
      const mixed = await call(gateway, 'GET', `${String(bens.url)}?signature=${signature}`, { token: ben.token });
      expectProblem(mixed, 401, 'UNAUTHENTICATED');
      expect((await download(gateway, body.url)).text).toBe(TEXT);
    });
  });

  describe('gives parts:', () => {
    let url: unknown;

    beforeEach(async () => {
      ({ url } = await uploaded(gateway, ana.token, fileForm('a.txt', TEXT)));
    });

    it.each([
      ['bytes=0-4', 206, 'bytes 0-4/100', '01234'],
      ['bytes=95-', 206, 'bytes 95-99/100', '56789'],
      ['bytes=-5', 206, 'bytes 95-99/100', '56789'],
      ['bytes=98-500', 206, 'bytes 98-99/100', '89'],
      ['bytes=100-', 416, 'bytes */100', ''],
      ['bytes=5-1', 200, null, TEXT],
      ['bytes=0-1,5-6', 200, null, TEXT],
      ['lines=1-2', 200, null, TEXT],
    ])('%s', async (range, status, contentRange, text) => {
      const answer = await download(gateway, url, ana.token, { range });
      expect([answer.status, answer.headers.get('content-range'), answer.text]).toEqual([status, contentRange, text]);
      expect(answer.headers.get('accept-ranges')).toBe('bytes');
    });

    it('to whom has the beginning, and all to whom has that of another', async () => {
      const etag = (await fetched(url, ana)).headers.get('etag') ?? '';
      const part = { range: 'bytes=0-4' };
      expect((await download(gateway, url, ana.token, { ...part, 'if-range': etag })).status).toBe(206);
      for (const other of ['"other"', `W/${etag}`, new Date().toUTCString()]) {
        expect((await download(gateway, url, ana.token, { ...part, 'if-range': other })).text).toBe(TEXT);
      }
    });

    it('nothing to who has it already, and may still read it', async () => {
      const etag = (await fetched(url, ana)).headers.get('etag') ?? '';
      for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const { status, text } = await download(gateway, url, ana.token, { 'if-none-match': known });
        expect([status, text]).toEqual([304, '']);
      }
      expect((await download(gateway, url, ana.token, { 'if-none-match': '"other"' })).status).toBe(200);
      expect((await download(gateway, url, ben.token, { 'if-none-match': etag })).status).toBe(404);
    });

    it('its head alone', async () => {
      const { status, headers, text } = await download(gateway, url, ana.token, {}, 'HEAD');
      expect([status, headers.get('content-length'), text]).toEqual([200, '100', '']);
      expect((await download(gateway, url, ben.token, {}, 'HEAD')).status).toBe(404);
    });
  });

  it.each([
    ['宿題 "1".png', PNG, `inline; filename="__ _1_.png"; filename*=UTF-8''%E5%AE%BF%E9%A1%8C%20_1_.png`],
    ['Übung.pdf', '%PDF-1.7\n', `inline; filename="Ubung.pdf"; filename*=UTF-8''%C3%9Cbung.pdf`],
    ['page.html', '<html><script>alert(1)</script>', `attachment; filename="page.html"; filename*=UTF-8''page.html`],
    ['vector.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', `attachment; filename="vector.svg"; filename*=UTF-8''vector.svg`],
  ])('is shown or saved as it is safe, by its name: %s', async (name, content, disposition) => {
    const { url } = await uploaded(gateway, ana.token, fileForm(name.replaceAll('"', '\\"'), content));
    const { headers } = await fetched(url, ana);
    expect(headers.get('content-disposition')).toBe(disposition);
    // What is locked up browsers do not show.
    const policy = disposition.startsWith('inline') ? "script-src 'none'; base-uri 'none'; form-action 'none'" : SANDBOX;
    expect(headers.get('content-security-policy')).toBe(policy);
  });
});
