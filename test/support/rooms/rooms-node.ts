import { EventEmitter2 } from '@nestjs/event-emitter';
import type { Guests } from '../../../src/auth/guests/guests.service.js';
import { UserDirectory } from '../../../src/auth/user-directory.js';
import type { UserRepository } from '../../../src/auth/user.repository.js';
import { RevocationRepository } from '../../../src/auth/revocations/revocation.repository.js';
import { Revocations } from '../../../src/auth/revocations/revocations.service.js';
import { DomainEvents, isGuestId, type Revocation } from '../../../src/common/index.js';
import { Lanes } from '../../../src/common/lanes.js';
import type { AppConfig } from '../../../src/config/index.js';
import { Database, Outbox } from '../../../src/database/index.js';
import type { LyceumDataSource } from '../../../src/database/lyceum-data-source.js';
import type { FactData, FactName, Joined, JoinRoom as Request } from '../../../src/protocol/index.js';
import {
  LocalLimiters,
  Publisher,
  type Audience,
  type ConnectionTable,
  type RateLimits,
  type Sharing,
} from '../../../src/realtime/index.js';
import { SingleNodeBus } from '../../../src/realtime/cluster/cluster-bus.js';
import { ClusterSignals } from '../../../src/realtime/cluster/signals.js';
import { Absences } from '../../../src/rooms/absences.js';
import { Admission } from '../../../src/rooms/admission.js';
import { Attendance } from '../../../src/rooms/attendance.js';
import { BrowseRooms } from '../../../src/rooms/browse-rooms.js';
import { CodeAttempts } from '../../../src/rooms/code-attempts.js';
import { CreateRoom } from '../../../src/rooms/create-room.js';
import { DirectRoomRepository } from '../../../src/rooms/direct/direct-room.repository.js';
import { DirectRooms } from '../../../src/rooms/direct/direct-rooms.js';
import { Peers } from '../../../src/rooms/direct/peers.js';
import { Visits } from '../../../src/rooms/direct/visits.js';
import { AdmissionRepository } from '../../../src/rooms/doors/admission.repository.js';
import { BlockRepository } from '../../../src/rooms/doors/block.repository.js';
import { Blocks } from '../../../src/rooms/doors/blocks.js';
import { Doorway } from '../../../src/rooms/doors/doorway.js';
import { Invitations } from '../../../src/rooms/doors/invitations.js';
import { Knocks } from '../../../src/rooms/doors/knocks.js';
import { WaitingEndings } from '../../../src/rooms/doors/waiting-endings.js';
import { WaitingRoom } from '../../../src/rooms/doors/waiting-room.js';
import { Departures } from '../../../src/rooms/departures.js';
import { GuestEndings } from '../../../src/rooms/guest-endings.js';
import { GuestNames } from '../../../src/rooms/guest-names.js';
import { MemberListRepository } from '../../../src/rooms/hosted/member-list.repository.js';
import { HolderChallenge } from '../../../src/rooms/holder-challenge.js';
import { JoinRoom } from '../../../src/rooms/join-room.js';
import { LeaveRoom } from '../../../src/rooms/leave-room.js';
import { LivenessChallenge } from '../../../src/rooms/liveness-challenge.js';
import { MemberRepository } from '../../../src/rooms/member.repository.js';
import { Membership } from '../../../src/rooms/membership.js';
import { Decisions } from '../../../src/rooms/moderation/decisions.js';
import { MemberChangeRepository } from '../../../src/rooms/moderation/member-change.repository.js';
import { Removals } from '../../../src/rooms/moderation/removals.js';
import { Roles } from '../../../src/rooms/moderation/roles.js';
import { RoomChangeRepository } from '../../../src/rooms/moderation/room-change.repository.js';
import { RoomSettings } from '../../../src/rooms/moderation/room-settings.js';
import { Newcomers } from '../../../src/rooms/newcomers.js';
import { OrphanedSeats } from '../../../src/rooms/orphaned-seats.js';
import { Participation } from '../../../src/rooms/participation.js';
import { ReturningMembers } from '../../../src/rooms/returning-members.js';
import { RoomAccess } from '../../../src/rooms/room-access.js';
import { RoomAuthority } from '../../../src/rooms/room-authority.js';
import { RoomChanges } from '../../../src/rooms/room-changes.js';
import { RoomClosings } from '../../../src/rooms/room-closings.js';
import { ROOM_LANES } from '../../../src/rooms/room-lanes.js';
import { RoomExpiry } from '../../../src/rooms/room-expiry.js';
import { RoomRepository } from '../../../src/rooms/room.repository.js';
import { RoomsMadeByGuests } from '../../../src/rooms/rooms-made-by-guests.js';
import { Roster } from '../../../src/rooms/roster.js';
import { SeatsElsewhere } from '../../../src/rooms/seats-elsewhere.js';
import { SharedSeats } from '../../../src/rooms/shared-seats.js';
import { person, type FakeConnection } from './fake-connection.js';

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

