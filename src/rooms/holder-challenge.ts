import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../common/index.js';
import { ClusterBus, ClusterSignals } from '../realtime/index.js';
import { GuestEndings } from './guest-endings.js';
import { LivenessChallenge } from './liveness-challenge.js';
import { Roster } from './roster.js';
import type { Place, SeatElsewhere } from './seat.js';
import { SeatsElsewhere } from './seats-elsewhere.js';

/** Longer than a node gives a connection to answer: what says nothing by then is gone itself. */
const ANSWER_MS = 3_500;

/** Finds out whether somebody whose name is wanted is still there, on whatever node. */
@Injectable()
export class HolderChallenge implements OnModuleInit {
  /** Questions to the other nodes, and who hears their answers. */
  private readonly asked = new Map<string, (node: string, isThere: boolean) => void>();

  constructor(
    private readonly roster: Roster,
    private readonly local: LivenessChallenge,
    private readonly elsewhere: SeatsElsewhere,
    private readonly endings: GuestEndings,
    private readonly signals: ClusterSignals,
    private readonly bus: ClusterBus,
  ) {}

  onModuleInit(): void {
    this.signals.on('challenge-seat', ({ questionId, roomId, userId }) => {
      const seat = this.asked.has(questionId) ? undefined : this.roster.seat(roomId, userId);
      if (seat === undefined) return;
      void this.local
        .isThere(seat)
        .then((isThere) =>
          this.signals.send({ name: 'seat-challenged', data: { questionId, node: this.bus.sharing.node, isThere } }),
        );
    });
    this.signals.on('seat-challenged', ({ questionId, node, isThere }) => this.asked.get(questionId)?.(node, isThere));
  }

  /** Pings their connections on every node, and gives up those that don't answer. While other nodes can't be asked, who is there stays. */
  async isThere(holder: Place): Promise<boolean> {
    const { own, elsewhere } = holder;
    if (own !== undefined && (await this.local.isThere(own))) return true;
    const live = elsewhere.filter(({ goneAt }) => goneAt === null);
    const [seat] = live;
    if (seat === undefined) return false;
    if (this.bus.state === 'degraded' || (await this.ask(seat, live))) return true;
    this.giveUp(seat.room.id, seat.user.id);
    return false;
  }

  /**
   * Whether that guest, of whom the database says that the name is theirs, has a seat that this node has not heard of yet. If not, their
   * membership was left behind by a node that died, and ends.
   */
  async holds(roomId: string, userId: string): Promise<boolean> {
    if (this.bus.state === 'degraded' || (await this.elsewhere.has(roomId, userId))) return true;
    await this.endings.end(roomId, userId);
    return false;
  }

  private ask({ room, user }: SeatElsewhere, live: readonly SeatElsewhere[]): Promise<boolean> {
    const questionId = newId();
    return new Promise((resolve) => {
      // By name: a node that they have left, and that keeps their seat for the grace, says no at once.
      const missing = new Set(live.map(({ node }) => node));
      const settle = (isThere: boolean): void => {
        clearTimeout(late);
        this.asked.delete(questionId);
        resolve(isThere);
      };
      const late = setTimeout(() => {
        settle(false);
      }, ANSWER_MS);
      this.asked.set(questionId, (node, isThere) => {
        missing.delete(node);
        if (isThere || missing.size === 0) settle(isThere);
      });
      void this.signals.send({ name: 'challenge-seat', data: { questionId, roomId: room.id, userId: user.id } });
    });
  }

  /** Their nodes have given up these connections, or are gone themselves: neither need be heard of first. */
  private giveUp(roomId: string, userId: string): void {
    const { elsewhere } = this.roster.place(roomId, userId);
    this.roster.putElsewhere(
      roomId,
      userId,
      elsewhere.map((seat) => ({ ...seat, goneAt: seat.goneAt ?? Date.now() })),
    );
  }
}
