export { RoomTargetDto } from './dto/room-target.dto.js';
export { RoomAccess } from './room-access.js';
export { RoomsModule } from './rooms.module.js';
