import { describe, expect, it } from '@jest/globals';
import type { AdminStats, NodeNumbers, StatsPoint } from '@lyceum/client';
import { joined, pointOf } from './points.js';

const node = (more: Partial<NodeNumbers>): NodeNumbers => ({
  node: 'a',
  host: 'a',
  version: '1.0.0',
  at: '2026-01-01T00:00:00.000Z',
  uptimeSeconds: 1,
  connections: [],
  messagesPerSecond: 0,
  commandsPerSecond: 0,
  deliveriesPerSecond: 0,
  commandP50Ms: null,
  commandP99Ms: null,
  eventLoopLagMs: 0,
  residentBytes: 0,
  heapUsedBytes: 0,
  databaseConnections: 0,
  databaseIdle: 0,
  databaseWaiting: 0,
  outboundQueuedBytes: 0,
  ...more,
});
const point = (at: string, connections = 0): StatsPoint => ({ ...pointOf({ at, nodes: [] } as never), connections });

describe('points of the charts', () => {
  it('are all nodes together', () => {
    const nodes = [
      node({ connections: [{ dialect: 'lyceum', transport: 'raw', open: 3 }], commandP99Ms: 4, messagesPerSecond: 1 }),
      node({ connections: [{ dialect: 'chatroom', transport: 'polling', open: 1 }], messagesPerSecond: 2, eventLoopLagMs: 7 }),
    ];
    const stats = { at: '2026-01-01T00:00:00.000Z', nodes, peopleOnline: 4, roomsInUse: 2 } as AdminStats;

    expect(pointOf(stats)).toMatchObject({
      connections: 4,
      peopleOnline: 4,
      messagesPerSecond: 3,
      commandP50Ms: null,
      commandP99Ms: 4,
      eventLoopLagMs: 7,
    });
  });

  it('stand in order, each moment once, for ten minutes', () => {
    const earlier = [point('2026-01-01T00:00:00.000Z'), point('2026-01-01T00:05:00.000Z', 1)];
    const later = [point('2026-01-01T00:05:00.000Z', 2), point('2026-01-01T00:10:00.000Z')];

    expect(joined(earlier, later).map(({ at, connections }) => [at.slice(14, 16), connections])).toEqual([
      ['05', 2],
      ['10', 0],
    ]);
    expect(joined([], [])).toEqual([]);
  });
});
