import type fc from 'fast-check';
import type { Device } from '../devices.js';
import { pick } from '../pick.js';
import type { ChatState, DeviceState, RoomState } from './state.js';
import type { ChatWorld } from './world.js';

/** Who does it, and where. */
export interface Scene {
  readonly model: ChatState;
  readonly real: ChatWorld;
  readonly room: RoomState;
  readonly person: string;
  readonly device: Device;
  readonly deviceState: DeviceState;
  readonly place: number;
}

/** One step of a run: a command by some device about some room. Numbers that are drawn count round. */
export abstract class Step implements fc.AsyncCommand<ChatState, ChatWorld> {
  constructor(
    private readonly drawnDevice: number,
    private readonly drawnRoom: number,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: ChatState, real: ChatWorld): Promise<void> {
    const place = this.drawnDevice % model.devices.length;
    const deviceState = pick(model.devices, place);
    const scene = { model, real, place, deviceState, person: deviceState.person };
    await this.play({ ...scene, room: pick(model.rooms, this.drawnRoom), device: pick(real.devices, place) });
  }

  toString(): string {
    const { drawnDevice, drawnRoom, ...more } = this;
    return `${this.constructor.name}(device ${drawnDevice}, room ${drawnRoom}, ${JSON.stringify(more)})`;
  }

  protected abstract play(scene: Scene): Promise<void>;
}
