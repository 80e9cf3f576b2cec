import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '../../config/index.js';
import { EgressError } from './egress-error.js';
import { NameResolver } from './name-resolver.js';
import { SafeHttp } from './safe-http.js';

const JWT_SECRET = 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz';
const LOOPBACK = { OUTBOUND_ALLOWED: '127.0.0.0/8' };
const post = { headers: { 'content-type': 'text/plain' }, body: 'hello', timeoutMs: 5_000, maxResponseBytes: 1_024 };

/** Answers in turn with what it was given, and knows no other names. */
class Names extends NameResolver {
  readonly asked: string[] = [];

  constructor(private readonly answers: string[][]) {
    super();
  }

  override addressesOf(host: string): Promise<string[]> {
    this.asked.push(host);
    return Promise.resolve(this.answers.length > 1 ? (this.answers.shift() ?? []) : (this.answers[0] ?? []));
  }
}

function outbound(env: Record<string, string>, names: NameResolver = new NameResolver()): SafeHttp {
  return new SafeHttp(loadConfig({ JWT_SECRET, ...env }), names);
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EgressError)) throw new Error(`Not refused: ${String(error)}`);
  return error.failure;
}

describe('SafeHttp', () => {
  let server: Server;
  let port: number;
  let requests: string[];
  let answer: RequestListener;

  beforeEach(async () => {
    requests = [];
    answer = (_request, response) => response.end('well');
    server = createServer((request, response) => {
      requests.push(request.url ?? '');
      answer(request, response);
    });
    // So that no other address of this machine would do.
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  describe('refuses', () => {
    it.each([
      'http://127.0.0.1/',
      'http://127.1/',
      'http://2130706433/',
      'http://0x7f000001/',
      'http://0x7f.0.0.1/',
      'http://0177.0.0.1/',
      'http://127.0.0.1./',
      'http://127。0。0。1/',
      'http://localhost/',
      'http://localhost./',
      'http://a.localhost/',
      'http://0.0.0.0/',
      'http://10.1.2.3/',
      'http://172.16.0.1/',
      'http://192.168.1.1/',
      'http://100.64.0.1/',
      'http://169.254.169.254/latest/meta-data/',
      'http://192.0.2.1/',
      'http://198.18.0.1/',
      'http://224.0.0.1/',
      'http://255.255.255.255/',
      'http://[::]/',
      'http://[::1]/',
      'http://[::127.0.0.1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://[::ffff:7f00:1]/',
      'http://[::ffff:0:127.0.0.1]/',
      'http://[64:ff9b::127.0.0.1]/',
      'http://[64:ff9b::a00:1]/',
      'http://[64:ff9b:1::808:808]/',
      'http://[2002:7f00:1::]/',
      'http://[2001:0:7f00:1::]/',
      'http://[2001:db8::1]/',
      'http://[fe80::1]/',
      'http://[fec0::1]/',
      'http://[fc00::1]/',
      'http://[fd00:ec2::254]/',
      'http://[ff02::1]/',
    ])('%s, which is not on the public internet', async (url) => {
      expect(await failureOf(outbound({}).check(url, 5_000))).toBe('refused');
    });

    it.each([
      'ftp://8.8.8.8/',
      'file:///etc/passwd',
      'gopher://8.8.8.8/',
      'data:text/plain,a',
      'ws://8.8.8.8/',
      '8.8.8.8',
      '',
      'https://',
      'https://user@8.8.8.8/',
      'https://user:password@8.8.8.8/',
      'https://8.8.8.8:22/',
      'https://8.8.8.8:25/',
      'https://8.8.8.8:0/',
      'https://8.8.8.8:6667/',
      'https://[fe80::1%25eth0]/',
      `https://8.8.8.8/${'a'.repeat(2_048)}`,
    ])('%s by its text', async (url) => {
      expect(await failureOf(outbound(LOOPBACK).check(url, 5_000))).toBe('refused');
    });

    it('a name as soon as one of its addresses is not public', async () => {
      const names = new Names([['8.8.8.8', '2606:4700::1111', '::ffff:10.0.0.1']]);
      expect(await failureOf(outbound({}, names).check('https://hooks.example/', 5_000))).toBe('refused');
    });

    it('plain http in production, but not to what is allowed by name', async () => {
      const production = { NODE_ENV: 'production', OUTBOUND_ALLOWED: '10.0.0.0/8' };
      expect(await failureOf(outbound(production).check('http://8.8.8.8/', 5_000))).toBe('refused');
      await outbound(production).check('https://8.8.8.8/', 5_000);
      await outbound(production).check('http://10.1.2.3/', 5_000);
    });

    it('names that lead nowhere, as not reachable', async () => {
      expect(await failureOf(outbound({}, new Names([[]])).check('https://hooks.example/', 5_000))).toBe('unreachable');
    });
  });

  it.each(['https://8.8.8.8/', 'https://8.8.8.8:8443/hooks?a=1', 'http://8.8.8.8:80/', 'https://[2606:4700::1111]/'])(
    'lets %s pass',
    async (url) => {
      await outbound({}).check(url, 5_000);
      expect(requests).toEqual([]);
    },
  );

  it('lets an IPv4 address pass that NAT64 shows as an IPv6 one', async () => {
    await outbound({}, new Names([['64:ff9b::808:808']])).check('https://hooks.example/', 5_000);
  });

  it('lets what is allowed pass however it is written, and nothing beside it', async () => {
    const allowed = outbound({ OUTBOUND_ALLOWED: '127.0.0.1,fd00::/8' });
    for (const url of ['http://127.0.0.1/', 'http://[::ffff:127.0.0.1]/', 'http://2130706433/', 'http://[fd00::1]/']) {
      await allowed.check(url, 5_000);
    }
    expect(await failureOf(allowed.check('http://127.0.0.2/', 5_000))).toBe('refused');
    expect(await failureOf(allowed.check('http://[fe80::1]/', 5_000))).toBe('refused');
  });

  it('sends, and gives the answer', async () => {
    const heard: unknown[] = [];
    answer = (request, response) => {
      request.on('data', (part: Buffer) => heard.push(request.method, request.headers['content-type'], part.toString()));
      request.on('end', () => response.writeHead(201, { 'retry-after': '7' }).end('well'));
    };
    const given = await outbound(LOOPBACK).post(`http://127.0.0.1:${port}/hook?a=1`, post);
    expect(given).toMatchObject({ status: 201, headers: { 'retry-after': '7' }, body: 'well' });
    expect(heard).toEqual(['POST', 'text/plain', 'hello']);
    expect(requests).toEqual(['/hook?a=1']);
  });

  it('sends nothing to an address that it refuses', async () => {
    expect(await failureOf(outbound({}).post(`http://127.0.0.1:${port}/`, post))).toBe('refused');
    expect(await failureOf(outbound({}).post(`http://localhost:${port}/`, post))).toBe('refused');
    expect(requests).toEqual([]);
  });

  it('connects to the address that was checked, whatever the name says next', async () => {
    const names = new Names([['127.0.0.1'], ['127.0.0.2']]);
    const http = outbound(LOOPBACK, names);
    expect(await http.post(`http://hooks.invalid:${port}/`, post)).toMatchObject({ status: 200 });
    expect(names.asked).toEqual(['hooks.invalid']);
  });

  it('checks a name anew at each sending', async () => {
    const http = outbound({}, new Names([['8.8.8.8'], ['127.0.0.1']]));
    await http.check(`http://hooks.invalid:${port}/`, 5_000);
    expect(await failureOf(http.post(`http://hooks.invalid:${port}/`, post))).toBe('refused');
    expect(requests).toEqual([]);
  });

  it('follows no redirect', async () => {
    answer = (_request, response) => response.writeHead(307, { location: '/second' }).end();
    expect(await outbound(LOOPBACK).post(`http://127.0.0.1:${port}/first`, post)).toMatchObject({ status: 307 });
    expect(requests).toEqual(['/first']);
  });

  it('gives up on a server that never answers', async () => {
    answer = () => undefined;
    const sent = outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, { ...post, timeoutMs: 200 });
    expect(await failureOf(sent)).toBe('timeout');
    expect(requests).toHaveLength(1);
  });

  it('gives up on name servers that never answer', async () => {
    const silent = Object.assign(new NameResolver(), {
      addressesOf: (_host: string, signal: AbortSignal) =>
        once(signal, 'abort').then((): never => {
          throw new Error('Cancelled');
        }),
    });
    expect(await failureOf(outbound({}, silent).check('https://hooks.example/', 50))).toBe('timeout');
  });

  it('takes the status of an answer whose body does not end', async () => {
    answer = (_request, response) => response.writeHead(200).write('begun');
    const sent = outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, { ...post, timeoutMs: 500 });
    expect(await sent).toMatchObject({ status: 200, body: 'begun' });
  });

  it('takes the status of an answer that breaks off', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('begun', () => response.destroy());
    };
    expect(await outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, post)).toMatchObject({ status: 200, body: 'begun' });
  });

  it('reads no more of a huge answer than was asked for', async () => {
    const part = 'x'.repeat(64 * 1024);
    const ended = new Promise((resolve) => {
      answer = (_request, response) => {
        const more = () => {
          while (!response.destroyed && response.write(part));
        };
        response.on('drain', more).on('close', resolve);
        more();
      };
    });
    const { body } = await outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, post);
    expect(body).toBe('x'.repeat(1_024));
    // Its answer has no end: it closes because we hung up.
    await ended;
  });

  it('does not wait for one that wants to speak another protocol', async () => {
    answer = ({ socket }) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n');
    };
    const sent = outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, { ...post, timeoutMs: 2_000 });
    expect(await failureOf(sent)).toBe('unreachable');
  });

  it('says of a server that is not there that it could not be reached', async () => {
    server.close();
    expect(await failureOf(outbound(LOOPBACK).post(`http://127.0.0.1:${port}/`, post))).toBe('unreachable');
  });

  it('speaks TLS to an https address, or not at all', async () => {
    expect(await failureOf(outbound(LOOPBACK).post(`https://127.0.0.1:${port}/`, post))).toBe('unreachable');
    expect(requests).toEqual([]);
  });
});
