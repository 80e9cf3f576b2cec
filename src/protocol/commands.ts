import type { AuthCommands } from './auth.js';
import type { ChatCommands } from './chat.js';
import type { RoomsCommands } from './rooms.js';

/** Every command with its payload and its answer. */
export type Commands = AuthCommands & RoomsCommands & ChatCommands;
export type CommandName = keyof Commands;
export type PayloadOf<C extends CommandName> = Commands[C]['payload'];
export type AnswerOf<C extends CommandName> = Commands[C]['answer'];

/** Which per-user rate a command counts against, beside the connection's own. */
export type RateClass = 'send' | 'join' | 'typing' | 'create' | 'read';

export interface CommandSpec {
  readonly rate: RateClass | null;
}

/** The command map: a command that is not here does not exist; one that is must have exactly one handler. */
export const COMMANDS = {
  'auth:me': { rate: null },
  'auth:refresh': { rate: null },
  'rooms:create': { rate: 'create' },
  'rooms:join': { rate: 'join' },
  'rooms:leave': { rate: null },
  'rooms:list': { rate: 'read' },
  'rooms:get': { rate: 'read' },
  'rooms:announce': { rate: 'send' },
  'chat:send': { rate: 'send' },
  'chat:history': { rate: 'read' },
  'chat:sync': { rate: 'read' },
  'chat:typing': { rate: 'typing' },
} as const satisfies Record<CommandName, CommandSpec>;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
