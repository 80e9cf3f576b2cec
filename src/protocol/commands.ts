import type { AuthCommands } from './auth.js';
import type { CallsCommands } from './calls.js';
import type { ChatCommands } from './chat.js';
import type { HelpCommands } from './help.js';
import type { MentorsCommands } from './mentors.js';
import type { MissedCommands } from './missed.js';
import type { NotificationsCommands } from './notifications.js';
import type { PresenceCommands } from './presence.js';
import type { RoomsCommands } from './rooms.js';

/** Every command with its payload and its answer. */
export type Commands = AuthCommands &
  PresenceCommands &
  RoomsCommands &
  ChatCommands &
  MissedCommands &
  HelpCommands &
  MentorsCommands &
  CallsCommands &
  NotificationsCommands;
export type CommandName = keyof Commands;
export type PayloadOf<C extends CommandName> = Commands[C]['payload'];
export type AnswerOf<C extends CommandName> = Commands[C]['answer'];

/** Which per-user rate a command counts against, beside the connection's own. */
export type RateClass = 'send' | 'join' | 'typing' | 'create' | 'read' | 'manage' | 'search' | 'help' | 'call' | 'signal';

export interface CommandSpec {
  readonly rate: RateClass | null;
}

/** The command map: a command that is not here does not exist; one that is must have exactly one handler. */
export const COMMANDS = {
  'auth:me': { rate: null },
  'auth:refresh': { rate: null },
  'auth:sessions': { rate: 'read' },
  'auth:revoke': { rate: 'manage' },
  'presence:online': { rate: 'read' },
  'presence:set': { rate: 'manage' },
  'presence:watch': { rate: 'read' },
  'presence:unwatch': { rate: 'read' },
  'rooms:create': { rate: 'create' },
  'rooms:join': { rate: 'join' },
  'rooms:leave': { rate: null },
  'rooms:list': { rate: 'read' },
  'rooms:get': { rate: 'read' },
  'rooms:announce': { rate: 'send' },
  'rooms:update': { rate: 'manage' },
  'rooms:close': { rate: 'manage' },
  'rooms:rotate-code': { rate: 'manage' },
  'rooms:members': { rate: 'read' },
  'rooms:invite': { rate: 'manage' },
  'rooms:kick': { rate: 'manage' },
  'rooms:ban': { rate: 'manage' },
  'rooms:unban': { rate: 'manage' },
  'rooms:mute': { rate: 'manage' },
  'rooms:role': { rate: 'manage' },
  'rooms:waiting': { rate: 'read' },
  'rooms:admit': { rate: 'manage' },
  'rooms:deny': { rate: 'manage' },
  'rooms:block': { rate: 'manage' },
  'rooms:unblock': { rate: 'manage' },
  'rooms:blocks': { rate: 'read' },
  'chat:send': { rate: 'send' },
  'chat:history': { rate: 'read' },
  'chat:sync': { rate: 'read' },
  'chat:edit': { rate: 'send' },
  'chat:delete': { rate: 'send' },
  'chat:react': { rate: 'send' },
  'chat:pin': { rate: 'manage' },
  'chat:pins': { rate: 'read' },
  'chat:search': { rate: 'search' },
  'chat:typing': { rate: 'typing' },
  'chat:read': { rate: 'read' },
  'chat:delivered': { rate: 'read' },
  'chat:missed': { rate: 'read' },
  'chat:unread': { rate: 'read' },
  'chat:receipts': { rate: 'read' },
  'calls:start': { rate: 'call' },
  'calls:accept': { rate: 'manage' },
  'calls:reject': { rate: 'manage' },
  'calls:cancel': { rate: 'manage' },
  'calls:end': { rate: 'manage' },
  'calls:signal': { rate: 'signal' },
  'calls:current': { rate: 'read' },
  'calls:history': { rate: 'read' },
  'calls:stats': { rate: 'read' },
  'calls:ice-servers': { rate: 'read' },
  'calls:join-sfu': { rate: 'read' },
  'help:request': { rate: 'help' },
  'help:accept': { rate: 'manage' },
  'help:decline': { rate: 'manage' },
  'help:cancel': { rate: 'manage' },
  'help:resolve': { rate: 'manage' },
  'help:queue': { rate: 'read' },
  'mentors:set': { rate: 'manage' },
  'mentors:get': { rate: 'read' },
  'mentors:list': { rate: 'read' },
  'notifications:list': { rate: 'read' },
  'notifications:read': { rate: 'read' },
} as const satisfies Record<CommandName, CommandSpec>;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
