import type { DialectName } from '../../protocol/index.js';
import { chatroom } from './chatroom.js';
import type { Dialect } from './dialect.js';
import { directMessages } from './direct-messages.js';
import { groupStudy } from './group-study.js';
import { lyceum } from './lyceum.js';
import { skillLift } from './skill-lift.js';

export { detectDialect, SUBPROTOCOL } from './detect.js';
export {
  expresses,
  type Aside,
  type ConnectionView,
  type Dialect,
  type Fields,
  type InboundRow,
  type ServerView,
  type Viewer,
} from './dialect.js';
export { framesOf, type Frame, type Said, type Script, type Step } from './script.js';

export const DIALECT_TABLES: Readonly<Record<DialectName, Dialect>> = {
  lyceum,
  'group-study': groupStudy,
  chatroom,
  'direct-messages': directMessages,
  'skill-lift': skillLift,
};
