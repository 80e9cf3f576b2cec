import type fc from 'fast-check';
import type { Gateway } from '../../support/gateway.js';
import { replaceDevice } from '../chat/room-steps.js';
import type { ChatState } from '../chat/state.js';
import { pick } from '../pick.js';
import { TRANSPORTS } from '../devices.js';
import type { TroubledWorld } from './begin.js';
import type { TroubleKind } from './trouble.js';

/** Something breaks while nobody waits for an answer. */
export class Break implements fc.AsyncCommand<ChatState, TroubledWorld> {
  constructor(
    private readonly kind: TroubleKind,
    private readonly which: number,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: ChatState, real: TroubledWorld): Promise<void> {
    // Else nobody could tell whose fault it was, and a node without Redis is not as it should be when it starts.
    if (this.kind !== 'terminate') await real.trouble.heal();
    await comeBackFrom(await real.trouble.strike(this.kind, this.which), model, real);
  }

  toString(): string {
    return `Break(${this.kind}, node ${this.which})`;
  }
}

/** All that is broken is whole again. */
export class Heal implements fc.AsyncCommand<ChatState, TroubledWorld> {
  check(): boolean {
    return true;
  }

  async run(_model: ChatState, { trouble }: TroubledWorld): Promise<void> {
    await trouble.heal();
  }

  toString(): string {
    return 'Heal()';
  }
}

/** Whoever was on the node that is gone connects to one that is there. */
export async function comeBackFrom(gone: Gateway | undefined, model: ChatState, real: TroubledWorld): Promise<void> {
  for (const [place, { node }] of [...real.devices.entries()])
    if (node === gone) await replaceDevice(model, real, place, { node: place, transport: pick(TRANSPORTS, place) });
}
