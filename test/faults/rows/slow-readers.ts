import { BareSocket, clientFrame, OPCODE } from '../../support/bare-socket.js';
import { rssOf } from '../../support/rss.js';
import { appToken, newId } from '../../support/tokens.js';
import { eventually } from '../../support/wait.js';
import { answerTimes, percentile } from '../figures.js';
import { ALWAYS, CROWD, onStage, type Pace, type Row } from '../row.js';
import type { Node } from '../stage.js';
import { overSocketIo, type Wire } from '../wire.js';
import type { LoadOptions } from '../load.js';

/** With three in each of 150 rooms and those who pass by the others are 480. */
const CROWDS: Record<Pace, { slow: number; calm: number; load: LoadOptions }> = {
  short: { slow: 10, calm: 200, load: CROWD.short },
  long: { slow: 50, calm: 1_000, load: { rooms: 150, perSecond: 200 } },
};
/** Close to the most that one message may hold. */
const TEXT = '文'.repeat(4_000);
const AT_ONCE = 20;
/** Far more than the kernel holds for all of them: a flood that drops nobody must end too. */
const MOST_MESSAGES = 4_000;
const MEGABYTE = 2 ** 20;
const CUT_OFF = 'lyceum_slow_consumers_total';
/** As of the last second: whoever is dropped sooner was dropped at once. */
const WAITING = 'lyceum_outbound_queued_bytes';
const DROPPED_MS = 60_000;
const ARRIVE_MS = 60_000;

export const slowReaders: Row = {
  name: 'slow-readers',
  fault: '50 of 500 clients never read',
  bounds: {
    ...ALWAYS,
    'slow ones not dropped': 0,
    'dropped after 1 MB waited, ms': 10_000,
    'memory grown by, MB': 150,
    'attempts without an answer': 0,
    'p99 of the others’ answers, times as long': 1.5,
  },

  async run(stage, pace) {
    const { slow: count, calm, load } = CROWDS[pace];
    const [node] = stage.nodes as [Node];
    const [empty, room] = [newId('empty'), newId('flood')];
    let [calmAt, calmOver, floodAt, waitedAt, overAt, dropped, cutOff, grown] = [0, 0, 0, 0, 0, 0, 0, 0];
    const happens = async (): Promise<void> => {
      const talker = await overSocketIo(node, appToken({ sub: newId('talker'), name: 'Talker' }), () => undefined);
      // The same work but for those who don't read, to compare with.
      calmAt = Date.now();
      await talk(talker, empty, (said) => said < calm);
      calmOver = Date.now();
      const slow = await Promise.all(Array.from({ length: count }, () => eventually(() => slowReader(node, room), ARRIVE_MS)));
      const gone = slow.map(async (bare) => {
        if (!(await bare.goesWithin(DROPPED_MS, () => clientFrame(OPCODE.pong)))) return;
        overAt = Date.now();
        dropped += 1;
      });
      cutOff = -(await metric(node, CUT_OFF));
      const memory = rssOf(node.gateway.pid);
      floodAt = Date.now();
      await talk(talker, room, async (said) => {
        grown = Math.max(grown, rssOf(node.gateway.pid) - memory);
        if (waitedAt === 0 && (await metric(node, WAITING)) >= MEGABYTE) waitedAt = Date.now();
        return dropped < count && said < MOST_MESSAGES;
      });
      await Promise.all(gone);
      cutOff += await metric(node, CUT_OFF);
      talker.close();
      BareSocket.closeAll();
    };
    const { logs, measured } = await onStage(stage, happens, load);
    const [before, during] = [
      answerTimes(logs, ({ at }) => at >= calmAt && at < calmOver),
      answerTimes(logs, ({ at }) => at >= floodAt && at <= overAt),
    ].map((times) => percentile(times, 0.99)) as [number, number];
    return {
      'slow ones': count,
      'slow ones not dropped': count - Math.min(dropped, cutOff),
      'dropped after the flood began, ms': overAt - floodAt,
      'dropped after 1 MB waited, ms': waitedAt === 0 ? 0 : Math.max(0, overAt - waitedAt),
      'memory grown by, MB': Math.round(grown),
      'p99 of the others’ answers before, ms': before,
      'p99 of the others’ answers during it, ms': during,
      'p99 of the others’ answers, times as long': Math.round((during / Math.max(1, before)) * 100) / 100,
      ...measured,
    };
  },
};

/** Somebody of live sessions in that room who reads nothing from now on. */
async function slowReader(node: Node, room: string): Promise<BareSocket> {
  const token = appToken({ sub: newId('slow'), name: 'Slow' });
  const bare = await BareSocket.upgraded(node.gateway.port, `/?token=${token}`);
  bare.write(clientFrame(OPCODE.text, JSON.stringify({ type: 'join_room', data: { roomId: room } })));
  // While the server is short of something it refuses.
  const came = await bare.until((text) => text.includes('room_joined') || text.includes('"error"'));
  if (!came.includes('room_joined')) throw new Error(`Not let in: ${came}`);
  bare.pauseReading();
  return bare;
}

/** Says long messages in the room, many at once, for as long as that is wanted. */
async function talk(wire: Wire, room: string, goesOn: (said: number) => boolean | Promise<boolean>): Promise<void> {
  await wire.ask('rooms:join', { key: room, create: true });
  for (let said = 0; await goesOn(said); said += AT_ONCE) {
    const asked = Array.from({ length: AT_ONCE }, () => wire.ask('chat:send', { room: { key: room }, text: TEXT }));
    const refused = (await Promise.all(asked)).find(({ ok }) => ok !== true);
    if (refused !== undefined) throw new Error(`The flood was refused: ${JSON.stringify(refused)}`);
  }
}

async function metric({ httpUrl }: Node, name: string): Promise<number> {
  const metrics = await (await fetch(`${httpUrl}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1] ?? NaN);
}
