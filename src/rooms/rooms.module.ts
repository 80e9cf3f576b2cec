import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { Lanes } from '../common/lanes.js';
import { AppConfig } from '../config/index.js';
import { Absences } from './absences.js';
import { Admission } from './admission.js';
import { Announcements } from './announcements.js';
import { BrowseRooms } from './browse-rooms.js';
import { CodeAttempts } from './code-attempts.js';
import { CreateRoom } from './create-room.js';
import { GuestAccessGuard } from './guest-access.guard.js';
import { GuestEndings } from './guest-endings.js';
import { GuestNames } from './guest-names.js';
import { JoinRoom } from './join-room.js';
import { LeaveRoom } from './leave-room.js';
import { LivenessChallenge } from './liveness-challenge.js';
import { MemberRepository } from './member.repository.js';
import { Membership } from './membership.js';
import { Participation } from './participation.js';
import { RoomAccess } from './room-access.js';
import { ROOM_LANES } from './room-lanes.js';
import { RoomExpiry } from './room-expiry.js';
import { RoomMemberEntity } from './room-member.entity.js';
import { RoomEntity } from './room.entity.js';
import { RoomRepository } from './room.repository.js';
import { RoomsGateway } from './rooms.gateway.js';
import { RoomsMadeByGuests } from './rooms-made-by-guests.js';
import { Roster } from './roster.js';
import { SessionCreationLimit } from './session-creation-limit.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([RoomEntity, RoomMemberEntity]), AuthModule],
  controllers: [SessionsController],
  providers: [
    RoomsGateway,
    CreateRoom,
    JoinRoom,
    Admission,
    GuestNames,
    LeaveRoom,
    BrowseRooms,
    Announcements,
    GuestAccessGuard,
    SessionCreationLimit,
    RoomAccess,
    Membership,
    Participation,
    Absences,
    LivenessChallenge,
    GuestEndings,
    RoomExpiry,
    RoomRepository,
    MemberRepository,
    RoomsMadeByGuests,
    { provide: Lanes, useFactory: () => new Lanes(ROOM_LANES) },
    Roster,
    { provide: CodeAttempts, inject: [AppConfig], useFactory: ({ limits }: AppConfig) => new CodeAttempts(limits) },
  ],
  exports: [RoomAccess],
})
export class RoomsModule {}
