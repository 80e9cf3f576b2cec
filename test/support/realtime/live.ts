import { loadConfig, type AppConfig } from '../../../src/config/index.js';
import type { RoomRef, User } from '../../../src/protocol/index.js';
import type { Connection } from '../../../src/realtime/index.js';
import { DIALECT_TABLES, type Dialect, type Frame } from '../../../src/realtime/dialects/index.js';
import type { EncodedFact } from '../../../src/realtime/publisher/encode-fact.js';
import type { LiveConnection } from '../../../src/realtime/connection/live-connection.js';
import { ANA } from './canonical.js';

/** The configuration as it is parsed, with these keys set. */
export function configOf(env: Record<string, string> = {}): AppConfig {
  return loadConfig({ JWT_SECRET: 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz', ...env });
}

export interface FakeConnection extends Connection {
  /** What it was sent, in order, answers and facts alike. */
  readonly sent: Frame[];
  readonly table: Dialect;
}

export interface FakeConnectionFields {
  id?: string;
  user?: User;
  dialect?: Dialect;
  expiresAt?: number | null;
  rooms?: RoomRef[];
  /** Numbers of a room's facts that are for it. */
  isDue?: LiveConnection['isDue'];
}

/** A connection without a socket, as the pipeline and the publisher see it; records what it is sent. */
export function aLiveConnection(fields: FakeConnectionFields = {}): LiveConnection & FakeConnection {
  const { id = 'connection-1', user = ANA, dialect = DIALECT_TABLES.lyceum, expiresAt = null, rooms = [] } = fields;
  const sent: Frame[] = [];
  const fake = {
    id,
    deviceId: id,
    dialect: dialect.name,
    table: dialect,
    transport: 'raw',
    address: '127.0.0.1',
    user,
    identity: { user, issuer: 'lyceum', sessionId: null, expiresAt },
    open: true,
    rooms: new Map(rooms.map((room) => [room.id, room])),
    sent,
    isDue: fields.isDue ?? (() => true),
    say: (frame: Frame) => void sent.push(frame),
    deliver: (encoded: EncodedFact) => void sent.push(...encoded.map(({ frame }) => frame)),
    deliverDirect: (encoded: EncodedFact) => void sent.push(...encoded.map(({ frame }) => frame)),
    exit: (roomId: string) => fake.rooms.delete(roomId),
    exitIfSince: (roomId: string) => fake.rooms.delete(roomId),
  };
  return fake as unknown as LiveConnection & FakeConnection;
}
