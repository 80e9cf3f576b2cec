import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { Connection } from '../realtime/index.js';
import { Absences } from './absences.js';
import { Participation } from './participation.js';
import type { Seat } from './seat.js';

const PONG_MS = 2_000;

/** Finds out whether somebody is still there, on this node. */
@Injectable()
export class LivenessChallenge {
  constructor(
    private readonly participation: Participation,
    private readonly absences: Absences,
  ) {}

  /**
   * Pings the connections of that seat, and gives up those that don't answer within two seconds. Resolves at once when the last of
   * them closes meanwhile.
   */
  async isThere(seat: Seat): Promise<boolean> {
    const absence = this.absences.of(seat);
    try {
      const answers = [...seat.connections.values()].map((connection) => this.answers(seat, connection));
      return await Promise.race([Promise.all(answers).then((all) => all.includes(true)), absence.comes.then(() => false)]);
    } finally {
      absence.forget();
    }
  }

  private async answers(seat: Seat, connection: Connection): Promise<boolean> {
    if (await connection.isAlive(PONG_MS)) return true;
    connection.exit(seat.room.id);
    this.participation.disconnected(seat.room.id, seat.user.id, connection.id);
    // Cut without a word, which would only wait for somebody who doesn't read.
    connection.close(new AppError('SLOW_CONSUMER'));
    return false;
  }
}
