import type { PresenceRecord, Revocation } from '../../common/index.js';
import type { CallsFacts, MemberRole, RoomRef, WebhookEvent } from '../../protocol/index.js';

/** What nodes tell one another to do, by name. Clients never see it. */
export interface SignalMap {
  revocation: Revocation;
  /** Somebody's role or mute in a room is another one. */
  'member-changed': { roomId: string; userId: string; role: MemberRole; muted: boolean };
  /** A room has another code. */
  'room-renamed': RoomRef;
  'rooms-closed': { roomIds: readonly string[] };
  /** Does that person sit in the room there? Who has them says `has-seat`. */
  'who-seats': { questionId: string; roomId: string; userId: string };
  'has-seat': { questionId: string };
  /** Are their connections in that room alive there? Nodes on which they have a seat answer with `seat-challenged`. */
  'challenge-seat': { questionId: string; roomId: string; userId: string };
  'seat-challenged': { questionId: string; node: string; isThere: boolean };
  /** Has anybody here a device that this rings on? The offer is left out of it. Who has says `can-ring`. */
  'who-rings': { questionId: string; userId: string; incoming: CallsFacts['calls:incoming'] };
  'can-ring': { questionId: string };
  /** Which of these people have a live device there? Who has any says `is-here`. */
  'who-is-here': { questionId: string; userIds: readonly string[] };
  'is-here': { questionId: string; userIds: readonly string[] };
  /** Something waits for somebody in a call. */
  'call-signals': { callId: string; userId: string };
  /** Somebody accepted that call without a connection; the device they did it with may be here already. */
  'call-awaits': { callId: string; userId: string };
  /** Somebody has chosen how others see them, `awayBy`: with a device on which they are away. Dates as text, as they travel. */
  'presence-set': { userId: string; choice: PresenceRecord; awayBy?: string | null };
  /** These mentors may be seen differently now. */
  'mentors-changed': { mentorIds: readonly string[] };
  /** A webhook wants these; `*`: all. */
  'webhooks-changed': { events: readonly (WebhookEvent | '*')[] };
}

export type Signal = { [S in keyof SignalMap]: { name: S; data: SignalMap[S] } }[keyof SignalMap];
