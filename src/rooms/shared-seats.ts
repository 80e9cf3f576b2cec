import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isPlainObject } from '../common/plain-json.js';
import { Sharing, type SharedEntries } from '../realtime/index.js';
import { OrphanedSeats } from './orphaned-seats.js';
import { Participation } from './participation.js';
import { Roster } from './roster.js';
import { isHere, seatElsewhere, sharedSeat, type Seat, type SharedSeat } from './seat.js';

/** Tells the other nodes who sits here, and keeps in the roster who sits there. */
@Injectable()
export class SharedSeats implements OnModuleInit {
  private readonly entries: SharedEntries<SharedSeat>;

  constructor(
    private readonly sharing: Sharing,
    private readonly roster: Roster,
    private readonly orphans: OrphanedSeats,
    private readonly participation: Participation,
  ) {
    this.entries = sharing.of('seats', isSharedSeat);
  }

  onModuleInit(): void {
    if (this.sharing.isAlone) return;
    this.roster.onOwnChange((seat, isGone) => {
      if (isGone) this.entries.delete(keyOf(seat));
      else this.entries.set(keyOf(seat), sharedSeat(seat));
    });
    this.entries.onChange((key) => {
      this.heard(key);
    });
    for (const [key] of this.entries.allElsewhere()) this.heard(key);
  }

  private heard(key: string): void {
    const [roomId, userId] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
    const said = this.entries.elsewhere(key).map(({ node, value }) => seatElsewhere(node, value));
    const { own, elsewhere: before } = this.roster.place(roomId, userId);
    // Whoever is anywhere need not come back from a node that is gone.
    const orphaned = isHere({ own, elsewhere: said })
      ? []
      : before.filter(({ node }) => !this.sharing.isThere(node) && !said.some((seat) => seat.node === node));
    this.roster.putElsewhere(roomId, userId, [...said, ...orphaned.map((seat) => this.orphans.keep(key, seat))]);
    for (const seat of said) this.orphans.isBack(key, seat);
    this.participation.heardElsewhere(roomId, userId);
  }
}

function keyOf({ room, user }: Seat): string {
  return `${room.id} ${user.id}`;
}

function isSharedSeat(value: unknown): value is SharedSeat {
  if (!isPlainObject(value) || !isPlainObject(value.room) || !isPlainObject(value.user)) return false;
  const { room, user, name, role, joinedAt, moment, goneAt } = value;
  const texts = [room.id, user.id, user.name, name, role, joinedAt];
  return (
    texts.every((text) => typeof text === 'string') &&
    typeof moment === 'number' &&
    (goneAt === null || typeof goneAt === 'number')
  );
}
