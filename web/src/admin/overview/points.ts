import type { AdminStats, NodeNumbers, StatsPoint } from '@lyceum/client';

const KEPT_MS = 10 * 60_000;

/** All nodes as one, as the gateway's own history has them: what they have is added up, of what they take the slowest counts. */
export function pointOf({ at, nodes, peopleOnline, roomsInUse }: AdminStats): StatsPoint {
  const total = (of: (node: NodeNumbers) => number): number => nodes.reduce((sum, node) => sum + of(node), 0);
  const worst = (of: (node: NodeNumbers) => number | null): number | null =>
    nodes.map(of).reduce((most, value) => (value === null ? most : Math.max(value, most ?? value)), null);
  return {
    at,
    connections: total(openOn),
    peopleOnline,
    roomsInUse,
    messagesPerSecond: total(({ messagesPerSecond }) => messagesPerSecond),
    commandP50Ms: worst(({ commandP50Ms }) => commandP50Ms),
    commandP99Ms: worst(({ commandP99Ms }) => commandP99Ms),
    eventLoopLagMs: worst(({ eventLoopLagMs }) => eventLoopLagMs) ?? 0,
    residentBytes: total(({ residentBytes }) => residentBytes),
    outboundQueuedBytes: total(({ outboundQueuedBytes }) => outboundQueuedBytes),
  };
}

/** Open connections of one node. */
export function openOn({ connections }: NodeNumbers): number {
  return connections.reduce((sum, { open }) => sum + open, 0);
}

/** Two pasts as one: in order, each moment once, no more than ten minutes of them. */
export function joined(earlier: readonly StatsPoint[], later: readonly StatsPoint[]): StatsPoint[] {
  const byTime = new Map([...earlier, ...later].map((point) => [Date.parse(point.at), point]));
  const newest = Math.max(...byTime.keys());
  const kept = [...byTime].filter(([time]) => time > newest - KEPT_MS);
  return kept.sort(([a], [b]) => a - b).map(([, point]) => point);
}
