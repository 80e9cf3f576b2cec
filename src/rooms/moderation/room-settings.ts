import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { Outbox, uniqueViolation } from '../../database/index.js';
import type { Room, RoomRef, RoomTarget, UpdateRoom } from '../../protocol/index.js';
import type { Asker } from '../../realtime/index.js';
import { WaitingRoom } from '../doors/index.js';
import { MemberRepository } from '../member.repository.js';
import { RoomChanges } from '../room-changes.js';
import { RoomClosings } from '../room-closings.js';
import { newCode } from '../room-codes.js';
import { roomClosed } from '../room-events.js';
import { refOf, shownRoom } from '../room-row.js';
import { OPEN_ROOM_CODE } from '../room.entity.js';
import { Decisions } from './decisions.js';
import { RoomChangeRepository } from './room-change.repository.js';

/** With a million open sessions one code in a thousand is taken; five in a row never are. */
const CODE_TRIES = 5;

/** Changes a room itself: what it is like, the way in, and its end. */
@Injectable()
export class RoomSettings {
  constructor(
    private readonly decisions: Decisions,
    private readonly rooms: RoomChangeRepository,
    private readonly members: MemberRepository,
    private readonly changes: RoomChanges,
    private readonly closings: RoomClosings,
    private readonly waitingRoom: WaitingRoom,
    private readonly outbox: Outbox,
  ) {}

  /** A capacity below the number of members keeps newcomers out and sends nobody away. */
  async update(asker: Asker, { room: target, ...wishes }: UpdateRoom): Promise<Room> {
    return this.decisions.make(
      asker,
      target,
      async ({ tx, room, assertMay }) => {
        assertMay('update');
        return this.rooms.update(tx, room.id, wishes);
      },
      async (room) => {
        this.changes.updated(room);
        if (wishes.entry === 'open') await this.waitingRoom.opened(refOf(room));
        return shownRoom(room);
      },
    );
  }

  /** From now on only the new code leads in. Who is in stays in, and may go on calling the room by the old one. */
  async rotateCode(asker: Asker, target: RoomTarget): Promise<Room> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.tryToRotate(asker, target);
      } catch (error) {
        if (uniqueViolation(error) !== OPEN_ROOM_CODE) throw error;
        if (tries === CODE_TRIES) throw new AppError('UNAVAILABLE');
      }
    }
  }

  /** Ends the room for everybody. Memberships stay, but for those of guests, which end with their participation. */
  async close(asker: Asker, target: RoomTarget): Promise<RoomRef> {
    const { room, everywhere } = await this.decisions.make(
      asker,
      target,
      async ({ tx, room: open, assertMay }) => {
        assertMay('close');
        await this.members.removeGuestsOf([open.id], tx);
        const closed = await this.rooms.close(tx, open.id);
        await this.outbox.append(tx, [roomClosed(closed, 'closed')]);
        return closed;
      },
      (closed) => ({ room: refOf(closed), everywhere: this.closings.tell([closed], 'closed') }),
    );
    await everywhere;
    return room;
  }

  private async tryToRotate(asker: Asker, target: RoomTarget): Promise<Room> {
    const { room, everywhere } = await this.decisions.make(
      asker,
      target,
      async ({ tx, room: open, assertMay }) => {
        assertMay('rotate-code');
        if (open.code === null) throw new AppError('FORBIDDEN', { message: 'This room has no code that leads into it.' });
        return this.rooms.setCode(tx, open.id, newCode());
      },
      (renamed) => ({ room: shownRoom(renamed), everywhere: this.changes.renamed(renamed) }),
    );
    await everywhere;
    return room;
  }
}
