import type { User } from '@lyceum/client';
import { useStore } from '@lyceum/client/react';
import { accounts } from './accounts.js';
import { forgetGuest, guestName } from './guest.js';

/** Who uses the app: somebody with an account, or a guest, known by a name. */
export type Identity = { kind: 'account'; user: User } | { kind: 'guest'; name: string };

/** Undefined while nobody has signed in, or said a name. An account goes before a guest's name. */
export function useIdentity(): Identity | undefined {
  const user = useStore(accounts.user);
  const guest = useStore(guestName);
  if (user !== undefined) return { kind: 'account', user };
  return guest === undefined ? undefined : { kind: 'guest', name: guest };
}

/** The name that is shown for them. */
export function nameOf(identity: Identity): string {
  return identity.kind === 'account' ? identity.user.name : identity.name;
}

/** Whether the app's administration is theirs to see. The server asks anew each time. */
export function isAdmin(identity: Identity): boolean {
  return identity.kind === 'account' && identity.user.role === 'admin';
}

/** On this device: account or guest. */
export function signOut(): Promise<void> {
  forgetGuest();
  return leaving(accounts.logout());
}

/** On all devices. */
export function signOutEverywhere(): Promise<void> {
  return leaving(accounts.logoutEverywhere());
}

let isLeaving = false;

async function leaving(done: Promise<void>): Promise<void> {
  isLeaving = true;
  try {
    await done;
  } finally {
    isLeaving = false;
  }
}

/** Calls when somebody is signed out whom nobody here signed out: from another device or tab, or because it was too long ago. */
export function onSignedOut(listener: () => void): () => void {
  let before = accounts.user.get();
  return accounts.user.subscribe(() => {
    const now = accounts.user.get();
    if (before !== undefined && now === undefined && !isLeaving) listener();
    before = now;
  });
}