/** The real revocations over a cluster of one; remembers what was spread. */
class NodeRevocations {
  readonly spread: Revocation[] = [];
  readonly service: Revocations;

  constructor(database: Database, events: DomainEvents, signals: ClusterSignals) {
    signals.on('revocation', (revocation) => this.spread.push(revocation));
    this.service = new Revocations(new RevocationRepository(database), signals, events);
    this.service.onModuleInit();
  }
}

export interface NodeSettings {
  readonly graceMs?: number;
  readonly joinedRooms?: number;
  /** Wrong codes of one address; by default more than a test tries. */
  readonly failedCodes?: number;
  readonly acceptUnknownRecipients?: boolean;
  /** What this node hears of others; by default it is alone. */
  readonly sharing?: Sharing;
}

/** The rooms of one gateway: its own memory, its own connections to a database that others may use too. */
export class RoomsNode {
  readonly events = new DomainEvents(new EventEmitter2());
  readonly publisher = new RecordingPublisher();
  readonly roster = new Roster();
  readonly outbox = new Outbox();
  readonly database: Database;
  readonly rooms: RoomRepository;
  readonly create: CreateRoom;
  readonly joining: JoinRoom;
  readonly leaving: LeaveRoom;
  readonly browse: BrowseRooms;
  readonly access: RoomAccess;
  readonly expiry: RoomExpiry;
  readonly revocations: NodeRevocations;
  readonly removals: Removals;
  readonly roles: Roles;
  readonly settings: RoomSettings;
  readonly waitingRoom: WaitingRoom;
  readonly waitingEndings: WaitingEndings;
  readonly invitations: Invitations;
  readonly blocks: Blocks;
  readonly direct: DirectRooms;
  /** Ids of people who have a live connection, as far as waiting rooms look. */
  readonly connected = new Set<string>();

