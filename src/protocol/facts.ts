import type { AuthFacts } from './auth.js';
import type { CallsFacts } from './calls.js';
import type { ChatFacts } from './chat.js';
import type { HelpFacts } from './help.js';
import type { MentorsFacts } from './mentors.js';
import type { NotificationsFacts } from './notifications.js';
import type { PresenceFacts } from './presence.js';
import type { RoomsFacts } from './rooms.js';
import type { SessionFacts } from './session.js';

/** Everything a client may hear without having asked. */
export type Facts = SessionFacts &
  AuthFacts &
  PresenceFacts &
  RoomsFacts &
  ChatFacts &
  CallsFacts &
  HelpFacts &
  MentorsFacts &
  NotificationsFacts;
export type FactName = keyof Facts;
export type FactData<F extends FactName> = Facts[F];

/** A fact with its name, as it travels between nodes. */
export type Fact = { [F in FactName]: { name: F; data: Facts[F] } }[FactName];
