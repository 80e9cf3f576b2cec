import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EngineClient } from '../../support/engine-client.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { BareSocket, clientFrame, OPCODE } from '../../support/bare-socket.js';
import { eventually, within } from '../../support/wait.js';
import { ABUSE_ENV, somebody, Witnesses } from './witnesses.js';

const AUTH_TIMEOUT_MS = 500;

describe('connecting', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;

  const openConnections = async (): Promise<number> => {
    const metrics = await (await fetch(`${gateway.httpUrl}/metrics`)).text();
    const counts = [...metrics.matchAll(/^lyceum_connections\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
    return counts.reduce((sum, count) => sum + count, 0);
  };

  beforeAll(async () => {
    gateway = await startGateway({
      env: { ...ABUSE_ENV, AUTH_TIMEOUT_MS: String(AUTH_TIMEOUT_MS), MAX_UNAUTHENTICATED_PER_ADDRESS: '30' },
    });
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(async () => {
    EngineClient.closeAll();
    BareSocket.closeAll();
    await witnesses.stillTalk();
  });
  afterAll(async () => {
    await RawClient.closeAll();
    await gateway.stop();
  });

  it('500 times on one transport makes no more than one connection', async () => {
    const before = await openConnections();
    const client = await EngineClient.openTransport(gateway);
    const connect = `40${JSON.stringify({ token: somebody(), dialect: 'lyceum' })}`;

    client.send(...Array.from({ length: 500 }, () => connect));

    await client.closed;
    expect(client.packets.filter((packet) => packet.startsWith('40{')).length).toBeLessThanOrEqual(1);
    expect(await openConnections()).toBe(before);
  });

  it('thousands of times in long-polling requests leaves nothing behind', async () => {
    const memory = async (): Promise<number> => {
      const metrics = await (await fetch(`${gateway.httpUrl}/metrics`)).text();
      return Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]) / 2 ** 20;
    };
    const url = `${gateway.httpUrl}/socket.io/?EIO=4&transport=polling`;
    const flood = async (): Promise<void> => {
      const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1)) as { sid: string };
      const response = await fetch(`${url}&sid=${sid}`, {
        method: 'POST',
        body: Array.from({ length: 21_000 }, () => '40').join('\x1e'),
      });
      await response.text();
    };
    await flood();
    const before = await memory();
    for (let request = 0; request < 15; request += 1) await flood();
    // Seen without the gate: 30 MB a request, for ever.
    expect((await memory()) - before).toBeLessThan(200);
  });

  it.each(['40/x,', '40/unknown,{"token":"x"}'])(
    'to namespaces there are none of, again and again (%s), ends it',
    async (packet) => {
      const client = await EngineClient.openTransport(gateway);
      client.send(...Array.from({ length: 200 }, () => packet));
      await client.closed;
      expect(client.packets.filter((answer) => answer.startsWith('44/')).length).toBeLessThan(10);
    },
  );

  it('again on a live connection ends it', async () => {
    const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
    client.send(`40${JSON.stringify({ token: somebody(), dialect: 'lyceum' })}`);
    await client.closed;
    expect(client.packets.filter((packet) => packet.startsWith('40{'))).toHaveLength(1);
  });

  it('with one wrong token after the other ends after a few', async () => {
    const client = await EngineClient.openTransport(gateway);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      client.send(`40{"token":"wrong ${attempt}"}`);
      expect(await client.next((packet) => packet.startsWith('44{'))).toContain('"UNAUTHENTICATED"');
    }
    client.send(`40${JSON.stringify({ token: somebody(), dialect: 'lyceum' })}`);
    await client.closed;
  });

  it('to an unknown namespace is refused', async () => {
    const client = await EngineClient.openTransport(gateway);
    client.send(`40/admin,${JSON.stringify({ token: somebody() })}`);
    expect(await client.next((packet) => packet.startsWith('44/admin,'))).toContain('Invalid namespace');
  });

  it('to 2,000 unknown namespaces takes nothing from others', async () => {
    const client = await EngineClient.openTransport(gateway);
    client.send(...Array.from({ length: 2_000 }, (_, number) => `40/n${number},{}`));
    await witnesses.stillTalk();
  });

  it('must come before any event', async () => {
    const client = await EngineClient.openTransport(gateway);
    client.send('421["chat:send",{"room":{"key":"lobby"},"text":"early"}]');
    await client.closed;
    expect(client.packets.filter((packet) => packet.startsWith('43'))).toEqual([]);
  });

  it('lets events that come in the same moment wait for it', async () => {
    const client = await EngineClient.openTransport(gateway);
    client.send(`40${JSON.stringify({ token: somebody(), dialect: 'lyceum' })}`);
    await client.next((packet) => packet.startsWith('40{'));
    client.send('421["auth:me",{}]');
    expect(await client.answer(1)).toMatchObject({ ok: true });
  });

  it('is not put off for ever: a silent Socket.IO transport is closed', async () => {
    const client = await EngineClient.openTransport(gateway);
    await within(AUTH_TIMEOUT_MS + 4_000, 'It closes', client.closed);
  });

  it('is not put off for ever: a raw socket whose token is due is closed with 4401, whatever pongs it sends', async () => {
    const bare = await BareSocket.upgraded(gateway.port, '/?dialect=lyceum');
    const pongs = setInterval(() => {
      bare.write(clientFrame(OPCODE.pong));
    }, 50);
    const closeCode = Buffer.from([4401 >> 8, 4401 & 0xff]);
    const refused = bare.until(
      (text) => text.includes('UNAUTHENTICATED') && bare.received.includes(closeCode),
      AUTH_TIMEOUT_MS + 3_000,
    );
    await refused.finally(() => {
      clearInterval(pongs);
    });
  });

  it('by 200 transports that say nothing leaves room for others soon', async () => {
    const flood = await Promise.allSettled(Array.from({ length: 200 }, () => EngineClient.openTransport(gateway)));
    const accepted = flood.filter(({ status }) => status === 'fulfilled');
    expect(accepted.length).toBeLessThanOrEqual(30);
    EngineClient.closeAll();
    await eventually(async () => (await RawClient.connect(gateway, `/?token=${somebody()}`)).close());
  });

  it('by 300 TCP connections that never finish their request takes nothing from others', async () => {
    const half = await Promise.all(Array.from({ length: 300 }, () => BareSocket.connect(gateway.port)));
    for (const [index, { socket }] of half.entries())
      socket.write(index % 2 === 0 ? 'GET /?token=x HTTP/1.1\r\nUpgrade: webso' : '');
    await witnesses.stillTalk();
  });
});
