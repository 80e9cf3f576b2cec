import { isGuestId, type PresenceRecord } from '../common/index.js';
import type { OwnPresence, Presence, User } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';

/** How a person who is here stands. Times of activity by `performance.now()`. */
export interface Standing {
  user: User;
  devices: number;
  record: PresenceRecord;
  /** When they last did anything on any device. */
  activeAt: number;
  /** The device that said `away`, and when. */
  saidAway: { readonly deviceId: string; readonly at: number } | undefined;
}

type Shown = Pick<Standing, 'user' | 'devices' | 'record'>;
type Active = Pick<Connection, 'deviceId' | 'lastCommandAt'>;

/** What they did on these connections meanwhile. */
export function takeIn(standing: Standing, connections: readonly Active[]): void {
  for (const { deviceId, lastCommandAt } of connections) {
    standing.activeAt = Math.max(standing.activeAt, lastCommandAt);
    const said = standing.saidAway;
    // What the device itself sends is not heard: apps go on by themselves while nobody is there.
    if (said !== undefined && deviceId !== said.deviceId && lastCommandAt > said.at) standing.saidAway = undefined;
  }
}

export function isAway({ saidAway, activeAt }: Standing, awayMs: number, now = performance.now()): boolean {
  return saidAway !== undefined || now - activeAt >= awayMs;
}

export function statusTextOf({ statusText, statusUntil }: PresenceRecord, now = Date.now()): string | null {
  return statusUntil !== null && Date.parse(statusUntil) <= now ? null : statusText;
}

/** Somebody who is here, as they see themselves. */
export function ownView({ user, devices, record }: Shown, away: boolean): OwnPresence {
  const statusText = statusTextOf(record);
  return {
    user,
    state: away ? 'away' : 'online',
    statusText,
    lastSeenAt: null,
    devices,
    hidden: record.hiddenSince !== null,
    until: statusText === null ? null : record.statusUntil,
  };
}

/** The same to everybody else. */
export function othersView({ user, devices, record }: Shown, away: boolean): Presence {
  if (record.hiddenSince !== null) return offlineView(user, record);
  return { user, state: away ? 'away' : 'online', statusText: statusTextOf(record), lastSeenAt: null, devices };
}

/** Somebody who is not here, or as if they were not. */
export function offlineView(user: User, { hiddenSince, lastSeenAt }: PresenceRecord): Presence {
  return { user, state: 'offline', statusText: null, lastSeenAt: hiddenSince ?? lastSeenAt, devices: 0 };
}

/** Somebody who was never here, as far as anybody may know: nobody can tell whether there is such a person. */
export function nobodyView(id: string): Presence {
  const user: User = { id, username: null, name: id, avatarUrl: null, role: 'student', guest: isGuestId(id) };
  return { user, state: 'offline', statusText: null, lastSeenAt: null, devices: 0 };
}
