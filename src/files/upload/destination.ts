import { Injectable } from '@nestjs/common';
import { AppError, isUuid } from '../../common/index.js';
import { validatePayload } from '../../common/validation.js';
import type { RoomTarget, UserTarget } from '../../protocol/index.js';
import type { Asker } from '../../realtime/index.js';
import { DirectRooms, RoomAccess, RoomTargetDto, UserTargetDto } from '../../rooms/index.js';

/** Where a file may be shown: in a room, to a person, or anywhere. */
export interface Destination {
  readonly roomId: string | null;
  readonly recipientId: string | null;
}

/** Reads and checks what an upload's form says of where the file is for. */
@Injectable()
export class Destinations {
  constructor(
    private readonly rooms: RoomAccess,
    private readonly directRooms: DirectRooms,
  ) {}

  /**
   * `room` is an id, a key, or `{"id"|"key"|"code": …}`; `to` an id, or `{"id"|"username": …}`. Throws what writing there would throw:
   * `ROOM_NOT_FOUND`, `NOT_A_MEMBER`, `MUTED`, `USER_NOT_FOUND`, …
   */
  async read(asker: Asker, fields: ReadonlyMap<string, string>): Promise<Destination> {
    const [room, to] = [fields.get('room'), fields.get('to')];
    if (room !== undefined && to !== undefined) {
      throw new AppError('INVALID', { field: 'to', message: 'Name a room or a person, not both.' });
    }
    if (room !== undefined) return { roomId: await this.roomOf(asker, room), recipientId: null };
    if (to !== undefined) return { roomId: null, recipientId: await this.directRooms.recipientOf(asker.user, personIn(to)) };
    return { roomId: null, recipientId: null };
  }

  private async roomOf(asker: Asker, text: string): Promise<string> {
    const found = await this.rooms.requireVoice(asker, roomIn(text));
    return found.room.id;
  }
}

function roomIn(text: string): RoomTarget {
  const target = objectIn(text, 'room') ?? (isUuid(text) ? { id: text } : { key: text });
  return validatePayload(RoomTargetDto, target, { maxDepth: 2 });
}

function personIn(text: string): UserTarget {
  return validatePayload(UserTargetDto, objectIn(text, 'to') ?? { id: text }, { maxDepth: 2 });
}

function objectIn(text: string, field: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AppError('INVALID', { field, message: `${field} is not valid JSON` });
  }
}
