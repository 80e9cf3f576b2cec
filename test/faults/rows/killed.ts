import { setTimeout as delay } from 'node:timers/promises';
import { answerTimes, percentile } from '../figures.js';
import { ALWAYS, CROWD, onStage, type Row } from '../row.js';
import { ready } from '../stage.js';

const KILLS = { short: 2, long: 20 };
/** What was first tried elsewhere so soon before or after counts as others' messages during the kill. */
const AROUND_MS = 2_000;

export const killed: Row = {
  name: 'killed',
  fault: '`kill -9` of a node mid-burst',
  bounds: { ...ALWAYS, 'p99 of answers on other nodes, ms': 5_000 },

  async run(stage, pace) {
    const kills: { node: string; at: number }[] = [];
    const happens = async (): Promise<void> => {
      for (let kill = 0; kill < KILLS[pace]; kill += 1) {
        const victim = stage.nodes[kill % stage.nodes.length]!;
        kills.push({ node: victim.name, at: Date.now() });
        await victim.gateway.kill();
        await delay(1_000);
        await victim.gateway.restart();
        await ready(victim);
      }
    };
    const { logs, measured } = await onStage(stage, happens, CROWD[pace]);
    const ofOthers = answerTimes(logs, ({ node, at }) =>
      kills.some((kill) => kill.node !== node && Math.abs(kill.at - at) < AROUND_MS),
    );
    return { kills: kills.length, ...measured, 'p99 of answers on other nodes, ms': percentile(ofOthers, 0.99) };
  },
};
