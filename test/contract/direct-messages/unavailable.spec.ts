import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../support/describe-with.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { NEXTAUTH_SECRET } from '../../support/next-auth-tokens.js';
import { startPostgres, type Postgres } from '../../support/postgres.js';
import { eventually } from '../../support/wait.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { appPerson, connectDirect, newDirect, received, send, settled, type DirectPerson } from './direct-client.js';

describeWith(['postgres'], 'direct messages while the database is away', () => {
  let postgres: Postgres;
  let gateway: Gateway;

  beforeAll(async () => {
    postgres = await startPostgres();
    gateway = await startGateway({ env: { ...ROOMY, NEXTAUTH_SECRET }, database: await postgres.createDatabase() });
  }, START_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await gateway.stop();
    await postgres.stop();
  }, START_MS);

  /** Somebody new, once the database is back. */
  function newAfter(): Promise<DirectPerson> {
    return eventually(() => newDirect(gateway, 'dan'), 20_000);
  }

  it('are answered once each, by an error or by what was said, and what was said arrives', async () => {
    const [ana, ben] = [await newDirect(gateway, 'ana'), await newDirect(gateway, 'ben')];
    const away = await appPerson('cleo');
    (await connectDirect(gateway, away)).client.close();
    const { sessionId } = await send(ana, ben, 'Before');
    await send(ana, away, 'Before');

    const sends = Array.from({ length: 20 }, (_, n) => ({
      recipientId: n % 2 === 0 ? ben.id : away.id,
      content: `message ${n}`,
      ...(n % 4 === 0 ? { sessionId } : {}),
    }));
    for (const message of sends.slice(0, 10)) ana.client.emit('message:send', message);
    await postgres.kill();
    for (const message of sends.slice(10)) ana.client.emit('message:send', message);
    const answers = () => ana.client.occurrences.filter(({ event }) => /^message:(sent|error)$/.test(event)).length - 2;
    await eventually(() => {
      expect(answers()).toBeGreaterThanOrEqual(sends.length);
      return Promise.resolve();
    }, 60_000);
    const refusals = ana.client.heard('message:error');
    expect(refusals.length).toBeGreaterThanOrEqual(10);
    for (const { code } of refusals) expect(code).toBe('UNAVAILABLE');

    await postgres.restart();
    const ready = await newAfter();
    await send(ready, ben, 'After');
    await ben.client.next('message:receive', { content: 'After' }, 5_000);
    await settled(ana);

    const told = ana.client.heard<{ content: string }>('message:sent').map(({ content }) => content);
    expect(answers()).toBe(sends.length);
    const toBen = sends.filter(({ recipientId }) => recipientId === ben.id).map(({ content }) => content);
    for (const content of toBen.filter((text) => told.includes(text))) expect(received(ben)).toContain(content);
    const missed = received(await connectDirect(gateway, away));
    const toAway = sends.filter(({ recipientId }) => recipientId === away.id).map(({ content }) => content);
    expect(missed).toEqual(expect.arrayContaining(['Before', ...toAway.filter((text) => told.includes(text))]));
    expect(new Set(missed).size).toBe(missed.length);
  }, 120_000);
});
