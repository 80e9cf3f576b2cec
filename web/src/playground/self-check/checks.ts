import type { DialectName } from '../connection/settings.js';
import { chatroomCheck } from './chatroom.js';
import { directMessagesCheck } from './direct-messages.js';
import { groupStudyCheck } from './group-study.js';
import { instantMentorCheck } from './instant-mentor.js';
import { lyceumCheck } from './lyceum.js';
import type { SelfCheck } from './script.js';
import { skillLiftCheck } from './skill-lift.js';

/** The self-check of each dialect. */
export const CHECKS: Readonly<Record<DialectName, SelfCheck>> = {
  lyceum: lyceumCheck,
  'group-study': groupStudyCheck,
  chatroom: chatroomCheck,
  'direct-messages': directMessagesCheck,
  'instant-mentor': instantMentorCheck,
  'skill-lift': skillLiftCheck,
};
