import { describe, expect, it } from '@jest/globals';
import type { NodeNumbers } from '../../../protocol/index.js';
import { isNodeNumbers, pointOf } from './node-numbers.js';

const NODE: NodeNumbers = {
  node: 'a',
  host: 'one',
  version: '1.0.0',
  at: '2026-01-01T00:00:00.000Z',
  uptimeSeconds: 60,
  connections: [
    { dialect: 'lyceum', transport: 'websocket', open: 2 },
    { dialect: 'chatroom', transport: 'polling', open: 1 },
  ],
  messagesPerSecond: 1.5,
  commandsPerSecond: 3,
  deliveriesPerSecond: 10,
  commandP50Ms: 2,
  commandP99Ms: 9,
  eventLoopLagMs: 1,
  residentBytes: 100,
  heapUsedBytes: 50,
  databaseConnections: 2,
  databaseIdle: 1,
  databaseWaiting: 0,
  outboundQueuedBytes: 7,
};

describe('the numbers of nodes', () => {
  it('are taken from other nodes only where they are whole', () => {
    expect(isNodeNumbers(NODE)).toBe(true);
    expect(isNodeNumbers({ ...NODE, commandP50Ms: null })).toBe(true);
    expect(isNodeNumbers({ ...NODE, residentBytes: 'many' })).toBe(false);
    expect(isNodeNumbers({ ...NODE, connections: [null] })).toBe(false);
    expect(isNodeNumbers({ ...NODE, host: undefined })).toBe(false);
    expect(isNodeNumbers(null)).toBe(false);
  });

  it('are added up, and the slowest counts for all', () => {
    const idle: NodeNumbers = { ...NODE, node: 'b', commandP50Ms: null, commandP99Ms: 30, eventLoopLagMs: 4, connections: [] };

    expect(pointOf([NODE, idle], { peopleOnline: 3, roomsInUse: 2 })).toMatchObject({
      connections: 3,
      peopleOnline: 3,
      roomsInUse: 2,
      messagesPerSecond: 3,
      commandP50Ms: 2,
      commandP99Ms: 30,
      eventLoopLagMs: 4,
      residentBytes: 200,
      outboundQueuedBytes: 14,
    });
  });
});
