import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { Database } from '../database/index.js';
import type { RoomRef, RoomTarget } from '../protocol/index.js';
import { Publisher, type Asker } from '../realtime/index.js';
import { RoomAccess } from './room-access.js';
import { RoomAuthority } from './room-authority.js';

const ANNOUNCEMENT_BYTES = 16 * 1024;

/** The live-session update: what the one who leads a room shows to all in it. */
@Injectable()
export class Announcements {
  constructor(
    private readonly access: RoomAccess,
    private readonly authority: RoomAuthority,
    private readonly database: Database,
    private readonly publisher: Publisher,
  ) {}

  /** Throws `FORBIDDEN` to all but the owner and moderators, `MUTED` to those without a voice, `TOO_LARGE` over 16 KB of JSON. */
  async announce(asker: Asker, target: RoomTarget, data: Record<string, unknown>): Promise<RoomRef> {
    const room = await this.access.locate(asker, target);
    const own = await this.authority.assertMayIn(this.database, room.id, asker.user, 'announce');
    if (own?.muted === true) throw new AppError('MUTED');
    if (Buffer.byteLength(JSON.stringify(data)) > ANNOUNCEMENT_BYTES) {
      throw new AppError('TOO_LARGE', { field: 'data', message: `data must have at most ${ANNOUNCEMENT_BYTES} bytes as JSON` });
    }
    const user = this.access.personIn(room, asker.user);
    this.publisher.publish({ room: room.id }, 'rooms:announcement', { room, user, data, at: new Date().toISOString() });
    return room;
  }
}
