import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startGateway, type Gateway } from '../support/gateway.js';

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway();
}, 60_000);
afterAll(() => gateway.stop());

/** `fetch` undoes encodings by itself, and says what it likes: not here. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', of = gateway): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, of.httpUrl), { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }));
    });
    asked.once('error', reject).end();
  });
}

const navigate = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(path, { accept: BROWSER, ...headers });

/** The first script that the page loads from /assets. */
async function script(): Promise<string> {
  const { body } = await navigate('/');
  return /src="(\/assets\/[^"]+\.js)"/.exec(body.toString())![1]!;
}

describe('the web app', () => {
  it.each(['/', '/sign-in', '/s/ABC234', '/s/ABC234?from=mail'])(
    'answers a browser that goes to %s with its page',
    async (path) => {
      const { status, headers, body } = await navigate(path);

      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      expect(body.toString()).toContain('<div id="root">');
    },
  );

  it('answers whoever asks for / without saying what they accept', async () => {
    expect((await ask('/')).headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it.each(['/api/none', '/api', '/health/none', '/docs/none', '/metrics/none', '/ws', '/assets/gone.js', '/assets/'])(
    'leaves %s to the gateway, which has nothing there',
    async (path) => {
      const { status, headers } = await navigate(path);

      expect(status).toBe(404);
      expect(headers['content-type']).toMatch(/^application\/json/);
    },
  );

  it.each([
    ['a program goes to a page', 'GET', { accept: 'application/json' }],
    ['a program accepts anything', 'GET', { accept: '*/*' }],
    ['a form is sent to a page', 'POST', { accept: BROWSER }],
    ['a page is deleted', 'DELETE', { accept: BROWSER }],
  ])('is not there where %s', async (_, method, headers) => {
    expect((await ask('/sign-in', headers, method)).status).toBe(404);
  });

  it.each([
    '/index.html.br',
    '/index.html.gz',
    '/.sources',
    '/assets/../.sources',
    '/assets/%2e%2e/%2e%2e/main.js',
    '/../main.js',
  ])('gives nothing but what pages need: not %s', async (path) => {
    expect((await ask(path, { accept: '*/*' })).status).toBe(404);
  });

  it('lets files that are named after their content be kept for a year', async () => {
    const { status, headers } = await ask(await script());

    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('has files with other names asked for anew', async () => {
    expect((await ask('/theme.js')).headers['cache-control']).toBe('no-cache');
  });

  it.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip, deflate', gunzipSync],
    ['gzip', 'gzip, br;q=0', gunzipSync],
  ])('sends scripts as %s to who accepts %s', async (encoding, accepted, open) => {
    const path = await script();
    const plain = await ask(path);
    const { headers, body } = await ask(path, { 'accept-encoding': accepted });

    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(headers).toMatchObject({ 'content-encoding': encoding, vary: expect.stringContaining('Accept-Encoding') });
    expect(headers['content-length']).toBe(String(body.length));
    expect(body.length).toBeLessThan(plain.body.length / 2);
    expect(open(body).equals(plain.body)).toBe(true);
  });

  it('answers HEAD with the headers of GET, and nothing else', async () => {
    const path = await script();
    const [get, head] = [await ask(path), await ask(path, {}, 'HEAD')];

    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    for (const name of ['content-length', 'content-type', 'etag', 'cache-control'])
      expect(head.headers[name]).toBe(get.headers[name]);
  });

  it('answers 304 to who has the page, and another ETag for each encoding', async () => {
    const path = await script();
    const plain = await ask(path);
    const small = await ask(path, { 'accept-encoding': 'br' });
    const { etag } = plain.headers as { etag: string };

    expect(small.headers.etag).not.toBe(etag);
    expect(await ask(path, { 'if-none-match': etag })).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    expect((await ask(path, { 'if-none-match': '"another"' })).status).toBe(200);
  });

  it('lets its page run its own scripts alone, and be framed by nobody', async () => {
    const { headers } = await navigate('/sign-in');
    const policy = String(headers['content-security-policy']).split('; ');

    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]),
    );
    expect(policy.join()).not.toMatch(/unsafe|upgrade-insecure/);
    expect(headers['permissions-policy']).toMatch(/camera=\(self\), microphone=\(self\), display-capture=\(self\)/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('is not there with WEB_APP=off, and the rest is', async () => {
    const bare = await startGateway({ env: { WEB_APP: 'off' } });
    try {
      expect((await ask('/', { accept: BROWSER }, 'GET', bare)).status).toBe(404);
      expect((await ask('/theme.js', {}, 'GET', bare)).status).toBe(404);
      expect((await ask('/health', {}, 'GET', bare)).status).toBe(200);
    } finally {
      await bare.stop();
    }
  });
});
