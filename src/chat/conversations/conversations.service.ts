import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { Conversation, ConversationPage, User } from '../../protocol/index.js';
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

  /** Throws `INVALID` for a cursor that no page gave. Three statements for a page. */
  async list(userId: string, { before, limit = DEFAULT_LIMIT }: { before?: string; limit?: number }): Promise<ConversationPage> {
    const rooms = await this.repository.roomsOf(userId, readPlace(before), limit + 1);
    const shown = rooms.slice(0, limit);
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

function readPlace(before: string | undefined): ConversationPlace | undefined {
  if (before === undefined) return undefined;
  const place = placeOf(before);
  if (place === undefined)
    throw new AppError('INVALID', { field: 'before', message: 'before must be the cursor of an earlier page' });
  return place;
}
