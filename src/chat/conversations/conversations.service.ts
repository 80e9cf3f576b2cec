import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { CONVERSATIONS_LIMIT, type Conversation, type ConversationPage, type User } from '../../protocol/index.js';
import { Peers, shownRoom } from '../../rooms/index.js';
import { presentMessage, presentSender } from '../message.presenter.js';
import { PAGE_BYTES } from '../page.js';
import { cursorAt, placeOf, type ConversationPlace } from './conversation-cursor.js';
import { ConversationRepository, type LastMessage, type OwnRoom } from './conversation.repository.js';

const DEFAULT_LIMIT = 50;

/** A person's rooms with what was said last and what is unread in them: what an app shows before it has a socket. */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly repository: ConversationRepository,
    private readonly peers: Peers,
  ) {}

  /** `before` and `limit` as they stand in the URL. Throws `INVALID`. Three statements for a page. */
  async list(userId: string, before: unknown, limit: unknown): Promise<ConversationPage> {
    const [place, count] = [readPlace(before), readLimit(limit)];
    const rooms = await this.repository.roomsOf(userId, place, count + 1);
    const shown = rooms.slice(0, count);
    const last = await this.repository.lastMessages(shown.map(({ id }) => id));
    const peerOf = await this.peers.of(userId, shown);
    const lastOf = new Map(last.map((message) => [message.roomId, message]));
    const conversations: Conversation[] = [];
    let bytes = 0;
    for (const room of shown) {
      const conversation = present(room, peerOf(room), lastOf.get(room.id));
      bytes += Buffer.byteLength(JSON.stringify(conversation));
      if (bytes > PAGE_BYTES && conversations.length > 0) break;
      conversations.push(conversation);
    }
    const hasMore = conversations.length < rooms.length;
    const end = rooms[conversations.length - 1];
    const cursor = hasMore && end !== undefined ? cursorAt({ lastActiveAt: end.lastActiveAt, roomId: end.id }) : null;
    return { conversations, hasMore, cursor };
  }
}

function present(row: OwnRoom, peer: User | null, last: LastMessage | undefined): Conversation {
  const room = shownRoom(row, peer);
  const ref = { id: room.id, key: room.key, code: room.code };
  const lastMessage = last === undefined ? null : presentMessage(last, ref, presentSender(last, last));
  const { unread, mentions, readSeq, lastSeq } = row;
  return { room, lastMessage, unread, mentions, readSeq, lastSeq };
}

function readPlace(before: unknown): ConversationPlace | undefined {
  if (before === undefined) return undefined;
  const place = typeof before === 'string' ? placeOf(before) : undefined;
  if (place === undefined)
    throw new AppError('INVALID', { field: 'before', message: 'before must be the cursor of an earlier page' });
  return place;
}

function readLimit(limit: unknown): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  const count = typeof limit === 'string' && /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
  if (count >= 1 && count <= CONVERSATIONS_LIMIT) return count;
  throw new AppError('INVALID', { field: 'limit', message: `limit must be a whole number from 1 to ${CONVERSATIONS_LIMIT}` });
}
