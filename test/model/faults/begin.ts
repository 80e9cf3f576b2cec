import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from '../../faults/stage.js';
import { begin } from '../chat/begin.js';
import type { ChatState } from '../chat/state.js';
import type { ChatWorld } from '../chat/world.js';
import type { Answer, Device } from '../devices.js';
import { Trouble } from './trouble.js';

/** People whose nodes, database and bus break. */
export interface TroubledWorld extends ChatWorld {
  readonly trouble: Trouble;
}

const PATIENCE_MS = 15_000;
const TRY_AGAIN_MS = 100;

export async function beginInTrouble(stage: Stage): Promise<{ model: ChatState; real: TroubledWorld }> {
  const trouble = new Trouble(stage);
  await trouble.heal();
  const { model, real } = await begin((node) => trouble.gatewayFor(node));
  const connect: ChatWorld['connect'] = async (place, at) => patiently(await real.connect(place, at));
  const together = () => (trouble.isApart ? trouble.heal() : Promise.resolve());
  return { model, real: { ...real, devices: real.devices.map(patiently), isWhole: false, trouble, together, connect } };
}

/** A device that tries again as long as it is told that it may: what it asks for between two faults may meet what the last one left. */
function patiently(device: Device): Device {
  return { ...device, request: (command, payload) => untilDone(() => device.request(command, payload)) };
}

async function untilDone(ask: () => Promise<Answer>): Promise<Answer> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer.ok || !answer.error.retryable || Date.now() > end) return answer;
    await delay(TRY_AGAIN_MS);
  }
}
