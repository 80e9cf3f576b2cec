import { EventEmitter2 } from '@nestjs/event-emitter';
import type { UserDirectory } from '../../../src/auth/index.js';
import { DomainEvents } from '../../../src/common/index.js';
import { Lanes } from '../../../src/common/lanes.js';
import type { AppConfig } from '../../../src/config/index.js';
import { Database } from '../../../src/database/index.js';
import type { LyceumDataSource } from '../../../src/database/lyceum-data-source.js';
import type { FactData, FactName, Joined, JoinRoom as Request } from '../../../src/protocol/index.js';
import { Publisher, type Audience, type RateLimits } from '../../../src/realtime/index.js';
import { Admission } from '../../../src/rooms/admission.js';
import { BrowseRooms } from '../../../src/rooms/browse-rooms.js';
import { CodeAttempts } from '../../../src/rooms/code-attempts.js';
import { CreateRoom } from '../../../src/rooms/create-room.js';
import { GuestMakers } from '../../../src/rooms/guest-makers.js';
import { GuestNames } from '../../../src/rooms/guest-names.js';
import { JoinRoom } from '../../../src/rooms/join-room.js';
import { LeaveRoom } from '../../../src/rooms/leave-room.js';
import { MemberRepository } from '../../../src/rooms/member.repository.js';
import { Membership } from '../../../src/rooms/membership.js';
import { Participation } from '../../../src/rooms/participation.js';
import { RoomAccess } from '../../../src/rooms/room-access.js';
import { RoomExpiry } from '../../../src/rooms/room-expiry.js';
import { RoomRepository } from '../../../src/rooms/room.repository.js';
import { Roster } from '../../../src/rooms/roster.js';
import type { FakeConnection } from './fake-connection.js';

const LATE_MS = 5_000;

interface Published {
  readonly audience: Audience;
  readonly name: FactName;
  readonly data: object;
}

/** Keeps what would have been sent, and lets a test wait for it. */
class RecordingPublisher extends Publisher {
  readonly published: Published[] = [];
  private readonly listeners = new Set<() => void>();

  publish<F extends FactName>(audience: Audience, name: F, data: FactData<F>): void {
    this.published.push({ audience, name, data });
    for (const listener of this.listeners) listener();
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
  readonly usernames?: readonly string[];
}

/** The rooms of one gateway: its own memory, its own connections to a database that others may use too. */
export class RoomsNode {
  readonly publisher = new RecordingPublisher();
  readonly events = new DomainEvents(new EventEmitter2());
  readonly roster = new Roster();
  readonly database: Database;
  readonly rooms: RoomRepository;
  readonly create: CreateRoom;
  readonly joining: JoinRoom;
  readonly leaving: LeaveRoom;
  readonly browse: BrowseRooms;
  readonly access: RoomAccess;
  readonly expiry: RoomExpiry;

  constructor(source: LyceumDataSource, { graceMs = 60_000, joinedRooms = 200, usernames = [] }: NodeSettings = {}) {
    const config = {
      rooms: { capacity: 500, idleMs: 86_400_000, joinedRooms },
      presence: { graceMs },
      cluster: { redisUrl: undefined },
    } as AppConfig;
    const users = { usernameExists: (name: string) => Promise.resolve(usernames.includes(name)) } as UserDirectory;
    const unlimited = { admit: () => Promise.resolve() } as unknown as RateLimits;
    const attempts = new CodeAttempts({ failedCodesPerAddress: 1_000, failedCodesPerUser: 1_000, failedCodesGlobal: 1_000 });
    const members = new MemberRepository((this.database = new Database(source)));
    const lanes = new Lanes();
    const makers = new GuestMakers();
    const { database, roster, publisher, events } = this;
    this.rooms = new RoomRepository(database);
    this.access = new RoomAccess(this.rooms, members, roster, attempts);
    this.create = new CreateRoom(config, database, this.rooms, members, makers);
    this.browse = new BrowseRooms(this.access, this.rooms, members, roster);
    const membership = new Membership(database, this.rooms, members, roster);
    const participation = new Participation(config, roster, membership, lanes, publisher, events);
    const admission = new Admission(database, this.rooms, members, membership, participation, attempts, makers);
    const names = new GuestNames(users);
    this.joining = new JoinRoom(
      config,
      this.access,
      this.create,
      names,
      admission,
      participation,
      roster,
      lanes,
      unlimited,
      publisher,
    );
    this.leaving = new LeaveRoom(this.access, membership, participation, roster, lanes);
    this.expiry = new RoomExpiry(config, database, this.rooms, members, membership, participation, roster, publisher);
    participation.onModuleInit();
  }

  join(connection: FakeConnection, request: Request): Promise<Joined> {
    return this.joining.join(connection, request);
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
