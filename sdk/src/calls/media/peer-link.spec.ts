import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SignalType } from '../../../../src/protocol/index.js';
import { FakePeer } from '../../../test/fake-peer.js';
import { PeerLink, type LinkHost } from './peer-link.js';

const TURNS = 40;
const SEEDS = Array.from({ length: 150 }, (_, index) => index + 1);

interface Sent {
  type: SignalType;
  data: unknown;
}

/** One side of a call: what it says waits until it is delivered. */
class Side {
  readonly sent: Sent[] = [];
  readonly failures: unknown[] = [];
  peer!: FakePeer;
  link: PeerLink;
  private hasVideo = false;

  constructor(private readonly isPolite: boolean) {
    this.link = this.open();
  }

  /** Turns on a camera that the call did not begin with: this takes a negotiation. */
  addVideo(): Promise<void> {
    this.hasVideo = true;
    return this.link.send();
  }

  reload(): void {
    this.link.close();
    this.sent.length = 0;
    this.link = this.open();
    this.link.offer();
  }

  get isStable(): boolean {
    return this.peer.signalingState === 'stable';
  }

  private open(): PeerLink {
    const track = (kind: string) => ({ kind }) as unknown as MediaStreamTrack;
    const link: LinkHost = {
      isPolite: () => this.isPolite,
      newPeer: () => (this.peer = new FakePeer()) as unknown as RTCPeerConnection,
      newStream: (tracks) => ({ getTracks: () => tracks }) as unknown as MediaStream,
      tracks: () => ({ audio: track('audio'), video: this.hasVideo ? track('video') : undefined, wantsVideo: false }),
      notes: () => ({ muted: false, cameraOff: true, sharing: false }),
      refresh: () => Promise.resolve(),
      signal: (type, data) => this.sent.push({ type, data: structuredClone(data) }),
      streamed: () => undefined,
      noted: () => undefined,
      connection: () => undefined,
      failed: (error) => this.failures.push(error),
    };
    return new PeerLink(link);
  }
}

/** Small, and the same on each run (mulberry32). */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function deliver(from: Side, to: Side): Promise<void> {
  const signal = from.sent.shift();
  if (signal !== undefined) await to.link.take(signal.type, signal.data);
}

async function deliverAll(sides: readonly [Side, Side]): Promise<void> {
  for (let turns = 0; turns < 1_000; turns += 1) {
    await nextTurn();
    if (sides.every(({ sent }) => sent.length === 0)) return;
    await deliver(sides[0], sides[1]);
    await deliver(sides[1], sides[0]);
  }
  throw new Error('They never come to an end');
}

/** Both speak of the same: what the one has said last is what the other knows. */
function expectAgreement([one, other]: readonly [Side, Side]): void {
  expect([one.peer.signalingState, other.peer.signalingState]).toEqual(['stable', 'stable']);
  expect(one.peer.remoteDescription?.sdp).toBe(other.peer.localDescription?.sdp);
  expect(other.peer.remoteDescription?.sdp).toBe(one.peer.localDescription?.sdp);
  expect([...one.failures, ...other.failures].map(String)).toEqual([]);
  const kinds = ({ peer }: Side) => peer.getTransceivers().map(({ receiver }) => receiver.track.kind);
  expect(kinds(one).sort()).toEqual(kinds(other).sort());
  for (const { peer } of [one, other])
    expect(peer.getTransceivers().every(({ mid, direction }) => mid !== null && direction === 'sendrecv')).toBe(true);
}

describe('the links of two who offer as they like', () => {
  it('agree where one offers', async () => {
    const sides = [new Side(true), new Side(false)] as const;
    sides[0].link.offer();
    await deliverAll(sides);
    expectAgreement(sides);
    expect(sides[1].peer.candidates).toHaveLength(1);
  });

  it('agree where both offer at once, on what the impolite one said', async () => {
    const sides = [new Side(true), new Side(false)] as const;
    for (const side of sides) side.link.offer();
    await nextTurn();
    const offer = sides[1].sent.find(({ type }) => type === 'offer');
    await deliverAll(sides);
    expectAgreement(sides);
    expect(sides[0].peer.remoteDescription).toMatchObject({ sdp: (offer?.data as RTCSessionDescriptionInit).sdp });
  });

  it('use candidates that come before the description that they belong to', async () => {
    const sides = [new Side(true), new Side(false)] as const;
    sides[0].link.offer();
    await nextTurn();
    sides[0].sent.sort(({ type }) => (type === 'candidate' ? -1 : 1));
    expect(sides[0].sent.map(({ type }) => type)).toEqual(['candidate', 'offer']);
    await deliverAll(sides);
    expectAgreement(sides);
    expect(sides[1].peer.candidates).toHaveLength(1);
  });

  it.each(SEEDS)('agree in the end, whoever says what when, and whoever reloads their page (%s)', async (seed) => {
    const random = randomBy(seed);
    const sides: readonly [Side, Side] = random() < 0.5 ? [new Side(true), new Side(false)] : [new Side(false), new Side(true)];
    const [one, other] = sides;
    one.link.offer();
    if (random() < 0.5) other.link.offer();
    const acts: (() => unknown)[] = [
      () => deliver(one, other),
      () => deliver(other, one),
      () => deliver(one, other),
      () => deliver(other, one),
      () => void one.link.restart(),
      () => void other.link.restart(),
      () => void one.addVideo(),
      () => void other.addVideo(),
      () => nextTurn(),
      () => {
        if (random() < 0.15) (random() < 0.5 ? one : other).reload();
      },
    ];
    for (let turn = 0; turn < TURNS; turn += 1) await acts[Math.floor(random() * acts.length)]?.();
    await deliverAll(sides);
    // What was lost with a page is said again; the watch does it after some seconds.
    for (let round = 0; round < 3 && !(one.isStable && other.isStable); round += 1) {
      for (const side of sides) side.link.remind();
      await deliverAll(sides);
    }
    expectAgreement(sides);
  });
});
