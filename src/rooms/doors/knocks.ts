import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { Transaction } from '../../database/index.js';
import type { RoomRef, User } from '../../protocol/index.js';
import { Publisher } from '../../realtime/index.js';
import { AdmissionRepository, type Standing } from './admission.repository.js';
import { WaitingEndings } from './waiting-endings.js';
import { isTurnedAway, isWorthANewKnock } from './standing-rules.js';

/** More would be a crowd that nobody lets in one by one. */
const WAITING = 500;

/** Somebody stands at the door, and who hears of it; nobody where they have heard a moment ago. */
export interface Knock {
  readonly room: RoomRef;
  readonly user: User;
  readonly doorkeepers: readonly string[];
}

/** The door of a room as those see it who come: all under the room's lock, in the transaction of the joining. */
@Injectable()
export class Knocks {
  constructor(
    private readonly admissions: AdmissionRepository,
    private readonly endings: WaitingEndings,
    private readonly publisher: Publisher,
  ) {}

  standing(tx: Transaction, roomId: string, userId: string): Promise<Standing | undefined> {
    return this.admissions.find(tx, roomId, userId);
  }

  /** They are a member now: an invitation is used up, and nobody waits any more. */
  async useUp(tx: Transaction, roomId: string, userId: string): Promise<void> {
    await this.admissions.remove(tx, roomId, userId);
  }

  /**
   * From now on they wait; knocking again changes nothing. Throws `FORBIDDEN` to whom was turned away in the last five minutes,
   * `ROOM_FULL` where 500 wait already.
   */
  async knock(tx: Transaction, room: RoomRef, user: User, standing: Standing | undefined): Promise<Knock> {
    if (isTurnedAway(standing)) {
      throw new AppError('FORBIDDEN', { message: 'You were not let in. Try again in a few minutes.' });
    }
    const { id: userId, guest } = user;
    const name = guest ? user.name : null;
    this.endings.watch(userId);
    if (standing?.state === 'waiting') {
      const told = isWorthANewKnock(standing);
      await this.admissions.renew(tx, room.id, userId, { name, told });
      return { room, user, doorkeepers: told ? await this.admissions.doorkeepersOf(tx, room.id) : [] };
    }
    if ((await this.admissions.count(tx, room.id, 'waiting')) >= WAITING) {
      throw new AppError('ROOM_FULL', { message: 'Too many people wait to be let in. Try again later.' });
    }
    await this.admissions.put(tx, { roomId: room.id, userId, state: 'waiting', guest, name, byUserId: null });
    return { room, user, doorkeepers: await this.admissions.doorkeepersOf(tx, room.id) };
  }

  /** After the commit. */
  tell({ room, user, doorkeepers }: Knock): void {
    const at = new Date().toISOString();
    for (const id of doorkeepers) this.publisher.publish({ user: id }, 'rooms:knock', { room, user, at });
  }
}
