import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { Lanes, type Turn } from '../common/lanes.js';
import { AppConfig } from '../config/index.js';
import type { Joined, JoinRoom as Request } from '../protocol/index.js';
import { RateLimits, type Connection } from '../realtime/index.js';
import { Attendance } from './attendance.js';
import { CreateRoom } from './create-room.js';
import { Visits } from './direct/index.js';
import { GuestNames } from './guest-names.js';
import { LivenessChallenge } from './liveness-challenge.js';
import { Participation } from './participation.js';
import { guesserOf, RoomAccess } from './room-access.js';
import { Admission, type Admitted } from './admission.js';
import { shownRoom, type RoomRow } from './room-row.js';
import { ReturningMembers } from './returning-members.js';
import { Roster, type Seat } from './roster.js';

/** How often a name may change hands while somebody waits for it. */
const CHALLENGES = 2;

@Injectable()
export class JoinRoom {
  constructor(
    private readonly config: AppConfig,
    private readonly access: RoomAccess,
    private readonly rooms: CreateRoom,
    private readonly names: GuestNames,
    private readonly admission: Admission,
    private readonly returning: ReturningMembers,
    private readonly participation: Participation,
    private readonly challenge: LivenessChallenge,
    private readonly roster: Roster,
    private readonly lanes: Lanes,
    private readonly rates: RateLimits,
    private readonly attendance: Attendance,
    private readonly visits: Visits,
  ) {}

  /** Makes the caller a member and a participant with this connection; of a conversation of two only shows it. Joining again answers the same. */
  async join(connection: Connection, request: Request): Promise<Joined> {
    const room = (await this.access.find(guesserOf(connection), request)) ?? (await this.make(connection, request));
    if (room.pair !== null) return this.visits.show(connection.user, room);
    if (!connection.rooms.has(room.id) && connection.rooms.size >= this.config.rooms.joinedRooms) {
      throw new AppError('TOO_MANY_ROOMS');
    }
    const name = await this.names.nameFor(connection.user, request.name);
    // Guests' names and places change hands, and a room that may expire has to be told that it is used.
    if (!connection.user.guest && room.idleSeconds === null) {
      const returned =
        (await this.returning.admit(connection, room.id)) ??
        (room.kind === 'lobby' ? await this.returning.enroll(connection, room.id) : undefined);
      if (returned !== undefined) return this.welcome(connection, returned, undefined);
    }
    for (let challenges = 0; ; challenges += 1) {
      const outcome = await this.lanes.run(room.id, (turn) => this.enter(turn, connection, room.id, request, name));
      if (!('holder' in outcome)) return outcome;
      // Not in the room's line: nobody else need wait for a dead connection.
      if (challenges === CHALLENGES || (await this.challenge.isThere(outcome.holder))) throw new AppError('NAME_TAKEN');
    }
  }

  private async make(connection: Connection, { id, key, create }: Request): Promise<RoomRow> {
    if (id !== undefined || key === undefined || create !== true) throw new AppError('ROOM_NOT_FOUND');
    await this.rates.admit(connection, 'create', 'refuse');
    return this.rooms.findOrCreate(key);
  }

  /** Gives the answer, or who has the name and is still connected. */
  private async enter(
    turn: Turn,
    connection: Connection,
    roomId: string,
    request: Request,
    wanted: string,
  ): Promise<Joined | { holder: Seat }> {
    const { user } = connection;
    const own = this.roster.seat(roomId, user.id);
    const name = own?.name ?? wanted;
    const holder = user.guest && own === undefined ? this.roster.holderOf(roomId, name) : undefined;
    if (holder !== undefined && !holder.user.guest) throw new AppError('NAME_TAKEN');
    if (holder !== undefined && holder.connections.size > 0) return { holder };

    const admitted = await this.admission.admit({ turn, connection, roomId, request, name, replaced: holder });
    return this.welcome(connection, admitted, holder);
  }

  /** Tells the others who came, unless they were here already, and gives the answer. */
  private welcome(connection: Connection, { entry, room, readSeq }: Admitted, replaced: Seat | undefined): Joined {
    const { seat } = entry;
    if (replaced !== undefined) this.participation.end(replaced, 'replaced', connection.id);
    if (entry.isNewSeat) this.attendance.arrived(seat, connection.id, replaced !== undefined);
    return { room: shownRoom(room), role: seat.role, ...this.roster.shown(room.id), lastSeq: room.lastSeq, readSeq };
  }
}
