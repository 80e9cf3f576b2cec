import type { Device, Transport } from '../devices.js';
import type { DeviceState } from './state.js';

/** Where a device is connected, and how. */
export interface Place {
  readonly node: number;
  readonly transport: Transport;
}

/** The real people and their devices; places of devices are those of the model. */
export interface ChatWorld {
  readonly devices: Device[];
  /** Whether nodes hear each other all the time, so that each knows who is on the other. */
  readonly isWhole: boolean;
  /** What devices heard that are gone since, beside what the model knew of them. */
  readonly gone: { device: Device; state: DeviceState }[];
  /** Resolves when they do: who is taken out of a room meanwhile is out elsewhere only when that node asks the database. */
  together(): Promise<void>;
  connect(place: number, at: Place): Promise<Device>;
}
