import { CreateUsersRoomsMessages1765000000000 } from './1765000000000-CreateUsersRoomsMessages.js';
import { AddRevocations1766000000000 } from './1766000000000-AddRevocations.js';
import { AddDoors1766000000001 } from './1766000000001-AddDoors.js';
import { AddLoginSessions1766000000010 } from './1766000000010-AddLoginSessions.js';
import { AddModeration1766000000020 } from './1766000000020-AddModeration.js';
import { AddMessageChanges1766000000030 } from './1766000000030-AddMessageChanges.js';
import { AddSearchAndRetention1766000000040 } from './1766000000040-AddSearchAndRetention.js';
import { AddFormerCodes1766000000050 } from './1766000000050-AddFormerCodes.js';
import { AddKeptMutes1766000000051 } from './1766000000051-AddKeptMutes.js';
import { AddDirectRooms1767000000000 } from './1767000000000-AddDirectRooms.js';
import { AddPresences1767000000010 } from './1767000000010-AddPresences.js';
import { AddPeopleSearch1767000000030 } from './1767000000030-AddPeopleSearch.js';
import { AddCalls1768000000000 } from './1768000000000-AddCalls.js';
import { AddMentorStatuses1768000000010 } from './1768000000010-AddMentorStatuses.js';
import { AddHelpRequests1768000000020 } from './1768000000020-AddHelpRequests.js';
import { AddGuests1768000000040 } from './1768000000040-AddGuests.js';
import { AddFiles1769000000000 } from './1769000000000-AddFiles.js';
import { AddMessageAttachments1769000000010 } from './1769000000010-AddMessageAttachments.js';
import { AddOutbox1769000000020 } from './1769000000020-AddOutbox.js';
import { AddWebhooks1769000000030 } from './1769000000030-AddWebhooks.js';
import { AddNotifications1769000000040 } from './1769000000040-AddNotifications.js';
import { AddPushSubscriptions1769000000050 } from './1769000000050-AddPushSubscriptions.js';
import { AddServerApi1769000000060 } from './1769000000060-AddServerApi.js';
import { AddIndexesOfLists1795200000000 } from './1795200000000-AddIndexesOfLists.js';
import { AddAdminLists1795300000000 } from './1795300000000-AddAdminLists.js';
import { AddDeliveryOwners1795400000000 } from './1795400000000-AddDeliveryOwners.js';
import { AddMemberEntries1795400000001 } from './1795400000001-AddMemberEntries.js';
import { BoundUnsortedWords1795500000000 } from './1795500000000-BoundUnsortedWords.js';

/** Every migration, oldest first. Listed and not globbed: a bundler, a typo or a stray file must not decide what runs. */
export const MIGRATIONS = [
  CreateUsersRoomsMessages1765000000000,
  AddRevocations1766000000000,
  AddDoors1766000000001,
  AddLoginSessions1766000000010,
  AddModeration1766000000020,
  AddMessageChanges1766000000030,
  AddSearchAndRetention1766000000040,
  AddFormerCodes1766000000050,
  AddKeptMutes1766000000051,
  AddDirectRooms1767000000000,
  AddPresences1767000000010,
  AddPeopleSearch1767000000030,
  AddCalls1768000000000,
  AddMentorStatuses1768000000010,
  AddHelpRequests1768000000020,
  AddGuests1768000000040,
  AddFiles1769000000000,
  AddMessageAttachments1769000000010,
  AddOutbox1769000000020,
  AddWebhooks1769000000030,
  AddNotifications1769000000040,
  AddPushSubscriptions1769000000050,
  AddServerApi1769000000060,
  AddIndexesOfLists1795200000000,
  AddAdminLists1795300000000,
  AddDeliveryOwners1795400000000,
  AddMemberEntries1795400000001,
  BoundUnsortedWords1795500000000,
];
