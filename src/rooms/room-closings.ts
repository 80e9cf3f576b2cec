import { Injectable } from '@nestjs/common';
import { ClusterSignals, Publisher } from '../realtime/index.js';
import type { FactData } from '../protocol/index.js';
import { refOf, type RoomRow } from './room-row.js';

/** Brings the end of rooms to everybody in them. */
@Injectable()
export class RoomClosings {
  constructor(
    private readonly publisher: Publisher,
    private readonly signals: ClusterSignals,
  ) {}

  /** After the commit. Resolves when nobody sits in these rooms any more, on every node that can be reached. */
  async tell(rooms: readonly RoomRow[], reason: FactData<'rooms:closed'>['reason']): Promise<void> {
    if (rooms.length === 0) return;
    for (const room of rooms) this.publisher.publish({ room: room.id }, 'rooms:closed', { room: refOf(room), reason });
    await this.signals.send({ name: 'rooms-closed', data: { roomIds: rooms.map(({ id }) => id) } });
  }
}
