import type { NodeNumbers, StatsPoint } from '../../../protocol/index.js';

const TEXTS = ['node', 'host', 'version', 'at'] as const satisfies readonly (keyof NodeNumbers)[];
const NUMBERS = [
  'uptimeSeconds',
  'messagesPerSecond',
  'commandsPerSecond',
  'deliveriesPerSecond',
  'eventLoopLagMs',
  'residentBytes',
  'heapUsedBytes',
  'databaseConnections',
  'databaseIdle',
  'databaseWaiting',
  'outboundQueuedBytes',
] as const satisfies readonly (keyof NodeNumbers)[];
const NUMBERS_OR_NONE = ['commandP50Ms', 'commandP99Ms'] as const satisfies readonly (keyof NodeNumbers)[];

/** Of another node, which may run another version. */
export function isNodeNumbers(value: unknown): value is NodeNumbers {
  const said = (value ?? {}) as Partial<Record<keyof NodeNumbers, unknown>>;
  return (
    TEXTS.every((name) => typeof said[name] === 'string') &&
    NUMBERS.every((name) => Number.isFinite(said[name])) &&
    NUMBERS_OR_NONE.every((name) => said[name] === null || Number.isFinite(said[name])) &&
    Array.isArray(said.connections) &&
    said.connections.every((share: unknown) => Number.isSafeInteger((share as { open?: unknown } | null)?.open))
  );
}

/** What is of all nodes together, whoever is asked. */
export type Together = Pick<StatsPoint, 'peopleOnline' | 'roomsInUse'>;

/** All nodes as one: what they have is added up, of what they take the slowest counts. */
export function pointOf(nodes: readonly NodeNumbers[], together: Together, at = new Date()): StatsPoint {
  const total = (of: (node: NodeNumbers) => number) => nodes.reduce((sum, node) => sum + of(node), 0);
  const worst = (of: (node: NodeNumbers) => number | null) => {
    const known = nodes.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    at: at.toISOString(),
    connections: total(({ connections }) => connections.reduce((sum, { open }) => sum + open, 0)),
    ...together,
    messagesPerSecond: total(({ messagesPerSecond }) => messagesPerSecond),
    commandP50Ms: worst(({ commandP50Ms }) => commandP50Ms),
    commandP99Ms: worst(({ commandP99Ms }) => commandP99Ms),
    eventLoopLagMs: worst(({ eventLoopLagMs }) => eventLoopLagMs) ?? 0,
    residentBytes: total(({ residentBytes }) => residentBytes),
    outboundQueuedBytes: total(({ outboundQueuedBytes }) => outboundQueuedBytes),
  };
}
