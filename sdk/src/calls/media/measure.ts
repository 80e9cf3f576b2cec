import type { CallStats } from '../../../../src/protocol/index.js';
import type { CallMeasure, CallQuality } from '../call.js';

/** What the connections of a call have carried since it began, and when that was. */
export interface Totals extends CallStats {
  readonly at: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** The fields of the browser's statistics that are read here. */
interface Line {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Over all connections; of times the longest. */
export function totalOf(reports: readonly RTCStatsReport[], at: number): Totals {
  const all = reports.map((report) => [...report.values()] as Line[]);
  const lines = all.flat();
  const sum = (type: string, field: string): number =>
    lines.reduce((total, line) => total + (line.type === type ? number(line[field]) : 0), 0);
  const pairs = all.flatMap(selectedPairs);
  const roundTrips = pairs.flatMap(({ pair }) =>
    typeof pair.currentRoundTripTime === 'number' ? pair.currentRoundTripTime : [],
  );
  const jitters = lines.flatMap(({ type, jitter }) => (type === 'inbound-rtp' && typeof jitter === 'number' ? jitter : []));
  return {
    at,
    packetsSent: sum('outbound-rtp', 'packetsSent'),
    packetsReceived: sum('inbound-rtp', 'packetsReceived'),
    // May go down: late packets were counted as lost.
    packetsLost: Math.max(0, sum('inbound-rtp', 'packetsLost')),
    bytesSent: sum('outbound-rtp', 'bytesSent'),
    bytesReceived: sum('inbound-rtp', 'bytesReceived'),
    relayed: pairs.some(({ isRelayed }) => isRelayed),
    ...(roundTrips.length === 0 ? {} : { roundTripMs: Math.round(Math.max(...roundTrips) * 1_000) }),
    ...(jitters.length === 0 ? {} : { jitterMs: Math.round(Math.max(...jitters) * 1_000) }),
  };
}

/** What happened between the two. */
export function measure(before: Totals, now: Totals): CallMeasure {
  const seconds = Math.max(0.001, (now.at - before.at) / 1_000);
  const rate = (field: 'bytesSent' | 'bytesReceived'): number =>
    Math.max(0, Math.round(((now[field] - before[field]) * 8) / seconds));
  const lost = Math.max(0, now.packetsLost - before.packetsLost);
  const received = Math.max(0, now.packetsReceived - before.packetsReceived);
  const lossPercent = lost === 0 ? 0 : (100 * lost) / (lost + received);
  const { roundTripMs, relayed = false } = now;
  return {
    bitsPerSecondIn: rate('bytesReceived'),
    bitsPerSecondOut: rate('bytesSent'),
    lossPercent,
    roundTripMs,
    relayed,
    quality: qualityOf(lossPercent, roundTripMs ?? 0),
  };
}

/** Above 400 ms there and back people talk over each other (ITU-T G.114 gives 150 ms one way for good); speech suffers from 3 % of loss on. */
export function qualityOf(lossPercent: number, roundTripMs: number): CallQuality {
  if (lossPercent > 8 || roundTripMs > 600) return 'poor';
  return lossPercent > 3 || roundTripMs > 300 ? 'fair' : 'good';
}

/** The way that the media takes now. Not all browsers name it on the transport. */
function selectedPairs(lines: readonly Line[]): { pair: Line; isRelayed: boolean }[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const named = lines.flatMap(({ type, selectedCandidatePairId: id }) =>
    type === 'transport' && typeof id === 'string' ? id : [],
  );
  const pairs =
    named.length > 0
      ? named.flatMap((id) => byId.get(id) ?? [])
      : lines.filter(({ type, nominated, state }) => type === 'candidate-pair' && nominated === true && state === 'succeeded');
  return pairs.map((pair) => ({ pair, isRelayed: byId.get(String(pair.localCandidateId))?.candidateType === 'relay' }));
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
