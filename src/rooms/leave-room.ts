import { Injectable } from '@nestjs/common';
import { Lanes } from '../common/lanes.js';
import type { RoomRef, RoomTarget } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { Departures } from './departures.js';
import { Membership } from './membership.js';
import { RoomAccess } from './room-access.js';
import { Roster } from './roster.js';
import { faceOf } from './seat.js';

@Injectable()
export class LeaveRoom {
  constructor(
    private readonly access: RoomAccess,
    private readonly membership: Membership,
    private readonly departures: Departures,
    private readonly roster: Roster,
    private readonly lanes: Lanes,
  ) {}

  /**
   * Ends membership and participation, of all the person's devices. When it resolves, nothing more of the room reaches them. A
   * conversation of two can't be left.
   */
  async leave(connection: Connection, target: RoomTarget): Promise<RoomRef> {
    const { room, pair } = await this.access.lookAsMember(connection, target);
    if (pair !== null) return room;
    const { everywhere } = await this.lanes.run(room.id, async () => {
      const { id, user } = connection;
      const { revocation, member } = await this.membership.end(room.id, user.id);
      connection.exit(room.id);
      const seat = faceOf(this.roster.place(room.id, user.id)) ?? { room, user, name: member?.name ?? user.name };
      const leaver = member === undefined ? undefined : seat;
      return this.departures.begin({ reason: 'left', leaver, revocation, exceptConnection: id });
    });
    await everywhere;
    return room;
  }
}
