import { describe, expect, it } from '@jest/globals';
import { measure, qualityOf, totalOf } from './measure.js';

type Line = Record<string, unknown> & { id: string };

const reportOf = (...lines: Line[]): RTCStatsReport => new Map(lines.map((line) => [line.id, line]));
const inbound = (id: string, packetsReceived: number, packetsLost: number, bytesReceived = 0): Line => ({
  ...{ id, type: 'inbound-rtp', packetsReceived, packetsLost, bytesReceived, jitter: 0.012 },
});
const outbound = (packetsSent: number, bytesSent: number): Line => ({ id: 'out', type: 'outbound-rtp', packetsSent, bytesSent });
const way = (candidateType: string, currentRoundTripTime: number): Line[] => [
  { id: 'transport', type: 'transport', selectedCandidatePairId: 'pair' },
  { id: 'pair', type: 'candidate-pair', localCandidateId: 'local', currentRoundTripTime },
  { id: 'other', type: 'candidate-pair', localCandidateId: 'local', currentRoundTripTime: 9 },
  { id: 'local', type: 'local-candidate', candidateType },
];

describe('what is measured of a call', () => {
  it('is the sum over its connections, and of times the longest', () => {
    const first = reportOf(inbound('audio', 100, 2, 5_000), outbound(90, 4_000), ...way('host', 0.04));
    const second = reportOf(inbound('audio', 50, 1, 1_000), inbound('video', 200, 3, 90_000), ...way('relay', 0.12));
    expect(totalOf([first, second], 7)).toEqual({
      at: 7,
      packetsReceived: 350,
      packetsLost: 6,
      packetsSent: 90,
      bytesSent: 4_000,
      bytesReceived: 96_000,
      roundTripMs: 120,
      jitterMs: 12,
      relayed: true,
    });
  });

  it('is what happened since the last time', () => {
    const before = totalOf([reportOf(inbound('audio', 100, 0, 10_000), outbound(1, 1_000))], 1_000);
    const now = totalOf([reportOf(inbound('audio', 195, 5, 35_000), outbound(2, 2_000), ...way('host', 0.05))], 3_000);
    expect(measure(before, now)).toEqual({
      bitsPerSecondIn: 100_000,
      bitsPerSecondOut: 4_000,
      lossPercent: 5,
      roundTripMs: 50,
      relayed: false,
      quality: 'fair',
    });
  });

  it('knows no loss where packets that were given up come late', () => {
    const before = totalOf([reportOf(inbound('audio', 100, 5))], 0);
    const now = totalOf([reportOf(inbound('audio', 150, 2))], 1_000);
    expect(measure(before, now)).toMatchObject({ lossPercent: 0, quality: 'good' });
  });

  it.each([
    [0, 0, 'good'],
    [3, 300, 'good'],
    [3.1, 0, 'fair'],
    [0, 301, 'fair'],
    [8.1, 0, 'poor'],
    [0, 601, 'poor'],
  ] as const)('with %s %% of loss and %s ms there and back is %s', (loss, roundTrip, quality) => {
    expect(qualityOf(loss, roundTrip)).toBe(quality);
  });
});
