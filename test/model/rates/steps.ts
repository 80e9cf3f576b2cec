import { expect } from '@jest/globals';
import type fc from 'fast-check';
import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../../support/inbox.js';
import { newId } from '../../support/tokens.js';
import type { Answer, Device } from '../devices.js';
import { pick } from '../pick.js';
import { LIMITS, type Limit, type RatesState } from './state.js';
import type { RatesWorld } from './world.js';
import type { Volley } from './window.js';

type Step = fc.AsyncCommand<RatesState, RatesWorld>;

const LIMITED = { code: 'RATE_LIMITED', retryable: true };

/** Somebody asks for the same thing many times at once, on one of their devices or on all. */
export class Ask implements Step {
  constructor(
    private readonly who: number,
    private readonly limit: Limit,
    private readonly times: number,
    private readonly onAll: boolean,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: RatesState, real: RatesWorld): Promise<void> {
    const person = pick(model.owners, this.who);
    const own = real.devices.filter(({ personId }) => personId === person);
    const devices = this.onAll ? own : [pick(own, this.who)];
    const asked = Array.from({ length: this.times }, (_, nth) => pick(devices, nth));
    await askAll(model, real, asked, this.limit);
  }

  toString(): string {
    return `Ask(${JSON.stringify(this)})`;
  }
}

/** Who is refused waits for as long as they are told, and is let through. */
export class WaitAsTold implements Step {
  constructor(
    private readonly who: number,
    private readonly limit: Limit,
  ) {}

  check(): boolean {
    return LIMITS[this.limit].ms < 10_000;
  }

  async run(model: RatesState, real: RatesWorld): Promise<void> {
    const person = pick(model.owners, this.who);
    const device = pick(
      real.devices.filter(({ personId }) => personId === person),
      this.who,
    );
    for (let asked = 0; asked <= LIMITS[this.limit].points; asked += 1) {
      const [answer] = await askAll(model, real, [device], this.limit);
      if (answer?.ok !== false) continue;
      // Redis forgets when the last millisecond is over.
      await delay((answer.error.retryAfterMs ?? 0) + 2);
      const [after] = await askAll(model, real, [device], this.limit);
      if (!(await real.wasDisturbed())) expect({ told: answer, after }).toMatchObject({ after: { ok: true } });
      return;
    }
  }

  toString(): string {
    return `WaitAsTold(${JSON.stringify(this)})`;
  }
}

/** A device comes back on another node and transport, and has no more than it had. */
export class ComeBack implements Step {
  constructor(
    private readonly place: number,
    private readonly at: Parameters<RatesWorld['connect']>[1],
  ) {}

  check(): boolean {
    return true;
  }

  async run(_model: RatesState, real: RatesWorld): Promise<void> {
    const place = this.place % real.devices.length;
    real.devices[place]?.cut();
    real.devices[place] = await real.connect(place, this.at);
  }

  toString(): string {
    return `ComeBack(${JSON.stringify(this)})`;
  }
}

/** A node is cut off from Redis and counts by itself; or all is whole again. */
export class CutOff implements Step {
  constructor(private readonly node: number) {}

  check(): boolean {
    return true;
  }

  async run(model: RatesState, real: RatesWorld): Promise<void> {
    if (model.alone === undefined) await real.cutOff((model.alone = this.node));
    else {
      await real.heal(model.alone);
      model.alone = undefined;
    }
  }

  toString(): string {
    return `CutOff(${this.node})`;
  }
}

/** Each device asks once, all at once; the model must know how that can have come about. */
async function askAll(model: RatesState, real: RatesWorld, devices: readonly Device[], limit: Limit): Promise<Answer[]> {
  const sent = performance.now();
  const answers = await Promise.all(devices.map((device) => device.request(...commandOf(limit, real))));
  const answered = performance.now();
  for (const answer of answers) if (!answer.ok) expect(answer.error).toMatchObject(LIMITED);
  const counters = new Map<number | 'all', Answer[]>();
  devices.forEach((device, index) => {
    const counter = real.nodeOf(device) === model.alone ? model.alone : 'all';
    counters.set(counter, [...(counters.get(counter) ?? []), answers[index]!]);
  });
  const person = devices[0]?.personId ?? '';
  for (const [counter, given] of counters) {
    const refused = given.filter(({ ok }) => !ok).length;
    const volley = { sent, answered, admitted: given.length - refused, refused };
    for (const { error } of given.filter(({ ok }) => !ok)) expect(error.retryAfterMs).toBeLessThanOrEqual(LIMITS[limit].ms);
    if (explained(model, person, limit, counter, volley) || (await real.wasDisturbed())) continue;
    throw new Error(`${person} cannot have been answered so: ${JSON.stringify({ limit, counter, volley, ...LIMITS[limit] })}`);
  }
  return answers;
}

function explained(model: RatesState, person: string, limit: Limit, counter: number | 'all', volley: Volley): boolean {
  const window = model.windowOf(person, limit, counter);
  if (window.explains(volley)) return true;
  // A node that has just been cut off refuses on for whom it was told to refuse.
  if (counter === 'all' || !model.windowOf(person, limit, 'all').mayStillRefuse(volley.sent)) return false;
  return Array.from({ length: volley.refused }, (_, refused) => refused).some((refused) =>
    window.explains({ ...volley, refused }),
  );
}

function commandOf(limit: Limit, { room }: RatesWorld): [command: string, payload: JsonObject] {
  if (limit === 'send') return ['chat:send', { room: { key: room }, text: 'Hello' }];
  if (limit === 'read') return ['chat:history', { room: { key: room }, limit: 1 }];
  return ['rooms:create', { title: newId('room') }];
}
