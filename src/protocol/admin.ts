import type { LoginSession } from './auth.js';
import type { DialectName } from './dialects.js';
import type { RoomKind, RoomRef, Visibility } from './rooms.js';
import type { User } from './users.js';

/** People or rooms of one page that administrators ask for. */
export const ADMIN_PAGE_LIMIT = 100;
/** Kinds of rooms that administrators see: conversations of two are nobody else's to see. */
export const SUPERVISED_KINDS = ['lobby', 'session', 'group'] as const satisfies readonly RoomKind[];
export type SupervisedKind = (typeof SUPERVISED_KINDS)[number];

/** Open connections that are alike. */
export interface ConnectionShare {
  dialect: DialectName;
  transport: 'websocket' | 'polling' | 'raw';
  open: number;
}

/** What one node measures of itself. Rates and latencies are those of the last minute. */
export interface NodeNumbers {
  /** Its id, another one after each start. */
  node: string;
  /** The machine, container or pod it runs on. */
  host: string;
  version: string;
  /** When it said this: its last sign. */
  at: string;
  uptimeSeconds: number;
  connections: ConnectionShare[];
  messagesPerSecond: number;
  commandsPerSecond: number;
  /** Frames sent to clients. */
  deliveriesPerSecond: number;
  /** From taking up a command to its answer, in milliseconds; null where there was none. */
  commandP50Ms: number | null;
  commandP99Ms: number | null;
  /** By how much the event loop was late in the last seconds, in milliseconds. */
  eventLoopLagMs: number;
  residentBytes: number;
  heapUsedBytes: number;
  databaseConnections: number;
  databaseIdle: number;
  /** Queries that wait for a connection. */
  databaseWaiting: number;
  /** Bytes that wait for clients that read slowly. */
  outboundQueuedBytes: number;
}

/** What goes on now. What is no node's own is that of all nodes together. */
export interface AdminStats {
  at: string;
  /** The node that answers. */
  node: string;
  /** `single`: there are no other nodes. `degraded`: they can't be reached now. */
  cluster: 'single' | 'connected' | 'degraded';
  /** The one that answers first, then the others as they said last, at most five seconds ago. */
  nodes: NodeNumbers[];
  peopleOnline: number;
  roomsInUse: number;
  activeCalls: number;
  availableMentors: number;
  /** Requests for help that nobody has taken yet; at most 10,000 are counted. */
  helpWaiting: number;
  /** Requests that a mentor is at. */
  helpActive: number;
  /** Events that wait to be handed on, as counted within the last minute; at most 10,000 are counted. */
  outboxPending: number;
  /** Events that are tried no more. */
  outboxDead: number;
  outboxOldestSeconds: number;
}

/** How all nodes together were at one moment. */
export interface StatsPoint {
  at: string;
  connections: number;
  peopleOnline: number;
  roomsInUse: number;
  messagesPerSecond: number;
  /** Of the slowest node; null where no command was given in the minute before. */
  commandP50Ms: number | null;
  commandP99Ms: number | null;
  /** Of the node that was latest. */
  eventLoopLagMs: number;
  residentBytes: number;
  outboundQueuedBytes: number;
}

/** The last ten minutes, or what there is of them since the node that answers began. */
export interface StatsHistory {
  /** The node that remembers this. */
  node: string;
  everySeconds: number;
  /** Oldest first. */
  points: StatsPoint[];
}

/** An account as administrators see it. */
export interface AdminUser extends User {
  /** Who vouches for them: `lyceum` has their password. */
  issuer: string;
  email: string | null;
  createdAt: string;
  /** Null: not banned. */
  bannedAt: string | null;
}

export interface AdminUserPage {
  /** Newest first; those that were asked for by name in the order of their names. */
  users: AdminUser[];
  /** Gives the next page; null on the last one. */
  cursor: string | null;
}

export interface AdminUserDetails {
  user: AdminUser;
  /** As everybody sees them: those who hide are not. */
  online: boolean;
  /** When their last device left, or when they hid; null while they are here, and for who was never seen. */
  lastSeenAt: string | null;
  /** Rooms they are a member of; at most 10,000 are counted. */
  rooms: number;
  /** Where they are signed in, newest first. Those whom another issuer vouches for have none. */
  sessions: LoginSession[];
}

/** A room as administrators see it. */
export interface SupervisedRoom extends RoomRef {
  kind: SupervisedKind;
  title: string | null;
  visibility: Visibility;
  createdAt: string;
  lastUsedAt: string;
  /** Null: it is open. */
  closedAt: string | null;
  /** Members, whether they are here or not; at most 1,000 are counted. */
  members: number;
  /** People in it now. */
  participants: number;
  /** The number of its last message or change, so that it has had about as many. */
  lastSeq: number;
}

export interface SupervisedRoomPage {
  /** Newest first; those that were asked for by name in the order of their titles. */
  rooms: SupervisedRoom[];
  /** Gives the next page; null on the last one. */
  cursor: string | null;
}
