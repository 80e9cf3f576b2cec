import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/wait.js';
import type { Node, Stage } from '../../faults/stage.js';
import { succeed } from '../asking.js';
import { connect, TRANSPORTS, type Device, type Transport } from '../devices.js';
import { pick } from '../pick.js';
import { newId } from '../../support/tokens.js';
import { RatesState } from './state.js';

const PEOPLE = 2;
const DEVICES = 5;
const NOTICED_MS = 10_000;
/** A node says so when it begins to count for itself. */
const ALONE = /Rate limits count for this node alone/g;
/** What it has printed may be on its way. */
const PRINTED_MS = 300;

export interface Place {
  readonly node: number;
  readonly transport: Transport;
}

/** People with several devices on two nodes, in one room. */
export class RatesWorld {
  readonly devices: Device[] = [];
  readonly room = newId('rates');
  private expectedAlone: number;

  private constructor(
    private readonly stage: Stage,
    private readonly owners: readonly string[],
  ) {
    this.expectedAlone = this.timesAlone();
  }

  static async begin(stage: Stage): Promise<{ model: RatesState; real: RatesWorld }> {
    const people = Array.from({ length: PEOPLE }, (_, index) => newId(`person${index}`));
    const owners = Array.from({ length: DEVICES }, (_, index) => pick(people, index));
    await Promise.all(stage.nodes.map((node) => counts(node, 'together')));
    const world = new RatesWorld(stage, owners);
    const maker = await connect(pick(stage.nodes, 0).gateway, { sub: newId('maker'), name: 'Maker' }, 'raw');
    await succeed(maker, 'rooms:join', { key: world.room, create: true });
    maker.close();
    for (const place of owners.keys())
      world.devices.push(await world.connect(place, { node: place % 2, transport: pick(TRANSPORTS, place) }));
    for (const device of world.devices.slice(0, PEOPLE)) await succeed(device, 'rooms:join', { key: world.room });
    return { model: new RatesState(people, owners), real: world };
  }

  connect(place: number, { node, transport }: Place): Promise<Device> {
    const sub = pick(this.owners, place);
    return connect(pick(this.stage.nodes, node).gateway, { sub, name: sub }, transport);
  }

  nodeOf(device: Device): number {
    return this.stage.nodes.findIndex(({ gateway }) => gateway === device.node);
  }

  /** Resolves when the node counts by itself. */
  async cutOff(which: number): Promise<void> {
    const node = pick(this.stage.nodes, which);
    this.expectedAlone += 1;
    node.redis.reset({ refuse: true });
    await counts(node, 'alone');
  }

  /** Resolves when it counts with the others again. */
  async heal(which: number): Promise<void> {
    const node = pick(this.stage.nodes, which);
    node.redis.admit();
    await counts(node, 'together');
  }

  /** Whether a node lost Redis by itself, as one does that waits for half a second of a busy machine: then nobody can say who counted. */
  async wasDisturbed(): Promise<boolean> {
    await delay(PRINTED_MS);
    return this.timesAlone() !== this.expectedAlone;
  }

  private timesAlone(): number {
    return this.stage.nodes.reduce((sum, { gateway }) => sum + (gateway.output().match(ALONE)?.length ?? 0), 0);
  }
}

function counts({ gateway, name }: Node, how: 'alone' | 'together'): Promise<void> {
  return eventually(async () => {
    const metrics = await (await fetch(`${gateway.httpUrl}/metrics`)).text();
    const isShared = /^lyceum_rate_limits_shared 1$/m.test(metrics);
    if (isShared !== (how === 'together')) throw new Error(`${name} does not count ${how} yet`);
  }, NOTICED_MS);
}
