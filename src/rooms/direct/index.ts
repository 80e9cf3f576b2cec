import { DirectRoomRepository } from './direct-room.repository.js';
import { DirectRooms } from './direct-rooms.js';
import { Peers } from './peers.js';
import { Visits } from './visits.js';

export { audienceOf } from './audience.js';
export { blockedError } from './blocked.js';
export { contactsOf, PEOPLE_COLUMN, type WithPeople } from './contacts.js';
export { DirectRooms } from './direct-rooms.js';
export { peerIn, type Pair } from './pair.js';
export { Peers } from './peers.js';
export { Visits } from './visits.js';

/** What the module of rooms provides for conversations of two. */
export const DIRECT = [DirectRooms, DirectRoomRepository, Peers, Visits];
