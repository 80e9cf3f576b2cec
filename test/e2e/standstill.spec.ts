import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineClient } from '../support/engine-client.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { somebody } from './traps/witnesses.js';

const STANDSTILL_MS = 10_000;
const PING = (packet: string) => packet === '2';

describe('a gateway that stands still', () => {
  let gateway: Gateway;

  afterEach(async () => {
    SocketClient.closeAll();
    EngineClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(() => gateway.kill());

  it('for 10 s loses nobody, on no transport', async () => {
    gateway = await startGateway();
    const auth = () => ({ token: somebody(), dialect: 'lyceum' });
    const sockets = await Promise.all(
      (['websocket', 'polling', 'default'] as const).map((transport) =>
        SocketClient.connect(gateway, { auth: auth(), transport }),
      ),
    );
    const learner = await RawClient.connect(gateway, `/?token=${somebody()}`);
    const raw = await RawClient.connect(gateway, `/?dialect=lyceum&token=${somebody()}`);
    const guest = await RawClient.connect(gateway, '/');
    // Nothing is under way: what the database was asked meanwhile would fail.
    for (const client of sockets) await client.next('hello', {}, 10_000);
    await sockets.at(-1)!.upgraded();
    await raw.next('hello', 10_000);
    await learner.next('connected', 10_000);
    const gone: string[] = [];
    for (const client of [...sockets, learner, raw, guest]) void client.closed.then((why) => gone.push(JSON.stringify(why)));

    process.kill(gateway.pid, 'SIGSTOP');
    await delay(STANDSTILL_MS);
    process.kill(gateway.pid, 'SIGCONT');

    for (const client of [...sockets, raw]) expect(await client.request('auth:me')).toMatchObject({ ok: true });
    learner.send({ type: 'ping', data: { timestamp: 7 } });
    expect(await learner.next('pong', 5_000)).toMatchObject({ payload: { timestamp: 7 } });
    guest.send({ type: 'create' });
    await guest.next('created', 5_000);
    expect(gone).toEqual([]);
    await gateway.kill();
  }, 60_000);

  it('longer than pings may take does not lose whom it had just pinged', async () => {
    gateway = await startGateway({
      env: {
        NODE_OPTIONS: `--require ${join(process.cwd(), 'test', 'support', 'stand-still.cjs')}`,
        STAND_STILL_MS: '6000',
        PING_INTERVAL_MS: '1000',
        PING_TIMEOUT_MS: '3000',
      },
    });
    const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
    client.answersPings = false;
    await client.next(PING, 5_000);
    process.kill(gateway.pid, 'SIGUSR2');
    // By then nothing is read any more.
    await delay(500);
    client.answersPings = true;
    client.send('3', '421["auth:me"]');
    expect(await client.answer(1, 15_000)).toMatchObject({ ok: true });
    // Its pings go on.
    client.answersPings = false;
    await client.next(PING, 10_000);
  }, 60_000);
});
