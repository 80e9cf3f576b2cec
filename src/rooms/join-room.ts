import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { Lanes, type Turn } from '../common/lanes.js';
import { AppConfig } from '../config/index.js';
import type { Joined, JoinRoom as Request } from '../protocol/index.js';
import { RateLimits, type Connection } from '../realtime/index.js';
import { Admission, type Admitted, type Rivalry } from './admission.js';
import { Attendance } from './attendance.js';
import { CreateRoom } from './create-room.js';
import { Departures } from './departures.js';
import { Visits } from './direct/index.js';
import { GuestNames } from './guest-names.js';
import { HolderChallenge } from './holder-challenge.js';
import { Participation } from './participation.js';
import { guesserOf, RoomAccess } from './room-access.js';
import { shownRoom, type RoomRow } from './room-row.js';
import { ReturningMembers } from './returning-members.js';
import { Roster } from './roster.js';
import { faceOf, isHere, type Place } from './seat.js';

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
    private readonly challenge: HolderChallenge,
    private readonly roster: Roster,
    private readonly lanes: Lanes,
    private readonly rates: RateLimits,
    private readonly attendance: Attendance,
    private readonly visits: Visits,
    private readonly departures: Departures,
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
      if ('lastSeq' in outcome) return outcome;
      // Not in the room's line: nobody else need wait for a dead connection.
      if (challenges === CHALLENGES || (await this.isHeld(room.id, outcome))) throw new AppError('NAME_TAKEN');
    }
  }

  private async make(connection: Connection, { id, key, create }: Request): Promise<RoomRow> {
    if (id !== undefined || key === undefined || create !== true) throw new AppError('ROOM_NOT_FOUND');
    await this.rates.admit(connection, 'create', 'refuse');
    return this.rooms.findOrCreate(key);
  }

  private isHeld(roomId: string, claim: { holder: Place } | Rivalry): Promise<boolean> {
    return 'holder' in claim ? this.challenge.isThere(claim.holder) : this.challenge.holds(roomId, claim.rivalId);
  }

  /** Gives the answer, or who has the name and is still connected. */
  private async enter(
    turn: Turn,
    connection: Connection,
    roomId: string,
    request: Request,
    wanted: string,
  ): Promise<Joined | { holder: Place } | Rivalry> {
    const { user } = connection;
    const own = faceOf(this.roster.place(roomId, user.id));
    const name = own?.name ?? wanted;
    const holder = user.guest && own === undefined ? this.roster.holderOf(roomId, name) : undefined;
    if (holder !== undefined && faceOf(holder)?.user.guest !== true) throw new AppError('NAME_TAKEN');
    if (holder !== undefined && isHere(holder)) return { holder };

    const admitted = await this.admission.admit({ turn, connection, roomId, request, name, replaced: holder });
    return 'entry' in admitted ? this.welcome(connection, admitted, holder) : admitted;
  }

  /** Tells the others who came, unless they were here already, and gives the answer. */
  private welcome(connection: Connection, admitted: Admitted, replaced: Place | undefined): Joined {
    const { entry, room, readSeq } = admitted;
    const { seat } = entry;
    if (replaced !== undefined) this.giveUp(replaced, admitted, connection.id);
    if (entry.isNewcomer) this.attendance.arrived(seat, connection.id, replaced !== undefined);
    const { role, muted } = seat;
    return { room: shownRoom(room), role, muted, ...this.roster.shown(room.id), lastSeq: room.lastSeq, readSeq };
  }

  private giveUp({ own, elsewhere: [other] }: Place, { eviction }: Admitted, exceptConnection: string): void {
    if (own !== undefined) this.participation.end(own, 'replaced', exceptConnection);
    // Told once, wherever they sat.
    const leaver = own === undefined ? other : undefined;
    if (eviction !== undefined)
      void this.departures.begin({ reason: 'replaced', leaver, revocation: eviction, exceptConnection });
  }
}
