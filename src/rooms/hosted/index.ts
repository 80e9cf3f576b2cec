import { HostedRooms } from './hosted-rooms.js';
import { ListedMembers } from './listed-members.js';
import { MemberListRepository } from './member-list.repository.js';
import { MemberLists } from './member-lists.js';

export { inNameOf } from './backend.js';
export { HostedRooms } from './hosted-rooms.js';
export type { MembersChange } from './member-lists.js';

export const HOSTED = [HostedRooms, ListedMembers, MemberListRepository, MemberLists];
