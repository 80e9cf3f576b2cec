import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { RoomRef, RoomTarget } from '../../protocol/index.js';
import type { Connection } from '../../realtime/index.js';
import { RoomAccess } from '../room-access.js';
import { RoomAuthority } from '../room-authority.js';
import { refOf, type RoomRow } from '../room-row.js';
import { RoomRepository } from '../room.repository.js';

/** Lets those at a room's door who may decide who comes in: its owner, its moderators, admins of the app. */
@Injectable()
export class Doorway {
  constructor(
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly access: RoomAccess,
    private readonly authority: RoomAuthority,
  ) {}

  /** The room, to look at. Throws as `RoomAccess.locate` and `RoomAuthority.assertMayIn`. */
  async locate(connection: Connection, target: RoomTarget): Promise<RoomRef> {
    const room = await this.access.locate(connection, target);
    await this.authority.assertMayIn(this.database, room.id, connection.user, 'update');
    return room;
  }

  /** Decides something in one transaction under the room's lock. Throws as `locate`; `ROOM_NOT_FOUND` where it is closed. */
  async underLock<T>(
    connection: Connection,
    target: RoomTarget,
    decide: (tx: Transaction, room: RoomRef, row: RoomRow) => Promise<T>,
  ): Promise<T> {
    const { id } = await this.access.locate(connection, target);
    return this.database.transaction(async (tx) => {
      const row = await this.rooms.lock(tx, id);
      if (row === undefined) throw new AppError('ROOM_NOT_FOUND');
      await this.authority.assertMayIn(tx, id, connection.user, 'update');
      return decide(tx, refOf(row), row);
    });
  }
}
