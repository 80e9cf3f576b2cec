import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { upgradeRouter } from './upgrade-router.js';

interface Upgrade {
  url: string;
  origin?: string;
  isFull?: boolean;
  admits?: boolean;
}

/** Which handler got the upgrade, or the status line it was refused with. */
function routed({ url, origin, isFull = false, admits = true }: Upgrade): { to: string; socket: PassThrough; head: string } {
  const socket = new PassThrough();
  let to = '';
  const route = upgradeRouter({
    allowedOrigins: ['https://app.example'],
    isFull: () => isFull,
    admits: () => admits,
    engineIo: () => void (to = 'engine.io'),
    raw: (_request, _socket, _head, { searchParams }) => void (to = `raw ${String(searchParams.get('token'))}`),
  });
  route({ url, headers: { origin, host: 'gateway.example' } } as unknown as IncomingMessage, socket, Buffer.alloc(0));
  const head = to === '' ? String(socket.read()) : '';
  return { to: to || head.split('\r\n', 1)[0]!, socket, head };
}

describe('upgradeRouter', () => {
  it.each([
    ['/socket.io/?EIO=4&transport=websocket', 'engine.io'],
    ['/', 'raw null'],
    ['/?token=abc', 'raw abc'],
    ['/?token=', 'raw '],
    ['/ws', 'raw null'],
    ['/ws?token=abc', 'raw abc'],
    ['/ws/', 'raw null'],
    ['/ws/rooms/42?token=a%20b', 'raw a b'],
  ])('brings %s to %s', (url, expected) => {
    expect(routed({ url }).to).toBe(expected);
  });

  it.each(['/socket.io', '/socket.io/x', '/wss', '/WS', '/api/ws', '/health', '/ws/../admin', '//', 'http://['])(
    'refuses %s with 404',
    (url) => {
      expect(routed({ url }).to).toBe('HTTP/1.1 404 Not Found');
    },
  );

  it.each(['/', '/ws', '/socket.io/?EIO=4&transport=websocket'])('refuses a foreign Origin on %s with 403', (url) => {
    expect(routed({ url, origin: 'https://evil.example' }).to).toBe('HTTP/1.1 403 Forbidden');
    expect(routed({ url, origin: 'https://app.example' }).to).toMatch(/raw|engine\.io/);
  });

  it.each(['/', '/socket.io/?EIO=4&transport=websocket'])('refuses %s with 429 when the address has too many', (url) => {
    expect(routed({ url, isFull: true }).to).toBe('HTTP/1.1 429 Too Many Requests');
  });

  it.each(['/', '/socket.io/?EIO=4&transport=websocket'])('refuses %s with 429, for a moment, when too many connect', (url) => {
    const { to, head } = routed({ url, admits: false });
    expect(to).toBe('HTTP/1.1 429 Too Many Requests');
    expect(head).toContain('\r\nRetry-After: 1\r\n');
  });

  it('counts no connection that it refuses for another reason', () => {
    expect(routed({ url: '/nowhere', admits: false }).to).toBe('HTTP/1.1 404 Not Found');
    expect(routed({ url: '/', origin: 'https://evil.example', admits: false }).to).toBe('HTTP/1.1 403 Forbidden');
    expect(routed({ url: '/', isFull: true, admits: false }).to).toBe('HTTP/1.1 429 Too Many Requests');
  });

  it('closes what it refuses, and outlives a socket that breaks meanwhile', () => {
    const { socket } = routed({ url: '/nowhere' });
    expect(socket.writableEnded).toBe(true);
    expect(socket.emit('error', new Error('ECONNRESET'))).toBe(true);
  });

  it('leaves no listener of its own behind on what it hands over', () => {
    expect(routed({ url: '/' }).socket.listenerCount('error')).toBe(0);
  });
});
