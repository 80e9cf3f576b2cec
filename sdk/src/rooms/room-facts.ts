import type { Facts } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import { changed, reacted, said, type Change } from './log/change.js';
import { afterJoining, afterLeaving, afterRoleChange } from './participants.js';
import type { ReadMark } from './read-mark.js';
import { withReceipts } from './receipts.js';
import type { RoomState, RoomStatus } from './room-state.js';
import type { Typing } from './typing.js';

/** The facts that are about a room. */
export const ROOM_FACTS = [
  'chat:message',
  'chat:edited',
  'chat:deleted',
  'chat:pinned',
  'chat:reaction',
  'chat:typing',
  'chat:receipt',
  'chat:unread',
  'rooms:joined',
  'rooms:left',
  'rooms:count',
  'rooms:member',
  'rooms:updated',
  'rooms:knock',
  'rooms:admitted',
  'rooms:denied',
  'rooms:closed',
  'rooms:announcement',
] as const;
export type RoomFact = (typeof ROOM_FACTS)[number];
export type RoomHearing = { readonly [F in RoomFact]: (data: Facts[F]) => void };

/** A room as the facts find it. */
export interface HearingRoom {
  readonly meId: string | undefined;
  readonly typing: Typing;
  readonly mark: ReadMark;
  get(): RoomState;
  patch(fields: Partial<RoomState>): void;
  take(change: Change): void;
  refresh(): void;
  come(): Promise<void>;
  end(status: RoomStatus, error: LyceumError | undefined): void;
}

/** What a room does about each fact. */
export function hearingOf(room: HearingRoom): RoomHearing {
  const isMe = (userId: string): boolean => userId === room.meId;
  return {
    'chat:message': (message) => room.take(said(message)),
    'chat:edited': (message) => room.take(changed(message)),
    'chat:deleted': (message) => room.take(changed(message)),
    'chat:pinned': (message) => room.take(changed(message)),
    'chat:reaction': (reaction) => room.take(reacted(reaction)),
    'chat:typing': ({ user, on }) => {
      if (!isMe(user.id)) room.typing.hear(user, on);
    },
    'chat:receipt': (receipt) => {
      if (isMe(receipt.user.id)) room.mark.hear({ readSeq: receipt.readSeq });
      else room.patch({ receipts: withReceipts(room.get().receipts, [receipt]) });
      room.refresh();
    },
    'chat:unread': (unread) => {
      room.mark.hear(unread);
      room.refresh();
    },
    'rooms:joined': (fact) => {
      room.patch(afterJoining(room.get(), fact));
    },
    'rooms:left': ({ user, reason }) => {
      if (isMe(user.id) && (reason === 'kicked' || reason === 'banned' || reason === 'left')) room.end(reason, undefined);
      else if (!isMe(user.id)) {
        room.typing.hear(user, false);
        room.patch(afterLeaving(room.get(), user.id));
      }
    },
    'rooms:count': ({ participantCount }) => room.patch({ participantCount }),
    'rooms:member': ({ member }) => {
      room.patch(afterRoleChange(room.get(), member));
      if (isMe(member.user.id)) room.patch({ role: member.role, muted: member.muted });
    },
    'rooms:updated': (fact) => room.patch({ room: fact.room }),
    'rooms:knock': ({ user, at }) => {
      const others = room.get().knocks.filter((knock) => knock.user.id !== user.id);
      room.patch({ knocks: [...others, { user, since: at }] });
    },
    'rooms:admitted': () => {
      if (room.get().status === 'waiting') void room.come();
    },
    'rooms:denied': () => {
      if (room.get().status === 'waiting') room.end('denied', undefined);
    },
    'rooms:closed': () => room.end('closed', undefined),
    'rooms:announcement': (announcement) => room.patch({ announcement }),
  };
}
