import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { UNREAD_ROOMS, type AnswerOf, type Mark, type RoomTarget, type Unread, type UserTarget } from '../../protocol/index.js';
import type { Connection } from '../../realtime/index.js';
import { DirectRooms, RoomAccess } from '../../rooms/index.js';
import { Badges } from './badges.js';
import { MarkRepository, type Place } from './mark.repository.js';
import { Receipts } from './receipts.js';
import { UnreadRepository } from './unread.repository.js';

/** How far somebody is in their rooms, and saying so. */
@Injectable()
export class MarksService {
  constructor(
    private readonly access: RoomAccess,
    private readonly direct: DirectRooms,
    private readonly marks: MarkRepository,
    private readonly counts: UnreadRepository,
    private readonly receipts: Receipts,
    private readonly badges: Badges,
  ) {}

  /** Errors: as `inRoom`; `MESSAGE_NOT_FOUND` also where the person does not belong; `INVALID` where the mark names no place, or two. */
  async read(connection: Connection, mark: Mark): Promise<Unread> {
    const place = await this.placeOf(connection, mark);
    const hasMoved = await this.move(connection, place, true);
    const askedAt = performance.now();
    const unread = await this.inRoom(connection, place.roomId);
    if (hasMoved) this.badges.read(connection.user.id, unread, askedAt);
    return unread;
  }

  /** As `read`. Nothing becomes read by it, so that no device need be told another number. */
  async delivered(connection: Connection, mark: Mark): Promise<Unread> {
    const place = await this.placeOf(connection, mark);
    await this.move(connection, place, false);
    return this.inRoom(connection, place.roomId);
  }

  /** Errors with a room: as `inRoom`. */
  async unread(connection: Connection, target: RoomTarget | undefined): Promise<AnswerOf<'chat:unread'>> {
    if (target !== undefined) {
      const roomId = await this.roomOf(connection, target);
      return { rooms: [await this.inRoom(connection, roomId)], more: false };
    }
    const { rooms, areAll } = await this.counts.inRoomsOf(connection.user.id);
    // What is new may be the person's own, or changes of what they have read.
    const unread = rooms.filter((room) => room.unread > 0);
    return { rooms: unread.slice(0, UNREAD_ROOMS), more: unread.length > UNREAD_ROOMS || !areAll };
  }

  /** Throws `ROOM_NOT_FOUND`, `NOT_A_MEMBER`; the banned are none. For members a closed room is still there. */
  private async inRoom(connection: Connection, roomId: string): Promise<Unread> {
    const unread = await this.counts.inRoom(roomId, connection.user.id);
    if (unread !== undefined) return unread;
    await this.access.locate(connection, { id: roomId });
    throw new AppError('NOT_A_MEMBER');
  }

  private async move({ user }: Connection, place: Place, isRead: boolean): Promise<boolean> {
    const moved = await this.marks.move(place, user.id, isRead);
    if (moved !== undefined) this.receipts.moved(moved, user);
    return moved !== undefined;
  }

  private placeOf(connection: Connection, { room, seq, messageId, with: peer }: Mark): Promise<Place> {
    const names = [room ?? seq, messageId, peer].filter((name) => name !== undefined);
    if (names.length > 1) {
      throw new AppError('INVALID', { field: 'messageId', message: 'Give one alone: room and seq, messageId, or with' });
    }
    if (messageId !== undefined) return this.placeOfMessage(connection, messageId);
    if (peer !== undefined) return this.endOfConversation(connection, peer);
    return this.placeIn(connection, room, seq);
  }

  private async placeIn(connection: Connection, room: RoomTarget | undefined, seq: number | undefined): Promise<Place> {
    if (room === undefined) throw new AppError('INVALID', { field: 'room', message: 'Give room and seq, or messageId' });
    if (seq === undefined) throw new AppError('INVALID', { field: 'seq', message: 'Give seq with room, or messageId' });
    return { roomId: await this.roomOf(connection, room), seq };
  }

  private async placeOfMessage({ user }: Connection, messageId: string): Promise<Place> {
    const place = await this.marks.placeOf(messageId, user.id);
    if (place === undefined) throw new AppError('MESSAGE_NOT_FOUND');
    return place;
  }

  private async endOfConversation({ user }: Connection, peer: UserTarget): Promise<Place> {
    const { room, lastSeq = 0 } = await this.direct.existingWith(user, peer);
    return { roomId: room.id, seq: lastSeq };
  }

  /** By its id a room is found that is closed, too. */
  private async roomOf(connection: Connection, target: RoomTarget): Promise<string> {
    const joined = this.access.joined(connection, target);
    return joined?.id ?? target.id?.toLowerCase() ?? (await this.access.locate(connection, target)).id;
  }
}
