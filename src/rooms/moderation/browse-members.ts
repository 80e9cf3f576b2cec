import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { AnswerOf, PayloadOf } from '../../protocol/index.js';
import type { Asker } from '../../realtime/index.js';
import { RoomAccess } from '../room-access.js';
import { RoomAuthority } from '../room-authority.js';
import { RoomChanges } from '../room-changes.js';
import { MemberChangeRepository } from './member-change.repository.js';

const PAGE = 50;

/** Who belongs to a room, there now or not. */
@Injectable()
export class BrowseMembers {
  constructor(
    private readonly access: RoomAccess,
    private readonly authority: RoomAuthority,
    private readonly database: Database,
    private readonly members: MemberChangeRepository,
    private readonly changes: RoomChanges,
  ) {}

  /** One page, of the members for members, of the banned for moderators. */
  async list(
    asker: Asker,
    { room: target, banned = false, after, limit = PAGE }: PayloadOf<'rooms:members'>,
  ): Promise<AnswerOf<'rooms:members'>> {
    const { id } = await this.access.locate(asker, target);
    await this.authority.assertMayIn(this.database, id, asker.user, banned ? 'banned' : 'members');
    const rows = await this.members.page(id, banned, after, limit + 1);
    return { members: await this.changes.shown(rows.slice(0, limit)), hasMore: rows.length > limit };
  }
}
