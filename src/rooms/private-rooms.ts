import { Injectable } from '@nestjs/common';
import { newId } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import { Outbox, type Transaction } from '../database/index.js';
import type { RoomRef, User } from '../protocol/index.js';
import { MemberRepository } from './member.repository.js';
import { roomCreated } from './room-events.js';
import { refOf } from './room-row.js';
import { RoomRepository } from './room.repository.js';

export interface PrivateRoom {
  /** Begins the room's key, which says what it is for; the rest is its id. */
  readonly purpose: string;
  readonly title: string;
  readonly owner: User;
  readonly others: readonly User[];
}

/** Makes rooms for certain people, who come in by the room's id, and nobody else. */
@Injectable()
export class PrivateRooms {
  constructor(
    private readonly config: AppConfig,
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly outbox: Outbox,
  ) {}

  /** In the transaction of what it is made for: all are members from the beginning, and none has joined it. */
  async make(tx: Transaction, { purpose, title, owner, others }: PrivateRoom): Promise<RoomRef> {
    const id = newId();
    const made = await this.rooms.insert(tx, {
      id,
      kind: 'session',
      // Unlike a key that a client could choose it is never taken.
      key: `${purpose}_${id}`,
      code: null,
      title,
      visibility: 'private',
      capacity: others.length + 1,
      idleSeconds: Math.ceil(this.config.rooms.idleMs / 1000),
      entry: 'open',
    });
    if (made === undefined) throw new Error('A private room was not made');
    await this.add(tx, id, owner, 'owner');
    for (const user of others) await this.add(tx, id, user, 'member');
    await this.outbox.append(tx, [roomCreated(made)]);
    return refOf(made);
  }

  private async add(tx: Transaction, roomId: string, { id, guest, name }: User, role: 'owner' | 'member'): Promise<void> {
    await this.members.add(tx, roomId, { userId: id, guest, name: guest ? name : null, role, lastSeq: 0 });
  }
}
