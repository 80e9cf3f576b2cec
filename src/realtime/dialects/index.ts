import type { DialectName } from '../../protocol/index.js';
import { chatroom } from './chatroom.js';
import type { Dialect } from './dialect.js';
import { groupStudy } from './group-study.js';
import { lyceum } from './lyceum.js';
import { skillLift } from './skill-lift.js';

export { detectDialect, SUBPROTOCOL } from './detect.js';
export type { ConnectionView, Dialect, Fields, InboundRow, ServerView } from './dialect.js';
export type { Frame, Script, Step } from './script.js';

export const DIALECT_TABLES: Readonly<Record<DialectName, Dialect>> = {
  lyceum,
  'group-study': groupStudy,
  chatroom,
  'skill-lift': skillLift,
};
