import { beforeEach, describe, expect, it } from '@jest/globals';
import { ClusterBus, ClusterSignals, SingleNodeSharing } from '../realtime/index.js';
import type { GuestEndings } from './guest-endings.js';
import { HolderChallenge } from './holder-challenge.js';
import type { LivenessChallenge } from './liveness-challenge.js';
import { Roster } from './roster.js';
import { seatElsewhere, type SeatElsewhere } from './seat.js';
import { SeatsElsewhere } from './seats-elsewhere.js';

const ROOM = { id: 'room-1', key: null, code: 'ABC234' };
const MIA = { id: 'guest:mia', username: null, name: 'Mia', avatarUrl: null, role: 'student', guest: true } as const;

type Signal = Parameters<ClusterBus['signal']>[0];

/** Other nodes, which say what the test has them say, in that order. */
class AnsweringBus extends ClusterBus {
  readonly state = 'connected';
  readonly sharing = new SingleNodeSharing();
  answers: { node: string; isThere: boolean }[] = [];
  private listener: (signal: Signal) => void = () => undefined;

  onSignal(listener: (signal: Signal) => void): void {
    this.listener = listener;
  }

  signal({ name, data }: Signal): Promise<void> {
    if (name === 'challenge-seat') {
      const { questionId } = data;
      for (const answer of this.answers) this.listener({ name: 'seat-challenged', data: { questionId, ...answer } });
    }
    return Promise.resolve();
  }

  send(): void {
    throw new Error('Nobody is told anything');
  }

  onPublication(): void {
    throw new Error('Nobody is told anything');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('who has a name on another node', () => {
  let bus: AnsweringBus;
  let roster: Roster;
  let challenge: HolderChallenge;

  beforeEach(() => {
    bus = new AnsweringBus();
    roster = new Roster();
    const signals = new ClusterSignals(bus);
    const nobody = {} as LivenessChallenge & GuestEndings;
    challenge = new HolderChallenge(roster, nobody, new SeatsElsewhere(roster, signals), nobody, signals, bus);
    challenge.onModuleInit();
  });

  function sits(node: string, goneAt: number | null = null): SeatElsewhere {
    const joinedAt = '2026-01-01T00:00:00.000Z';
    return seatElsewhere(node, { room: ROOM, user: MIA, name: 'Mia', role: 'member', joinedAt, moment: 1, goneAt });
  }

  function isThere(...elsewhere: SeatElsewhere[]): Promise<boolean> {
    roster.putElsewhere(ROOM.id, MIA.id, elsewhere);
    return challenge.isThere(roster.place(ROOM.id, MIA.id));
  }

  it('is there when one of those nodes says so, whatever one says that they have left', async () => {
    bus.answers = [
      { node: 'left', isThere: false },
      { node: 'here', isThere: true },
    ];
    await expect(isThere(sits('left', Date.now()), sits('here'))).resolves.toBe(true);
    expect(roster.place(ROOM.id, MIA.id).elsewhere.map(({ goneAt }) => goneAt)).toContain(null);
  });

  it('is gone when all on which they sit say so, and given up here', async () => {
    bus.answers = ['b', 'c'].map((node) => ({ node, isThere: false }));
    await expect(isThere(sits('b'), sits('c'))).resolves.toBe(false);
    expect(roster.place(ROOM.id, MIA.id).elsewhere.every(({ goneAt }) => goneAt !== null)).toBe(true);
  });

  it('is gone without a question where nobody sits any more', async () => {
    bus.answers = [{ node: 'b', isThere: true }];
    await expect(isThere(sits('b', Date.now()))).resolves.toBe(false);
  });
});
