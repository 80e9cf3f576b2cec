export {
  audienceOf,
  blockedError,
  contactsOf,
  DirectRooms,
  peerIn,
  Peers,
  PEOPLE_COLUMN,
  type Pair,
  type WithPeople,
} from './direct/index.js';
export { UserTargetDto } from './doors/dto/block.dto.js';
export { Blocks } from './doors/index.js';
export { CreateRoomDto } from './dto/create-room.dto.js';
export { NamedRoomDto } from './dto/named-room.dto.js';
export { RoomTargetDto } from './dto/room-target.dto.js';
export { GuestAccessGuard } from './guest-access.guard.js';
export { HostedRooms, inNameOf, type MembersChange } from './hosted/index.js';
export { RoomSettingsDto } from './moderation/dto/update-room.dto.js';
export { PrivateRooms } from './private-rooms.js';
export { RoomAccess, type FoundRoom } from './room-access.js';
export { RoomAuthority } from './room-authority.js';
export { ROOM_COLUMNS, ROOMS_OF_MEMBERS, shownRoom, type RoomRow } from './room-row.js';
export { SupervisedRooms } from './supervision/supervised-rooms.js';
export { RoomsModule } from './rooms.module.js';
