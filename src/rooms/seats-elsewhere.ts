import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../common/index.js';
import { ClusterSignals } from '../realtime/index.js';
import { Roster } from './roster.js';

/** Says whether somebody has a seat in a room on another node: with a second device, or because they came back there. */
@Injectable()
export class SeatsElsewhere implements OnModuleInit {
  /** Questions to the other nodes, and who waits for a yes. */
  private readonly asked = new Map<string, () => void>();

  constructor(
    private readonly roster: Roster,
    private readonly signals: ClusterSignals,
  ) {}

  onModuleInit(): void {
    this.signals.on('who-seats', ({ questionId, roomId, userId }) => {
      // The yes is sent before this is confirmed, so that who asked has it when all have confirmed.
      if (this.roster.seat(roomId, userId) !== undefined) void this.signals.send({ name: 'has-seat', data: { questionId } });
    });
    this.signals.on('has-seat', ({ questionId }) => this.asked.get(questionId)?.());
  }

  /** What can't be reached within 2 s has none. Call it where this node has none itself. */
  async has(roomId: string, userId: string): Promise<boolean> {
    const questionId = newId();
    let isYes = false;
    this.asked.set(questionId, () => {
      isYes = true;
    });
    await this.signals.send({ name: 'who-seats', data: { questionId, roomId, userId } });
    this.asked.delete(questionId);
    return isYes;
  }
}
