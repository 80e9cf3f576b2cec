import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BareSocket, clientFrame, OPCODE, serverFrames } from '../support/bare-socket.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { within } from '../support/wait.js';
import { START_MS } from '../contract/settings.js';
import { somebody } from '../e2e/traps/witnesses.js';
import { LongPolling } from './long-polling.js';

const PING_MS = 300;
/** A busy machine must have the time to answer while it connects. */
const PONG_MS = 1_500;
const AUTH_MS = 300;
/** Socket.IO gives a client so much longer to open a namespace. */
const CONNECT_MS = AUTH_MS + 2_000;
/** A busy machine may be late. */
const MARGIN_MS = 5_000;
const SETTINGS = { PING_INTERVAL_MS: String(PING_MS), PING_TIMEOUT_MS: String(PONG_MS), AUTH_TIMEOUT_MS: String(AUTH_MS) };

describe('Engine.IO 4: the heartbeat', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(SETTINGS);
  }, START_MS);
  afterEach(() => {
    BareSocket.closeAll();
  });
  afterAll(() => gateway.giveBack());

  /** Its own heartbeat is the test's. */
  const connected = async (): Promise<BareSocket> => {
    const bare = await BareSocket.upgraded(gateway.port, '/socket.io/?EIO=4&transport=websocket');
    await bare.until((text) => text.includes('0{"sid"'));
    bare.write(clientFrame(OPCODE.text, `40${JSON.stringify({ token: somebody(), dialect: 'lyceum' })}`));
    await bare.until((text) => text.includes('40{"sid"'));
    return bare;
  };
  const pingsOf = (bare: BareSocket): number =>
    serverFrames(bare.received).filter(({ payload }) => payload.toString() === '2').length;

  it('is the server’s to begin: who answers its pings stays', async () => {
    const bare = await connected();
    let answered = 0;

    while (answered < 3) {
      await bare.until(() => pingsOf(bare) > answered, PING_MS + MARGIN_MS);
      bare.write(clientFrame(OPCODE.text, '3'));
      answered += 1;
    }

    bare.write(clientFrame(OPCODE.text, '421["auth:me",{}]'));
    await bare.until((text) => text.includes('431[{"ok":true'), MARGIN_MS);
  });

  it('ends a WebSocket that does not answer', async () => {
    const bare = await connected();

    await bare.closeCode(PING_MS + PONG_MS + MARGIN_MS);

    expect(pingsOf(bare)).toBe(1);
  });

  it('ends a session of long polling that does not answer, with an answer to the poll that waits', async () => {
    const session = await LongPolling.connected(gateway, somebody());
    const polls: string[] = [];
    for (let status = 200; status === 200;) {
      const answer = await session.get();
      ({ status } = answer);
      polls.push(answer.text);
    }

    expect(polls[0]).toBe('2');
    expect(polls.at(-1)).toContain('"code":1');
    expect(await session.isOver()).toBe(true);
  });

  it('does not keep a transport whose client never opens a namespace', async () => {
    const bare = await BareSocket.upgraded(gateway.port, '/socket.io/?EIO=4&transport=websocket');
    const pongs = setInterval(() => bare.write(clientFrame(OPCODE.text, '3')), PING_MS / 3);

    await bare.closeCode(CONNECT_MS + MARGIN_MS).finally(() => clearInterval(pongs));
  });

  it('is RFC 6455’s own on a raw WebSocket: a ping frame, and the end for whoever sends no pong', async () => {
    const bare = await BareSocket.upgraded(gateway.port, `/?token=${somebody()}`);
    const pings = () => serverFrames(bare.received).filter(({ opcode }) => opcode === OPCODE.ping);

    await bare.until(() => pings().length === 1, PING_MS + MARGIN_MS);
    bare.write(clientFrame(OPCODE.pong, pings()[0]!.payload));
    await bare.until(() => pings().length === 2, PING_MS + MARGIN_MS);

    await within(PING_MS + PONG_MS + MARGIN_MS, 'The end', bare.closed);
  });
});
