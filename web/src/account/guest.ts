import { Cell, type Store } from '@lyceum/client';
import { keeping } from './keeping.js';

const KEY = 'lyceum.guest-name';
const name = new Cell(keeping.getItem(KEY) ?? undefined);

/** The name of somebody who came without an account. It is kept on this device. */
export const guestName: Store<string | undefined> = name;

export function comeAsGuest(chosen: string): void {
  keeping.setItem(KEY, chosen);
  name.set(chosen);
}

export function forgetGuest(): void {
  keeping.removeItem(KEY);
  name.set(undefined);
}
