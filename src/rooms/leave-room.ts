import { Injectable } from '@nestjs/common';
import { Lanes } from '../common/lanes.js';
import type { RoomRef, RoomTarget, User } from '../protocol/index.js';
import { Publisher, type Connection } from '../realtime/index.js';
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
    private readonly publisher: Publisher,
  ) {}

  /** Ends membership and participation, of all the person's devices. When it resolves, nothing more of the room reaches them. */
  async leave(connection: Connection, target: RoomTarget): Promise<RoomRef> {
    const room = await this.access.requireMember(connection, target);
    await this.lanes.run(room.id, async () => {
      const { user } = connection;
      await this.membership.end(room.id, user.id);
      connection.exit(room.id);
      const seat = this.roster.seat(room.id, user.id);
      if (seat === undefined) this.tellOtherNodes(room, user);
      else this.participation.end(seat, 'left');
    });
    return room;
  }

  /** They sit on another node, if anywhere: it learns by the fact that their connections there are out of the room. */
  private tellOtherNodes(room: RoomRef, user: User): void {
    const at = new Date().toISOString();
    this.publisher.publish({ room: room.id }, 'rooms:left', { room, user, name: user.name, reason: 'left', at });
  }
}
