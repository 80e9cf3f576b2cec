import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { appToken, newId } from '../../support/tokens.js';
import { download, fileForm, formOf, PNG, upload, uploaded, usedBytes } from '../../support/uploads.js';
import { expectProblem } from '../accounts/logins.js';
import { appPerson, type AppPerson } from '../lists/asking.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { newPerson } from '../lyceum/shapes.js';
import { ROOMY, START_MS } from '../settings.js';

describe('an upload', () => {
  let gateway: BorrowedGateway;
  let ana: AppPerson;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
    ana = await appPerson(gateway, 'Ana');
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  it('is answered as messages will show it, and can be read by its uploader', async () => {
    const { status, body } = await upload(gateway, ana.token, fileForm('Übung 1.png', PNG, 'image/png'));

    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        name: 'Übung 1.png',
        size: PNG.length,
        contentType: 'image/png',
        width: 1,
        height: 1,
        url: `/api/files/${String(body.id)}`,
      },
    });
    const { status: found, content, headers } = await download(gateway, body.url, ana.token);
    expect(found).toBe(200);
    expect(content.equals(PNG)).toBe(true);
    expect(headers.get('content-type')).toBe('image/png');
  });

  it('comes in one piece however it is cut on its way', async () => {
    const content = Buffer.alloc(200_000, 'the quick brown fox ');
    const form = fileForm('fox.txt', content);
    const { body } = await upload(gateway, ana.token, form, { length: 'chunked' });

    expect(body).toMatchObject({ size: 200_000, contentType: 'text/plain' });
    expect((await download(gateway, body.url, ana.token)).content.equals(content)).toBe(true);
  });

  it('may be of nothing', async () => {
    const file = await uploaded(gateway, ana.token, fileForm('empty.png', ''));
    expect(file).toMatchObject({ size: 0, contentType: 'application/octet-stream', width: null });
    const { status, content, headers } = await download(gateway, file.url, ana.token);
    expect([status, content.length, headers.get('content-length')]).toEqual([200, 0, '0']);
  });

  it('counts with its size, until it is deleted', async () => {
    const ben = await appPerson(gateway, 'Ben');
    expect((await call(gateway, 'GET', '/api/files/usage', ben)).body).toEqual({ usedBytes: 0, quotaBytes: 1024 ** 3 });
    const { id } = await uploaded(gateway, ben.token, fileForm('a.txt', 'a'.repeat(1_000)));
    await uploaded(gateway, ben.token, fileForm('b.txt', 'b'.repeat(500)));
    expect(await usedBytes(gateway, ben.token)).toBe(1_500);

    expect((await call(gateway, 'DELETE', `/api/files/${String(id)}`, ben)).status).toBe(204);

    expect(await usedBytes(gateway, ben.token)).toBe(500);
    expectProblem(await call(gateway, 'GET', `/api/files/${String(id)}`, ben), 404, 'FILE_NOT_FOUND');
    expectProblem(await call(gateway, 'DELETE', `/api/files/${String(id)}`, ben), 404, 'FILE_NOT_FOUND');
  });

  it('is deleted by nobody else', async () => {
    const ben = await appPerson(gateway, 'Ben');
    const { id, url } = await uploaded(gateway, ana.token, fileForm('a.txt', 'hello'));

    expectProblem(await call(gateway, 'DELETE', `/api/files/${String(id)}`, ben), 404, 'FILE_NOT_FOUND');

    expect((await download(gateway, url, ana.token)).text).toBe('hello');
  });

  describe('is what its content says:', () => {
    const GIF = Buffer.from('GIF89a\x03\x00\x02\x00', 'latin1');
    it.each<[string, string, string, string | Buffer, JsonObject]>([
      ['HTML named .png', 'cat.png', 'image/png', '<!DOCTYPE html><script>alert(1)</script>', { contentType: 'text/plain' }],
      ['a page with NUL', 'cat.png', 'image/png', '<html>\0</html>', { contentType: 'application/octet-stream' }],
      [
        'an SVG',
        'cat.svg',
        'image/svg+xml',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        { contentType: 'text/plain', width: null },
      ],
      [
        'an SVG that says it is XML',
        'cat.svg',
        'image/svg+xml',
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        { contentType: 'text/plain' },
      ],
      ['a script', 'a.js', 'text/javascript', 'alert(document.cookie)', { contentType: 'text/plain' }],
      ['UTF-8', 'notes', 'text/html', 'Übung – 宿題 👩‍🏫', { contentType: 'text/plain' }],
      ['UTF-8 cut where the look ends', 'notes', '', `${'a'.repeat(4_099)}é`, { contentType: 'text/plain' }],
      ['no UTF-8', 'notes.txt', 'text/plain', Buffer.from([0x68, 0xe9, 0x6c]), { contentType: 'application/octet-stream' }],
      ['a PDF named .txt', 'a.txt', 'text/plain', '%PDF-1.7\n%âãÏÓ\n', { contentType: 'application/pdf', width: null }],
      ['a GIF', 'a.bin', 'text/plain', GIF, { contentType: 'image/gif', width: 3, height: 2 }],
      ['a broken PNG', 'a.png', 'image/png', PNG.subarray(0, 20), { contentType: 'image/png', width: null, height: null }],
    ])('%s', async (_, filename, contentType, content, expected) => {
      const file = await uploaded(gateway, ana.token, fileForm(filename, content, contentType));

      expect(file).toMatchObject(expected);

      const { headers } = await download(gateway, file.url, ana.token);
      expect(headers.get('content-type')).toContain(expected.contentType);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      // Either of them says that nothing in it runs.
      expect(headers.get('content-security-policy')).toMatch(/^(?:sandbox; default-src|script-src) 'none'/);
    });
  });

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['..\\\\..\\\\win.ini', 'win.ini'],
    ['/etc/shadow', 'shadow'],
    ['..', 'file'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['%2e%2e%2fpasswd', '%2e%2e%2fpasswd'],
    ['nul.txt', '_nul.txt'],
    [`${'é'.repeat(300)}.pdf`, `${'é'.repeat(251)}.pdf`],
  ])('is called something safe: %j becomes %j', async (given, name) => {
    const file = await uploaded(gateway, ana.token, fileForm(given, 'hello'));
    expect(file.name).toBe(name);
    expect((await download(gateway, file.url, ana.token)).text).toBe('hello');
  });

  it('may be for a room that its uploader is in, or for a person', async () => {
    const { client, token } = await newPerson(gateway, 'websocket');
    const { data } = (await client.request('rooms:create', {})) as { data: JsonObject };
    const room = (name: string, value: unknown) =>
      formOf([
        { name, content: typeof value === 'string' ? value : JSON.stringify(value) },
        { name: 'file', filename: 'a.txt', content: 'hello' },
      ]);
    await client.request('rooms:join', { id: data.id });

    await uploaded(gateway, token, room('room', data.id));
    await uploaded(gateway, token, room('room', { id: data.id }));
    await uploaded(gateway, token, room('room', { code: data.code }));
    await uploaded(gateway, token, room('to', ana.id));
    await uploaded(gateway, token, room('to', { id: ana.id }));

    expectProblem(await upload(gateway, ana.token, room('room', data.id)), 403, 'NOT_A_MEMBER');
    expectProblem(await upload(gateway, token, room('room', 'nowhere')), 404, 'ROOM_NOT_FOUND');
    expectProblem(await upload(gateway, token, room('room', '{"id":')), 400, 'INVALID');
    expectProblem(await upload(gateway, token, room('room', '{"__proto__":{"id":"x"}}')), 400, 'INVALID');
    expectProblem(await upload(gateway, token, room('to', newId('nobody'))), 404, 'USER_NOT_FOUND');
    expectProblem(await upload(gateway, ana.token, room('to', ana.id)), 400, 'INVALID');
  });

  describe('is refused', () => {
    const file = { name: 'file', filename: 'a.txt', content: 'hello' };
    it.each<[string, Buffer]>([
      ['without a file', formOf([{ name: 'room', content: 'lobby' }])],
      ['with nothing', formOf([])],
      ['with two files', formOf([file, file])],
      ['with a field behind the file', formOf([file, { name: 'room', content: 'lobby' }])],
      ['with a room and a person', formOf([{ name: 'room', content: 'lobby' }, { name: 'to', content: 'ana' }, file])],
      ['with a field of 10,000 characters', formOf([{ name: 'room', content: 'a'.repeat(10_000) }, file])],
      ['with a field called by 100,000 characters', formOf([{ name: 'a'.repeat(100_000), content: 'a' }, file])],
      [
        'with 1,000 fields',
        formOf([...Array.from({ length: 1_000 }, (_, place) => ({ name: `f${String(place)}`, content: '' })), file]),
      ],
      ['with a NUL in its name', fileForm('a\0b.txt', 'hello')],
      ['with a NUL in the room', formOf([{ name: 'room', content: 'a\0b' }, file])],
      ['where it ends too early', formOf([file]).subarray(0, -40)],
      ['where it is no form', Buffer.from('hello')],
    ])('%s', async (_, form) => {
      const before = await usedBytes(gateway, ana.token);

      expectProblem(await upload(gateway, ana.token, form), 400, 'INVALID');

      expect(await usedBytes(gateway, ana.token)).toBe(before);
    });

    it.each(['application/json', 'multipart/form-data', 'multipart/mixed; boundary=x', 'text/plain', ''])(
      'as %j',
      async (contentType) => {
        expectProblem(await upload(gateway, ana.token, Buffer.from('{}'), { contentType }), 400, 'INVALID');
      },
    );

    it('without a good token', async () => {
      expectProblem(await upload(gateway, undefined, fileForm('a.txt', 'hello')), 401, 'UNAUTHENTICATED');
      const expired = appToken({ sub: 'nobody' }, { expiresIn: -60 });
      expectProblem(await upload(gateway, expired, fileForm('a.txt', 'hello')), 401, 'TOKEN_EXPIRED');
    });
  });
});
