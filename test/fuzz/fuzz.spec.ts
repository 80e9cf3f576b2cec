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
import { politeRound, rudeRound, speakerOn, type Transport } from './rounds.js';

/** As `npm run fuzz` sets them; by itself a short look, the same each time, however fast the machine is. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 0);
const ROUNDS_OF_A_LOOK = 4;
/** One of a crowd has those of all others in it. */
const CROWDS_OF_A_LOOK = 1;
const SEED = process.env.FUZZ_SEED ?? 'a short look';
const ONLY = process.env.FUZZ_ONLY?.split(',');

const TRANSPORTS: readonly Transport[] = ['raw', 'websocket', 'polling'];
const ROUNDS = [...TRANSPORTS, 'http', 'bytes', 'crowd'] as const;
const CHOSEN = ROUNDS.filter((name) => ONLY?.includes(name) ?? true);
/** Nothing that was sent may be kept: what is there belongs to people who are connected, or is bounded. */
const HEAP_GROWTH_MB = 40;
/** Rounds after which what the first ones make and keep, such as the place for a person's limits, is there. */
const WARM_ROUNDS = 3;
/** Whatever remembers a frame, or a connection, of each round has more entries. */
const ENTRIES_A_ROUND = 2;
const FEW_ENTRIES = 200;
const FORGOTTEN_MS = 15_000;

/** Lines of the log that tell of faults. */
const FAULT = /"level":(50|60)/;

describe(`fuzzed with the seed "${SEED}"`, () => {
  let gateway: Gateway;
  let witnesses: Witnesses;
  let corpus: Corpus;
  let routes: Routes;
  let inspector: Inspector;
  let started: string | undefined;

  beforeAll(async () => {
    const more = { MAX_CONNECTIONS_PER_USER: '1000', MAX_UNAUTHENTICATED_PER_ADDRESS: '5000', PRESENCE_GRACE_MS: '0' };
    gateway = await startGateway({ env: { ...STAGE_ENV, ...INSPECTED, ...more } });
    inspector = await Inspector.attach(gateway);
    witnesses = await Witnesses.meet(gateway);
    corpus = await Corpus.gather(gateway, witnesses.names);
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

  async function playRound(name: (typeof ROUNDS)[number], round: number): Promise<void> {
    // A seed of its own, so that a round is the same however many came before it.
    await roundOf(name, new Random(`${SEED} ${name} ${round}`));
    await nothingBroke();
  }

  async function roundOf(name: (typeof ROUNDS)[number], random: Random): Promise<void> {
    if (name === 'http') await httpRound(gateway, routes, corpus, random);
    else if (name === 'bytes') await bytesRound(gateway, random);
    else if (name === 'crowd') await crowdRound(random);
    else {
      await politeRound(gateway, await speakerOn(name, corpus, random), random);
      await rudeRound(gateway, await speakerOn(name, corpus, random), random);
    }
  }

  /** Everybody at once, on all transports. */
  async function crowdRound(random: Random): Promise<void> {
    const seed = random.next();
    const rounds: (() => Promise<void>)[] = [];
    for (const transport of TRANSPORTS) {
      for (const round of [politeRound, rudeRound]) {
        // Of its own, so that each says the same however they come in between one another.
        const own = new Random(`${seed} ${rounds.length}`);
        const speaker = await speakerOn(transport, corpus, own);
        rounds.push(() => round(gateway, speaker, own));
      }
    }
    rounds.push(() => httpRound(gateway, routes, corpus, new Random(`${seed} http`)));
    await Promise.all(rounds.map((round) => round()));
  }

  async function nothingBroke(): Promise<void> {
    await witnesses.stillTalk();
    await corpus.innocentsAreServed();
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
      let before = { entries: Infinity, heapMegabytes: Infinity };
      let round = 0;
      const look = name === 'crowd' ? CROWDS_OF_A_LOOK : ROUNDS_OF_A_LOOK;
      for (; SECONDS === 0 ? round < look : round === 0 || Date.now() < end; round += 1) {
        await playRound(name, round).catch((error: unknown) => {
          throw new Error(`Round ${round} of ${name}, seed "${SEED}": ${error instanceof Error ? error.message : String(error)}`);
        });
        if (SECONDS > 0 && round + 1 === WARM_ROUNDS) before = await inspector.holdings();
      }
      // Of so few rounds one could not tell what they left.
      if (SECONDS === 0) return;
      let grown = 0;
      const most = FEW_ENTRIES + ENTRIES_A_ROUND * round;
      await eventually(async () => {
        const after = await inspector.holdings();
        grown = after.entries - before.entries;
        expect(after.heapMegabytes - before.heapMegabytes).toBeLessThan(HEAP_GROWTH_MB);
        expect(grown).toBeLessThan(most);
      }, FORGOTTEN_MS);
      process.stderr.write(`${name}: ${round} rounds, ${grown} entries more\n`);
    },
    SECONDS * 1_000 + 120_000,
  );
});
