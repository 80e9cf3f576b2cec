import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { Lanes } from '../../common/lanes.js';
import { Database, type Transaction } from '../../database/index.js';
import type { RoomTarget } from '../../protocol/index.js';
import type { Asker } from '../../realtime/index.js';
import type { MemberRow } from '../member-row.js';
import { MemberRepository } from '../member.repository.js';
import { RoomAccess } from '../room-access.js';
import { RoomAuthority } from '../room-authority.js';
import type { RoomRow } from '../room-row.js';
import { RoomRepository } from '../room.repository.js';
import type { Action, Standing } from './authority.js';

/** What is decided on while the room is locked. */
export interface Case {
  readonly tx: Transaction;
  readonly room: RoomRow;
  /** Throws when whoever asked may not do this, or not to them. */
  readonly assertMay: (action: Action, target?: { userId: string; standing: Standing | undefined }) => void;
  /** The member of that id, banned or not. */
  readonly member: (userId: string) => Promise<MemberRow | undefined>;
}

/** What moderation is made of: in the room's line and under its lock it is asked who may, and done, at once. */
@Injectable()
export class Decisions {
  constructor(
    private readonly access: RoomAccess,
    private readonly authority: RoomAuthority,
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly lanes: Lanes,
  ) {}

  /**
   * `tell` is called after the commit, before anything else happens in the room on this node; what may take longer it gives back
   * as a promise within an object.
   */
  async make<T, A>(
    asker: Asker,
    target: RoomTarget,
    decide: (room: Case) => Promise<T>,
    tell: (outcome: T) => A | Promise<A>,
  ): Promise<A> {
    const { id } = await this.access.locate(asker, target);
    return this.lanes.run(id, async () => {
      const outcome = await this.database.transaction(async (tx) => decide(await this.open(tx, id, asker)));
      return tell(outcome);
    });
  }

  private async open(tx: Transaction, id: string, { user }: Asker): Promise<Case> {
    const room = await this.rooms.lock(tx, id);
    if (room === undefined) throw new AppError('ROOM_NOT_FOUND');
    const own = await this.members.find(id, user.id, tx);
    return {
      tx,
      room,
      assertMay: (action, target) => {
        this.authority.assertMay(user, action, room, own, target);
      },
      member: (userId) => this.members.row(tx, id, userId),
    };
  }
}
