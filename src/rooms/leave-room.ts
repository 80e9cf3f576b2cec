import { Injectable } from '@nestjs/common';
import { Lanes } from '../common/lanes.js';
import type { RoomRef, RoomTarget } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { Membership } from './membership.js';
import { Participation } from './participation.js';
import { RoomAccess } from './room-access.js';
import { Roster } from './roster.js';

@Injectable()
export class LeaveRoom {
  constructor(
    private readonly access: RoomAccess,
    private readonly membership: Membership,
    private readonly participation: Participation,
    private readonly roster: Roster,
    private readonly lanes: Lanes,
  ) {}

  /** Ends membership and participation, of all the person's devices. When it resolves, nothing more of the room reaches them. */
  async leave(connection: Connection, target: RoomTarget): Promise<RoomRef> {
    const room = await this.access.requireMember(connection, target);
    await this.lanes.run(room.id, async () => {
      await this.membership.end(room.id, connection.user.id);
      const seat = this.roster.seat(room.id, connection.user.id);
      if (seat !== undefined) this.participation.end(seat, 'left');
      connection.exit(room.id);
    });
    return room;
  }
}
