import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STAGE_ENV } from '../contract/lyceum/rights/cast.js';
import { Witnesses } from '../e2e/traps/witnesses.js';
import { startOf } from '../abuse/gauges.js';
import { BareSocket } from '../support/bare-socket.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { Inspector, INSPECTED } from '../support/inspector.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { eventually } from '../support/wait.js';
import { bytesRound } from './bytes-round.js';
import { Corpus } from './corpus.js';
import { documentedRoutes, httpRound, type Routes } from './http-round.js';
import { Random } from './random.js';
import { politeRound, rudeRound, type Transport } from './rounds.js';

/** As `npm run fuzz` sets them; by itself a short look, the same each time, however fast the machine is. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 0);
const ROUNDS_OF_A_LOOK = 4;
const SEED = process.env.FUZZ_SEED ?? 'a short look';
const ONLY = process.env.FUZZ_ONLY?.split(',');

const ROUNDS = ['raw', 'websocket', 'polling', 'http', 'bytes'] as const;
const CHOSEN = ROUNDS.filter((name) => ONLY?.includes(name) ?? true);
/** Nothing that was sent may be kept: what is there belongs to people who are connected, or is bounded. */
const HEAP_GROWTH_MB = 40;

/** Lines of the log that tell of faults. */
const FAULT = /"level":(50|60)/;

describe(`fuzzed with the seed "${SEED}"`, () => {
  let gateway: Gateway;
  let witnesses: Witnesses;
  let corpus: Corpus;
  let routes: Routes;
  let inspector: Inspector;
  let started: string | undefined;
  let heap: number;

  beforeAll(async () => {
    const more = { MAX_CONNECTIONS_PER_USER: '1000', MAX_UNAUTHENTICATED_PER_ADDRESS: '5000', PRESENCE_GRACE_MS: '0' };
    gateway = await startGateway({ env: { ...STAGE_ENV, ...INSPECTED, ...more } });
    inspector = await Inspector.attach(gateway);
    witnesses = await Witnesses.meet(gateway);
    corpus = await Corpus.gather(gateway);
    routes = await documentedRoutes(gateway);
    started = await startOf(gateway);
  }, 60_000);
  afterAll(async () => {
    inspector.close();
    BareSocket.closeAll();
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  }, 60_000);

  async function roundOf(name: (typeof ROUNDS)[number], random: Random): Promise<void> {
    if (name === 'http') await httpRound(gateway, routes, corpus, random);
    else if (name === 'bytes') await bytesRound(gateway, random);
    else await lineRounds(name, random);
  }

  async function lineRounds(transport: Transport, random: Random): Promise<void> {
    await politeRound(gateway, corpus, random, transport);
    await rudeRound(gateway, corpus, random, transport);
  }

  async function nothingBroke(): Promise<void> {
    await witnesses.stillTalk();
    expect(await startOf(gateway)).toBe(started);
    expect(
      gateway
        .output()
        .split('\n')
        .filter((line) => FAULT.test(line)),
    ).toEqual([]);
  }

  it.each(CHOSEN)(
    '%s: every request has its one answer, and nothing breaks',
    async (name) => {
      const end = Date.now() + (SECONDS * 1_000) / CHOSEN.length;
      let round = 0;
      for (; SECONDS === 0 ? round < ROUNDS_OF_A_LOOK : round === 0 || Date.now() < end; round += 1) {
        // A seed of its own, so that a round is the same however many came before it.
        await roundOf(name, new Random(`${SEED} ${name} ${round}`)).catch((error: unknown) => {
          throw new Error(`Round ${round} of ${name}, seed "${SEED}": ${error instanceof Error ? error.message : String(error)}`);
        });
        await nothingBroke();
        if (round === 0) heap = await inspector.heapMegabytes();
      }
      await eventually(async () => expect((await inspector.heapMegabytes()) - heap).toBeLessThan(HEAP_GROWTH_MB), 15_000);
      if (SECONDS > 0) process.stderr.write(`${name}: ${round} rounds\n`);
    },
    SECONDS * 1_000 + 120_000,
  );
});
