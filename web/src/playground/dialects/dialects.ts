import type { DialectName } from '../connection/settings.js';
import { chatroom } from './chatroom.js';
import type { PlaygroundDialect } from './dialect.js';
import { directMessages } from './direct-messages.js';
import { groupStudy } from './group-study.js';
import { instantMentor } from './instant-mentor.js';
import { lyceum } from './lyceum.js';
import { skillLift } from './skill-lift.js';

/** What the page knows of each dialect. */
export const PLAYGROUND_DIALECTS: Readonly<Record<DialectName, PlaygroundDialect>> = {
  lyceum,
  'group-study': groupStudy,
  chatroom,
  'direct-messages': directMessages,
  'instant-mentor': instantMentor,
  'skill-lift': skillLift,
};