  constructor(
    source: LyceumDataSource,
    { graceMs = 60_000, joinedRooms = 200, failedCodes = 1_000, acceptUnknownRecipients = false, sharing }: NodeSettings = {},
  ) {
    const config = {
      rooms: { capacity: 500, idleMs: 86_400_000, joinedRooms, acceptUnknownRecipients },
      presence: { graceMs },
      cluster: { redisUrl: undefined },
    } as AppConfig;
    const accounts = {
      findByUsernameKey: () => Promise.resolve(null),
      // Everybody has an account but guests.
      findByIds: (ids: readonly string[]) => Promise.resolve(ids.filter((id) => !isGuestId(id)).map(person)),
    };
    const users = new UserDirectory(
      accounts as unknown as UserRepository,
      { find: () => Promise.resolve([]) } as unknown as Guests,
    );
    const unlimited = { admit: () => Promise.resolve() } as unknown as RateLimits;
    const attempts = new CodeAttempts(
      { failedCodesPerAddress: failedCodes, failedCodesPerUser: 1_000, failedCodesGlobal: 1_000 },
      new LocalLimiters(),
    );
    const members = new MemberRepository((this.database = new Database(source)));
    const lanes = new Lanes(ROOM_LANES);
    const byGuests = new RoomsMadeByGuests();
    const absences = new Absences();
    const { database, roster, publisher, events, outbox } = this;
    this.rooms = new RoomRepository(database);
    this.access = new RoomAccess(this.rooms, members, roster, attempts);
    this.create = new CreateRoom(config, database, this.rooms, new MemberListRepository(database), byGuests, outbox);
    const peers = new Peers(users);
    this.browse = new BrowseRooms(this.access, this.rooms, members, roster, peers);
    const bus = new SingleNodeBus();
    const signals = new ClusterSignals(bus);
    const { service: revocations } = (this.revocations = new NodeRevocations(database, events, signals));
    const changes = new RoomChanges(roster, users, publisher, signals);
    const membership = new Membership(database, this.rooms, members, roster, changes, revocations);
    const attendance = new Attendance(roster, publisher);
    const departures = new Departures(attendance, revocations);
    const closings = new RoomClosings(publisher, signals);
    const elsewhere = new SeatsElsewhere(roster, signals);
    const endings = new GuestEndings(roster, elsewhere, membership, lanes);
    const shared = sharing ?? bus.sharing;
    const participation = new Participation(config, roster, absences, endings, attendance, events, signals, shared);
    const newcomers = new Newcomers(config, roster, members, shared);
    const orphans = new OrphanedSeats(config, roster, attendance, endings, shared);
    const { rooms } = this;
    const authority = new RoomAuthority(members);
    const admissions = new AdmissionRepository(database);
    const table = { countOf: (id: string) => Number(this.connected.has(id)) } as unknown as ConnectionTable;
    this.waitingEndings = new WaitingEndings(config, admissions, table, publisher, events);
    const knocks = new Knocks(admissions, this.waitingEndings, publisher);
    const doorway = new Doorway(database, rooms, this.access, authority);
    this.waitingRoom = new WaitingRoom(doorway, database, admissions, members, users, publisher);
    this.blocks = new Blocks(new BlockRepository(database), users);
    this.direct = new DirectRooms(config, database, new DirectRoomRepository(database), this.blocks, users, unlimited);
    this.invitations = new Invitations(doorway, this.access, admissions, members, users, this.blocks, publisher, outbox);
    const admission = new Admission(
      database,
      rooms,
      members,
      membership,
      newcomers,
      participation,
      attempts,
      byGuests,
      endings,
      knocks,
      revocations,
      config,
    );
    const names = new GuestNames(users);
    this.joining = new JoinRoom(
      config,
      this.access,
      this.create,
      names,
      admission,
      new ReturningMembers(database, rooms, members, newcomers, participation),
      participation,
      new HolderChallenge(roster, new LivenessChallenge(participation, absences), elsewhere, endings, signals, bus),
      roster,
      lanes,
      unlimited,
      attendance,
      new Visits(members, peers),
      departures,
    );
    this.leaving = new LeaveRoom(this.access, membership, departures, roster, lanes);
    this.expiry = new RoomExpiry(config, database, rooms, members, membership, participation, endings, roster, closings, outbox);
    const decisions = new Decisions(this.access, authority, database, rooms, members, lanes);
    const memberChanges = new MemberChangeRepository(database);
    this.removals = new Removals(
      decisions,
      users,
      members,
      memberChanges,
      admissions,
      membership,
      departures,
      revocations,
      publisher,
    );
    this.roles = new Roles(decisions, memberChanges, changes);
    this.settings = new RoomSettings(decisions, new RoomChangeRepository(), members, changes, closings, this.waitingRoom, outbox);
    participation.onModuleInit();
    new SharedSeats(shared, roster, orphans, participation).onModuleInit();
    changes.onModuleInit();
    this.waitingEndings.listen();
  }

  join(connection: FakeConnection, request: Request): Promise<Joined> {
    return this.joining.join(connection, request);
  }

  /** Another node's revocation comes in. */
  receive(revocation: Revocation): void {
    this.events.emit('AccessRevoked', revocation);
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
