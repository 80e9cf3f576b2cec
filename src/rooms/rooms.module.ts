import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { Lanes } from '../common/lanes.js';
import { AppConfig } from '../config/index.js';
import { Limiters } from '../realtime/index.js';
import { Absences } from './absences.js';
import { Admission } from './admission.js';
import { Announcements } from './announcements.js';
import { Attendance } from './attendance.js';
import { BrowseRooms } from './browse-rooms.js';
import { CodeAttempts } from './code-attempts.js';
import { CreateRoom } from './create-room.js';
import { Departures } from './departures.js';
import { DIRECT, DirectRooms, Peers } from './direct/index.js';
import { Blocks, DOOR_ENTITIES, DOORS } from './doors/index.js';
import { GuestAccessGuard } from './guest-access.guard.js';
import { GuestEndings } from './guest-endings.js';
import { GuestNames } from './guest-names.js';
import { HolderChallenge } from './holder-challenge.js';
import { HOSTED, HostedRooms } from './hosted/index.js';
import { JoinRoom } from './join-room.js';
import { KeptMuteEntity } from './kept-mute.entity.js';
import { LeaveRoom } from './leave-room.js';
import { LivenessChallenge } from './liveness-challenge.js';
import { Lobby } from './lobby.js';
import { MemberRepository } from './member.repository.js';
import { Membership } from './membership.js';
import { BrowseMembers } from './moderation/browse-members.js';
import { Decisions } from './moderation/decisions.js';
import { MemberChangeRepository } from './moderation/member-change.repository.js';
import { ModerationGateway } from './moderation/moderation.gateway.js';
import { Removals } from './moderation/removals.js';
import { Roles } from './moderation/roles.js';
import { RoomChangeRepository } from './moderation/room-change.repository.js';
import { RoomSettings } from './moderation/room-settings.js';
import { Newcomers } from './newcomers.js';
import { OrphanedSeats } from './orphaned-seats.js';
import { Participation } from './participation.js';
import { PrivateRooms } from './private-rooms.js';
import { ReturningMembers } from './returning-members.js';
import { RoomAccess } from './room-access.js';
import { RoomAuthority } from './room-authority.js';
import { RoomChanges } from './room-changes.js';
import { RoomClosings } from './room-closings.js';
import { ROOM_LANES } from './room-lanes.js';
import { RoomExpiry } from './room-expiry.js';
import { RoomMemberEntity } from './room-member.entity.js';
import { RoomEntity } from './room.entity.js';
import { RoomRepository } from './room.repository.js';
import { RoomsGateway } from './rooms.gateway.js';
import { RoomsMadeByGuests } from './rooms-made-by-guests.js';
import { Roster } from './roster.js';
import { SeatsElsewhere } from './seats-elsewhere.js';
import { SharedSeats } from './shared-seats.js';
import { SessionCreationLimit } from './session-creation-limit.js';
import { SessionsController } from './sessions.controller.js';
import { RoomListRepository } from './supervision/room-list.repository.js';
import { SupervisedRooms } from './supervision/supervised-rooms.js';

@Module({
  imports: [TypeOrmModule.forFeature([RoomEntity, RoomMemberEntity, KeptMuteEntity, ...DOOR_ENTITIES]), AuthModule],
  controllers: [SessionsController],
  providers: [
    RoomsGateway,
    CreateRoom,
    PrivateRooms,
    JoinRoom,
    Admission,
    ReturningMembers,
    Newcomers,
    GuestNames,
    LeaveRoom,
    BrowseRooms,
    Announcements,
    GuestAccessGuard,
    SessionCreationLimit,
    RoomAccess,
    RoomAuthority,
    Lobby,
    ...DOORS,
    ...DIRECT,
    ...HOSTED,
    Membership,
    Departures,
    Attendance,
    RoomChanges,
    RoomClosings,
    Participation,
    Absences,
    LivenessChallenge,
    HolderChallenge,
    GuestEndings,
    SeatsElsewhere,
    SharedSeats,
    OrphanedSeats,
    RoomExpiry,
    RoomRepository,
    MemberRepository,
    RoomsMadeByGuests,
    ModerationGateway,
    RoomSettings,
    Removals,
    Roles,
    BrowseMembers,
    Decisions,
    RoomChangeRepository,
    MemberChangeRepository,
    { provide: Lanes, useFactory: () => new Lanes(ROOM_LANES) },
    Roster,
    RoomListRepository,
    SupervisedRooms,
    {
      provide: CodeAttempts,
      inject: [AppConfig, Limiters],
      useFactory: ({ limits }: AppConfig, limiters: Limiters) => new CodeAttempts(limits, limiters),
    },
  ],
  exports: [RoomAccess, RoomAuthority, Blocks, DirectRooms, HostedRooms, Peers, PrivateRooms, SupervisedRooms],
})
export class RoomsModule {}
