import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EngineClient } from '../../support/engine-client.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { BareSocket } from '../../support/bare-socket.js';
import { ABUSE_ENV, somebody, Witnesses } from './witnesses.js';

const APP = 'https://app.example';
const FOREIGN = [
  'https://evil.example',
  'https://app.example.evil.example',
  'https://app.example:444',
  'http://app.example',
  'null',
];
const ENGINE_IO = '/socket.io/?EIO=4&transport=websocket';

describe('an upgrade', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ABUSE_ENV, CORS_ORIGIN: APP, MAX_CONNECTIONS_PER_ADDRESS: '12' } });
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(async () => {
    EngineClient.closeAll();
    BareSocket.closeAll();
    await witnesses.stillTalk();
  });
  afterAll(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  });

  it.each(FOREIGN)('of a page from %s is refused with 403, on every path', async (origin) => {
    for (const path of ['/', '/ws', `/?token=${somebody()}`, ENGINE_IO]) {
      expect(await RawClient.refusal(gateway, path, { headers: { origin } })).toBe(403);
    }
  });

  it.each(FOREIGN)('by long polling of a page from %s is refused too', async (origin) => {
    const response = await fetch(`${gateway.httpUrl}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).not.toBe(origin);
  });

  it('of the app’s own page is accepted', async () => {
    const raw = await RawClient.connect(gateway, `/?token=${somebody()}`, { headers: { origin: APP } });
    await raw.next('connected');
    await raw.close();
    for (const transport of ['websocket', 'polling'] as const) {
      const auth = { token: somebody(), dialect: 'lyceum' };
      const client = await SocketClient.connect(gateway, { auth, transport, headers: { origin: APP } });
      await client.next('hello');
      client.close();
    }
  });

  it.each(['/other', '/api', '/health', '/socket.io', '/socket.io/nested', '/wsx', '/ws2/room'])(
    'on %s is refused with 404',
    async (path) => {
      expect(await RawClient.refusal(gateway, path)).toBe(404);
    },
  );

  it('without what WebSocket needs is refused, not left hanging', async () => {
    for (const path of ['/', ENGINE_IO]) {
      const bare = await BareSocket.connect(gateway.port);
      bare.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      expect(await bare.until((text) => text.includes('\r\n'))).toMatch(/^HTTP\/1\.1 400 /);
    }
  });

  it('that is broken off halfway harms nobody', async () => {
    for (let count = 0; count < 50; count += 1) {
      const bare = await BareSocket.connect(gateway.port);
      bare.write(`GET ${count % 2 ? '/' : '/nowhere'} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      bare.socket.resetAndDestroy();
    }
  });

  it('past the address’s limit is refused with 429, whatever its query says', async () => {
    const room = await Promise.all(Array.from({ length: 10 }, () => RawClient.connect(gateway, `/?token=${somebody()}`)));
    await Promise.all(room.map((client) => client.next('connected')));
    for (const path of [
      '/',
      '/ws?sid=1',
      `/?token=${somebody()}&sid=x`,
      ENGINE_IO,
      `${ENGINE_IO}&sid=`,
      `${ENGINE_IO}&sid=x&sid=`,
      `${ENGINE_IO}&x=sid=1`,
    ]) {
      expect(await RawClient.refusal(gateway, path)).toBe(429);
    }
    const polling = await fetch(`${gateway.httpUrl}/socket.io/?EIO=4&transport=polling&sid=`);
    expect(polling.status).toBe(403);
    await Promise.all(room.map((client) => client.close()));
  });

  it('never leaves its token in the log, accepted or not', async () => {
    const quiet = gateway;
    const loud = await startGateway({ env: { LOG_LEVEL: 'trace', CORS_ORIGIN: APP } });
    gateway = loud;
    try {
      const token = appToken({ sub: newId('user'), name: 'Ana' });
      const wrong = `${token.slice(0, -6)}secret`;
      const accepted = await RawClient.connect(loud, `/?token=${token}`);
      await accepted.next('connected');
      accepted.send('{');
      await accepted.next('error');
      await accepted.close();
      await (
        await RawClient.connect(loud, `/?token=${wrong}`)
      ).closed;
      await RawClient.refusal(loud, `/nowhere?token=${token}`);
      await RawClient.refusal(loud, `/?token=${token}`, { headers: { origin: 'https://evil.example' } });
      await RawClient.refusal(loud, `/?dialect=nothing&token=${token}`);
      await fetch(`${loud.httpUrl}/nowhere?token=${token}`);
      await fetch(`${loud.httpUrl}/api/auth/me?token=${token}`, { headers: { authorization: `Bearer ${wrong}` } });
      const socket = await SocketClient.connect(loud, { auth: { token, dialect: 'lyceum' }, query: { token } });
      await socket.request('auth:refresh', { token: wrong });
      socket.close();
      expect(await loud.stop()).toBe(0);
      const signature = token.split('.')[2]!.slice(0, 20);
      expect(loud.output()).not.toContain(signature);
      expect(loud.output()).not.toContain(token.split('.')[1]!);
    } finally {
      gateway = quiet;
    }
  }, 60_000);

  it('that is refused while its client breaks the connection off harms nobody', async () => {
    const request = (path: string) =>
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    for (let round = 0; round < 12; round += 1) {
      const clients = await Promise.all(Array.from({ length: 60 }, () => BareSocket.connect(gateway.port)));
      for (const [index, { socket }] of clients.entries()) {
        socket.write(request(['/?dialect=nope', '/nowhere', ENGINE_IO][index % 3]!));
        setImmediate(() => socket.resetAndDestroy());
      }
      await Promise.all(clients.map(({ closed }) => closed));
    }
  });
});
