import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TcpProxy } from './tcp-proxy.js';
import { eventually } from './wait.js';

/** A connection that remembers what it was told. */
class Talker {
  private static readonly open = new Set<Talker>();

  said = '';
  readonly closed: Promise<'closed'>;

  private constructor(readonly socket: Socket) {
    Talker.open.add(this);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => (this.said += bytes.toString()));
    this.closed = new Promise((resolve) => socket.once('close', () => resolve('closed')));
  }

  static async to(port: number): Promise<Talker> {
    const talker = new Talker(connect(port, '127.0.0.1'));
    // A proxy that refuses may be faster.
    await Promise.race([once(talker.socket, 'connect').catch(() => undefined), talker.closed]);
    return talker;
  }

  static closeAll(): void {
    for (const { socket } of Talker.open) socket.destroy();
  }

  hears(text: string): Promise<void> {
    return eventually(async () => {
      expect(this.said).toBe(text);
      await Promise.resolve();
    });
  }
}

describe('the TCP proxy', () => {
  let echo: Server;
  let proxy: TcpProxy;

  beforeEach(async () => {
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    await once(echo.listen(0, '127.0.0.1'), 'listening');
    proxy = await TcpProxy.before((echo.address() as AddressInfo).port);
  });
  afterEach(async () => {
    Talker.closeAll();
    await proxy.close();
    echo.close();
  });

  it('passes on what is said, both ways, and ends when one side does', async () => {
    const talker = await Talker.to(proxy.port);
    talker.socket.write('Hello');
    await talker.hears('Hello');
    talker.socket.end();
    expect(await talker.closed).toBe('closed');
    await eventually(async () => {
      expect(proxy.size).toBe(0);
      await Promise.resolve();
    });
  });

  it('holds up what passes for as long as it is told', async () => {
    proxy.latencyMs = 100;
    const talker = await Talker.to(proxy.port);
    const started = performance.now();
    talker.socket.write('Hello');
    await talker.hears('Hello');
    expect(performance.now() - started).toBeGreaterThan(190);
  });

  it('pauses, and loses nothing of what was said meanwhile', async () => {
    const [paused, other] = [await Talker.to(proxy.port), await Talker.to((echo.address() as AddressInfo).port)];
    proxy.pause();
    paused.socket.write('Hello');
    for (const word of ['one', 'two']) {
      other.socket.write(word);
      await eventually(async () => {
        expect(other.said).toContain(word);
        await Promise.resolve();
      });
    }
    expect(paused.said).toBe('');
    proxy.resume();
    await paused.hears('Hello');
  });

  it('breaks connections, and refuses new ones until it admits them again', async () => {
    const talker = await Talker.to(proxy.port);
    talker.socket.write('Hello');
    await talker.hears('Hello');
    proxy.reset({ refuse: true });
    expect(await talker.closed).toBe('closed');
    const refused = await Talker.to(proxy.port);
    expect(await refused.closed).toBe('closed');
    proxy.admit();
    const admitted = await Talker.to(proxy.port);
    admitted.socket.write('again');
    await admitted.hears('again');
  });

  it('cuts one connection after so many bytes', async () => {
    const [talker, next] = [await Talker.to(proxy.port), await Talker.to(proxy.port)];
    const cut = proxy.cutAfterBytes(7, 'down');
    talker.socket.write('Hello');
    await talker.hears('Hello');
    talker.socket.write(', world');
    await cut;
    expect(await talker.closed).toBe('closed');
    expect('Hello, '.startsWith(talker.said)).toBe(true);
    next.socket.write('Hello, world');
    await next.hears('Hello, world');
  });

  it('cuts one connection before a word of the server passes, once', async () => {
    const [talker, next] = [await Talker.to(proxy.port), await Talker.to(proxy.port)];
    const cut = proxy.cutBefore(Buffer.from('COMMIT'), 'down');
    talker.socket.write('all is well, COMMIT');
    await cut;
    expect(await talker.closed).toBe('closed');
    expect(talker.said).not.toContain('COMMIT');
    next.socket.write('COMMIT');
    await next.hears('COMMIT');
  });
});
