import { isGuestId, type PresenceRecord } from '../common/index.js';
import type { OwnPresence, Presence, User } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { laterOf, type PresenceEntry, type SaidAway } from './presence-entry.js';

/** How a person who is online stands. Times by `performance.now()`. */
export interface Standing {
  user: User;
  devices: number;
  record: PresenceRecord;
  /** When they last did anything on any device of this node. */
  activeAt: number;
  said: SaidAway;
  /** When this node heard of it. */
  saidAt: number;
  /** As it was when they were last looked at. */
  isAway: boolean;
}

type Shown = Pick<Standing, 'user' | 'devices' | 'record'>;
type Active = Pick<Connection, 'deviceId' | 'lastCommandAt'>;

/** Somebody of whom nothing more is known than what they chose. */
export function newStanding({ user, devices, record }: Shown): Standing {
  const now = performance.now();
  return { user, devices, record, activeAt: now, said: { revision: 0, by: null }, saidAt: now, isAway: false };
}

/** What they did on these connections of this node meanwhile. */
export function takeIn(standing: Standing, connections: readonly Active[]): void {
  for (const { deviceId, lastCommandAt } of connections) {
    standing.activeAt = Math.max(standing.activeAt, lastCommandAt);
    const { said, saidAt } = standing;
    // What the device itself sends is not heard: apps go on by themselves while nobody is there.
    if (said.by !== null && deviceId !== said.by && lastCommandAt > saidAt) standing.said = { ...said, by: null };
  }
}

/** They chose, or are back. */
export function say(standing: Standing, said: SaidAway): void {
  const later = laterOf(standing.said, said);
  if (later === standing.said) return;
  standing.said = later;
  standing.saidAt = performance.now();
}

/** What another node knows of them. */
export function takeOver(standing: Standing, { record, said }: PresenceEntry): void {
  if (record.revision > standing.record.revision) standing.record = record;
  say(standing, said);
}

/** No device of this node has done anything for so long. */
export function isIdle({ activeAt }: Standing, awayMs: number, now = performance.now()): boolean {
  return now - activeAt >= awayMs;
}

/** `idle`: of each node they are on, whether they do nothing there. Who is on none any more is as they were. */
export function isAway({ said, isAway: wasAway }: Standing, idle: readonly boolean[]): boolean {
  if (idle.length === 0) return wasAway;
  return said.by !== null || idle.every((is) => is);
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
