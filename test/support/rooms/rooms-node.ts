import { EventEmitter2 } from '@nestjs/event-emitter';
import { UserDirectory } from '../../../src/auth/user-directory.js';
import type { UserRepository } from '../../../src/auth/user.repository.js';
import { DomainEvents } from '../../../src/common/index.js';
import { Lanes } from '../../../src/common/lanes.js';
import type { AppConfig } from '../../../src/config/index.js';
import { Database } from '../../../src/database/index.js';
import type { LyceumDataSource } from '../../../src/database/lyceum-data-source.js';
import type { FactData, FactName, Joined, JoinRoom as Request } from '../../../src/protocol/index.js';
import { Publisher, type Audience, type RateLimits } from '../../../src/realtime/index.js';
import { Absences } from '../../../src/rooms/absences.js';
import { Admission } from '../../../src/rooms/admission.js';
import { BrowseRooms } from '../../../src/rooms/browse-rooms.js';
import { CodeAttempts } from '../../../src/rooms/code-attempts.js';
import { CreateRoom } from '../../../src/rooms/create-room.js';
import { GuestEndings } from '../../../src/rooms/guest-endings.js';
import { GuestNames } from '../../../src/rooms/guest-names.js';
import { JoinRoom } from '../../../src/rooms/join-room.js';
import { LeaveRoom } from '../../../src/rooms/leave-room.js';
import { LivenessChallenge } from '../../../src/rooms/liveness-challenge.js';
import { MemberRepository } from '../../../src/rooms/member.repository.js';
import { Membership } from '../../../src/rooms/membership.js';
import { Participation } from '../../../src/rooms/participation.js';
import { RoomAccess } from '../../../src/rooms/room-access.js';
import { ROOM_LANES } from '../../../src/rooms/room-lanes.js';
import { RoomExpiry } from '../../../src/rooms/room-expiry.js';
import { RoomRepository } from '../../../src/rooms/room.repository.js';
import { RoomsMadeByGuests } from '../../../src/rooms/rooms-made-by-guests.js';
import { Roster } from '../../../src/rooms/roster.js';
import type { FakeConnection } from './fake-connection.js';

const LATE_MS = 5_000;

interface Published {
  readonly audience: Audience;
  readonly name: FactName;
  readonly data: object;
}

/** Keeps what would have been sent, lets a test wait for it, and says `RoomExited` at once as delivery does. */
class RecordingPublisher extends Publisher {
  readonly published: Published[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(private readonly events: DomainEvents) {
    super();
  }

  publish<F extends FactName>(audience: Audience, name: F, data: FactData<F>): void {
    this.published.push({ audience, name, data });
    if (name === 'rooms:left') this.sayExited(data as FactData<'rooms:left'>);
    for (const listener of this.listeners) listener();
  }

  private sayExited({ room, user, reason }: FactData<'rooms:left'>): void {
    if (reason === 'left') this.events.emit('RoomExited', { roomId: room.id, userId: user.id, at: Date.now() });
  }

  facts<F extends FactName>(name: F): FactData<F>[] {
    return this.published.filter((fact) => fact.name === name).map(({ data }) => data as FactData<F>);
  }

  /** The first fact of that name, when it is there. */
  async fact<F extends FactName>(name: F): Promise<FactData<F>> {
    const [first] = this.facts(name);
    if (first !== undefined) return first;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`No ${name} within ${LATE_MS} ms`));
      }, LATE_MS);
      const listener = (): void => {
        const [come] = this.facts(name);
        if (come === undefined) return;
        clearTimeout(late);
        this.listeners.delete(listener);
        resolve(come);
      };
      this.listeners.add(listener);
    });
  }
}

export interface NodeSettings {
  readonly graceMs?: number;
  readonly joinedRooms?: number;
  /** Wrong codes of one address; by default more than a test tries. */
  readonly failedCodes?: number;
}

/** The rooms of one gateway: its own memory, its own connections to a database that others may use too. */
export class RoomsNode {
  readonly events = new DomainEvents(new EventEmitter2());
  readonly publisher = new RecordingPublisher(this.events);
  readonly roster = new Roster();
  readonly database: Database;
  readonly rooms: RoomRepository;
  readonly create: CreateRoom;
  readonly joining: JoinRoom;
  readonly leaving: LeaveRoom;
  readonly browse: BrowseRooms;
  readonly access: RoomAccess;
  readonly expiry: RoomExpiry;

  constructor(source: LyceumDataSource, { graceMs = 60_000, joinedRooms = 200, failedCodes = 1_000 }: NodeSettings = {}) {
    const config = {
      rooms: { capacity: 500, idleMs: 86_400_000, joinedRooms },
      presence: { graceMs },
      cluster: { redisUrl: undefined },
    } as AppConfig;
    const accounts = { findByUsernameKey: () => Promise.resolve(null) };
    const users = new UserDirectory(accounts as unknown as UserRepository);
    const unlimited = { admit: () => Promise.resolve() } as unknown as RateLimits;
    const attempts = new CodeAttempts({
      failedCodesPerAddress: failedCodes,
      failedCodesPerUser: 1_000,
      failedCodesGlobal: 1_000,
    });
    const members = new MemberRepository((this.database = new Database(source)));
    const lanes = new Lanes(ROOM_LANES);
    const byGuests = new RoomsMadeByGuests();
    const absences = new Absences();
    const { database, roster, publisher, events } = this;
    this.rooms = new RoomRepository(database);
    this.access = new RoomAccess(this.rooms, members, roster, attempts);
    this.create = new CreateRoom(config, database, this.rooms, members, byGuests);
    this.browse = new BrowseRooms(this.access, this.rooms, members, roster);
    const membership = new Membership(database, this.rooms, members, roster);
    const endings = new GuestEndings(roster, membership, lanes);
    const participation = new Participation(config, roster, absences, endings, publisher, events);
    const { rooms } = this;
    const admission = new Admission(database, rooms, members, membership, participation, attempts, byGuests, endings);
    const names = new GuestNames(users);
    this.joining = new JoinRoom(
      config,
      this.access,
      this.create,
      names,
      admission,
      participation,
      new LivenessChallenge(participation, absences),
      roster,
      lanes,
      unlimited,
      publisher,
    );
    this.leaving = new LeaveRoom(this.access, membership, participation, roster, lanes, publisher);
    this.expiry = new RoomExpiry(config, database, rooms, members, membership, participation, endings, roster, publisher);
    participation.onModuleInit();
  }

  join(connection: FakeConnection, request: Request): Promise<Joined> {
    return this.joining.join(connection, request);
  }

  /** Another node's fact comes in, when the connections have exited the room that were in it when it was said. */
  receive({ room, user, at }: FactData<'rooms:left'>, exited: readonly FakeConnection[]): void {
    for (const connection of exited) connection.exit(room.id);
    this.events.emit('RoomExited', { roomId: room.id, userId: user.id, at: Date.parse(at) });
  }

  /** The transport of the connection closes. */
  disconnect(connection: FakeConnection): void {
    const roomIds = [...connection.rooms.keys()];
    connection.open = false;
    connection.rooms.clear();
    this.events.emit('ConnectionClosed', {
      connectionId: connection.id,
      deviceId: connection.id,
      user: connection.user,
      roomIds,
    });
  }
}
