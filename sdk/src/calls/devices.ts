import { Cell } from '../core/store.js';
import type { CallMediaSource } from './media-source.js';

/** A device that may be chosen. Browsers tell their names only after the person allowed one. */
export interface Device {
  readonly id: string;
  readonly name: string;
}

/** What there is to hear, see and speak with. */
export interface Devices {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  /** Empty where the browser gives no choice. */
  readonly speakers: readonly Device[];
}

const KINDS = { audioinput: 'microphones', videoinput: 'cameras', audiooutput: 'speakers' } as const;

/** Looked up with the first subscriber, and when something is plugged in or out. */
export class LiveDevices extends Cell<Devices> {
  private isWatching = false;

  constructor(private readonly source: CallMediaSource) {
    super({ microphones: [], cameras: [], speakers: [] });
  }

  protected override subscribed(): void {
    if (!this.isWatching) this.source.onDevicesChanged(() => void this.look());
    this.isWatching = true;
    void this.look();
  }

  /** Once more after the person allowed them: only now they have names. */
  async look(): Promise<void> {
    const found: Record<keyof Devices, Device[]> = { microphones: [], cameras: [], speakers: [] };
    for (const { kind, deviceId, label } of await this.source.devices().catch(() => [])) {
      if (deviceId === '') continue;
      const devices = found[KINDS[kind]];
      devices.push({
        id: deviceId,
        name: label === '' ? `${kind === 'videoinput' ? 'Camera' : 'Device'} ${devices.length + 1}` : label,
      });
    }
    if (JSON.stringify(found) !== JSON.stringify(this.get())) this.set(found);
  }
}

/** Has an element play through that speaker. False where the browser gives no choice. */
export async function playThrough(element: HTMLMediaElement, speaker: string | undefined): Promise<boolean> {
  if (!('setSinkId' in element)) return false;
  await element.setSinkId(speaker ?? '');
  return true;
}
