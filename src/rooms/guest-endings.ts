import { Injectable, Logger } from '@nestjs/common';
import { isPassingGuest } from '../common/index.js';
import { Lanes } from '../common/lanes.js';
import { Membership } from './membership.js';
import { Roster } from './roster.js';
import { faceOf } from './seat.js';
import { SeatsElsewhere } from './seats-elsewhere.js';

/** Past it a node has been without its database for very long, and what is left over waits for a start. */
const KEPT = 10_000;

interface Ending {
  readonly roomId: string;
  readonly userId: string;
}

/**
 * Ends the memberships of guests whose participation is over. What fails, because the database is away, is kept and tried again
 * with every sweep: otherwise they would take up a place in the room, or own it, for ever.
 */
@Injectable()
export class GuestEndings {
  private readonly logger = new Logger('Rooms');
  private readonly failed = new Map<string, Ending>();

  constructor(
    private readonly roster: Roster,
    private readonly elsewhere: SeatsElsewhere,
    private readonly membership: Membership,
    private readonly lanes: Lanes,
  ) {}

  /** Never throws: what can't be done now is done by a later `retry`. */
  async end(roomId: string, userId: string): Promise<void> {
    try {
      await this.tryToEnd({ roomId, userId });
    } catch (error) {
      this.keep({ roomId, userId });
      this.logger.warn({ err: error, roomId }, 'A guest’s membership could not be ended; the next sweep tries again');
    }
  }

  /** For a membership that may exist although its participation never began. */
  keep(ending: Ending): void {
    const key = `${ending.roomId} ${ending.userId}`;
    // Behind those that have been tried less often.
    this.failed.delete(key);
    if (this.failed.size < KEPT) this.failed.set(key, ending);
  }

  /** Tries everything again that failed; gives up until the next sweep at the first that fails again. */
  async retry(): Promise<void> {
    for (const [key, ending] of [...this.failed]) {
      try {
        await this.tryToEnd(ending);
        this.failed.delete(key);
      } catch (error) {
        this.keep(ending);
        this.logger.warn({ err: error, left: this.failed.size }, 'Guests’ memberships could not be ended yet');
        return;
      }
    }
  }

  private async tryToEnd({ roomId, userId }: Ending): Promise<void> {
    // Then it is for that node to end it. Who claims no id is nowhere else.
    if (!isPassingGuest(userId) && (await this.elsewhere.has(roomId, userId))) return;
    await this.lanes.run(roomId, async () => {
      // The same guest may have come back while this waited.
      if (faceOf(this.roster.place(roomId, userId)) === undefined) await this.membership.end(roomId, userId);
    });
  }
}
