import { setTimeout as delay } from 'node:timers/promises';
import { BareSocket, clientFrame, OPCODE } from '../../support/bare-socket.js';
import { rssOf } from '../../support/rss.js';
import { appToken, newId } from '../../support/tokens.js';
import { eventually } from '../../support/wait.js';
import { answerTimes, percentile } from '../figures.js';
import { ALWAYS, onStage, type Row } from '../row.js';
import type { Node } from '../stage.js';
import { overSocketIo } from '../wire.js';

/** With three in each room and those who pass by the others are 480 in 150 rooms. */
const CROWDS = {
  short: { slow: 10, load: { rooms: 25, perSecond: 100 } },
  long: { slow: 50, load: { rooms: 150, perSecond: 200 } },
};
/** Close to the most that one message may hold. */
const TEXT = '文'.repeat(4_000);
const AT_ONCE = 20;
/** Far more than the kernel holds for all of them: a flood that drops nobody must end too. */
const MOST_MESSAGES = 2_000;
const DROPPED_MS = 60_000;
const ARRIVE_MS = 30_000;
const BASELINE_MS = 3_000;

export const slowReaders: Row = {
  name: 'slow-readers',
  fault: '50 of 500 clients never read',
  bounds: {
    ...ALWAYS,
    'slow ones not dropped': 0,
    'slow ones dropped after the flood began, ms': 10_000,
    'memory grown by, MB': 150,
    'attempts without an answer': 0,
    'p99 of the others’ answers during it, ms': 1_500,
  },

  async run(stage, pace) {
    const crowd = CROWDS[pace];
    const [node] = stage.nodes as [Node];
    const room = newId('flood');
    let [from, until, grown, dropped] = [0, 0, 0, 0];
    const { logs, measured } = await onStage(
      stage,
      async () => {
        const slow = await Promise.all(
          Array.from({ length: crowd.slow }, () => eventually(() => slowReader(node, room), ARRIVE_MS)),
        );
        await delay(BASELINE_MS);
        const memory = rssOf(node.gateway.pid);
        from = Date.now();
        let left = slow.length;
        const gone = slow.map(async (bare) => {
          if (!(await bare.goesWithin(DROPPED_MS, () => clientFrame(OPCODE.pong)))) return false;
          until = Date.now();
          left -= 1;
          return true;
        });
        grown = await flood(node, room, () => left === 0, memory);
        dropped = (await Promise.all(gone)).filter(Boolean).length;
        BareSocket.closeAll();
      },
      crowd.load,
    );
    const during = answerTimes(logs, ({ at }) => at >= from && at <= until);
    const before = answerTimes(logs, ({ at }) => at < from);
    return {
      'slow ones not dropped': crowd.slow - dropped,
      'slow ones dropped after the flood began, ms': until - from,
      'memory grown by, MB': Math.round(grown),
      'p99 of the others’ answers before, ms': percentile(before, 0.99),
      'p99 of the others’ answers during it, ms': percentile(during, 0.99),
      ...measured,
    };
  },
};

/** Somebody of live sessions in that room who reads nothing from now on. */
async function slowReader(node: Node, room: string): Promise<BareSocket> {
  const token = appToken({ sub: newId('slow'), name: 'Slow' });
  const bare = await BareSocket.upgraded(node.gateway.port, `/?token=${token}`);
  bare.write(clientFrame(OPCODE.text, JSON.stringify({ type: 'join_room', data: { roomId: room } })));
  await bare.until((text) => text.includes('room_joined'), 20_000);
  bare.pauseReading();
  return bare;
}

/** Talks in the room until everybody who does not read is gone; by how much the node's memory grew at most. */
async function flood(node: Node, room: string, isOver: () => boolean, memory: number): Promise<number> {
  const wire = await overSocketIo(node, appToken({ sub: newId('talker'), name: 'Talker' }), () => undefined);
  let grown = 0;
  try {
    await wire.ask('rooms:join', { key: room });
    for (let said = 0; said < MOST_MESSAGES && !isOver(); said += AT_ONCE) {
      const asked = Array.from({ length: AT_ONCE }, () => wire.ask('chat:send', { room: { key: room }, text: TEXT }));
      const refused = (await Promise.all(asked)).find(({ ok }) => ok !== true);
      if (refused !== undefined) throw new Error(`The flood was refused: ${JSON.stringify(refused)}`);
      grown = Math.max(grown, rssOf(node.gateway.pid) - memory);
    }
  } finally {
    wire.close();
  }
  return grown;
}
