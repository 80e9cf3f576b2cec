import { describe, expect, it } from '@jest/globals';
import { startGateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { RawClient } from '../support/raw-client.js';

const TIMEOUT_MS = 60_000;

describe('starting', () => {
  it(
    'says in one message which settings are wrong, and ends',
    async () => {
      const env = { PORT: 'eighty', MAX_FRAME_BYTES: '12', GUEST_ACCESS: 'maybe' };
      const failure = await startGateway({ env }).catch((error: unknown) => String(error));
      expect(failure).toMatch(/ended with code 1/);
      for (const key of Object.keys(env)) expect(failure).toContain(key);
    },
    TIMEOUT_MS,
  );

  it(
    'says in one sentence that its port is taken, and ends',
    async () => {
      const first = await startGateway();
      const failure = await startGateway({ env: { PORT: String(first.port) } }).catch((error: unknown) => String(error));
      expect(failure).toMatch(/ended with code 1/);
      expect(failure).toMatch(/EADDRINUSE|already in use/);
      await first.stop();
    },
    TIMEOUT_MS,
  );

  it(
    'serves raw, Socket.IO and HTTP clients on one port, and after a kill again what was said before',
    async () => {
      const gateway = await startGateway();
      const raw = await RawClient.connect(gateway);
      raw.send({ type: 'create', userName: 'Ana' });
      const { sessionCode } = await raw.next('joined', 5_000);
      raw.send({ type: 'message', sessionCode, userName: 'Ana', message: 'Hello' });
      await raw.next('message');
      await gateway.kill();
      await gateway.restart();

      expect((await call(gateway, 'GET', '/health')).status).toBe(200);
      expect((await fetch(`${gateway.httpUrl}/socket.io/?EIO=4&transport=polling`)).status).toBe(200);
      const again = await RawClient.connect(gateway);
      again.send({ type: 'join', sessionCode, userName: 'Ben', history: true });
      await again.next('joined', 5_000);
      expect(await again.next('message')).toMatchObject({ userName: 'Ana', message: 'Hello', history: true });
      await RawClient.closeAll();
      expect(await gateway.stop()).toBe(0);
    },
    TIMEOUT_MS,
  );
});
