import { AdmissionRepository } from './admission.repository.js';
import { BlockEntity } from './block.entity.js';
import { BlockRepository } from './block.repository.js';
import { Blocks } from './blocks.js';
import { WaitingEndings } from './waiting-endings.js';
import { DoorsGateway } from './doors.gateway.js';
import { Doorway } from './doorway.js';
import { Invitations } from './invitations.js';
import { Knocks } from './knocks.js';
import { RoomAdmissionEntity } from './room-admission.entity.js';
import { WaitingRoom } from './waiting-room.js';

export { Blocks } from './blocks.js';
export { WaitingRoom } from './waiting-room.js';

/** What the module of rooms provides for their doors. */
export const DOORS = [
  DoorsGateway,
  Doorway,
  Invitations,
  WaitingRoom,
  Knocks,
  WaitingEndings,
  Blocks,
  AdmissionRepository,
  BlockRepository,
];
export const DOOR_ENTITIES = [RoomAdmissionEntity, BlockEntity];
