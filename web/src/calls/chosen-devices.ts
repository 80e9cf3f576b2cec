import { Cell, LyceumError, type ChosenDevices, type Store } from '@lyceum/client';
import { keeping } from '../account/keeping.js';

const KEY = 'lyceum.call-devices';

function read(): ChosenDevices {
  try {
    const kept = JSON.parse(keeping.getItem(KEY) ?? '{}') as Record<string, unknown>;
    const names = ['microphone', 'camera', 'speaker'] as const;
    return Object.fromEntries(names.flatMap((name) => (typeof kept[name] === 'string' ? [[name, kept[name]]] : [])));
  } catch {
    return {};
  }
}

const chosen = new Cell(read());

/** What somebody calls with on this device, kept for the next call. */
export const chosenDevices: Store<ChosenDevices> = chosen;

export function chooseDevices(devices: ChosenDevices): void {
  chosen.set({ ...chosen.get(), ...devices });
  try {
    keeping.setItem(KEY, JSON.stringify(chosen.get()));
  } catch {
    // It holds until the page is loaded again.
  }
}

export function forgetDevices(): void {
  chosen.set({});
  keeping.removeItem(KEY);
}

/** Does it with the chosen devices; where one is gone since, with whatever the browser takes. */
export async function withChosenDevices<T>(work: (devices: ChosenDevices) => Promise<T>): Promise<T> {
  const devices = chosen.get();
  try {
    return await work(devices);
  } catch (thrown) {
    const isGone = thrown instanceof LyceumError && thrown.code === 'NO_DEVICE';
    if (!isGone || Object.keys(devices).length === 0) throw thrown;
    forgetDevices();
    return work({});
  }
}
