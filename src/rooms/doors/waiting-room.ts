import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { AppError } from '../../common/index.js';
import { Database } from '../../database/index.js';
import type { AnswerOf, RoomRef, RoomTarget, User } from '../../protocol/index.js';
import { Publisher, type Connection } from '../../realtime/index.js';
import { MemberRepository } from '../member.repository.js';
import { AdmissionRepository, type Waiting } from './admission.repository.js';
import { Doorway } from './doorway.js';

type Answered = AnswerOf<'rooms:admit'>;

/** Those who knocked at a room, as its owner and moderators see them. */
@Injectable()
export class WaitingRoom {
  constructor(
    private readonly doorway: Doorway,
    private readonly database: Database,
    private readonly admissions: AdmissionRepository,
    private readonly members: MemberRepository,
    private readonly users: UserDirectory,
    private readonly publisher: Publisher,
  ) {}

  /** Longest first. */
  async list(connection: Connection, target: RoomTarget): Promise<AnswerOf<'rooms:waiting'>> {
    const { id } = await this.doorway.locate(connection, target);
    const waiting = await this.admissions.waitingAt(this.database, id);
    const known = await this.users.findByIds(waiting.flatMap(({ userId, guest }) => (guest ? [] : [userId])));
    return {
      waiting: waiting.flatMap((who) => {
        const user = who.guest ? guestOf(who) : known.get(who.userId);
        return user === undefined ? [] : [{ user, since: who.at.toISOString() }];
      }),
    };
  }

  /** They may come in, once. Throws `USER_NOT_FOUND` when they don't wait, or not any more. */
  async admit(connection: Connection, target: RoomTarget, userId: string): Promise<Answered> {
    const answered = await this.answer(connection, target, userId, 'invited');
    this.publisher.publish({ user: userId }, 'rooms:admitted', { room: answered.room });
    return answered;
  }

  /** They are turned away, and need not knock for five minutes. Throws as `admit`. */
  async deny(connection: Connection, target: RoomTarget, userId: string): Promise<Answered> {
    const answered = await this.answer(connection, target, userId, 'denied');
    this.publisher.publish({ user: userId }, 'rooms:denied', { room: answered.room });
    return answered;
  }

  /** Whoever may join need not wait any more: tells all who do to join. For after the commit of `entry: 'open'`. */
  async opened(room: RoomRef): Promise<void> {
    for (const id of await this.admissions.removeWaitingAt(room.id)) {
      this.publisher.publish({ user: id }, 'rooms:admitted', { room });
    }
  }

  private async answer(
    connection: Connection,
    target: RoomTarget,
    userId: string,
    state: 'invited' | 'denied',
  ): Promise<Answered> {
    const known = (await this.users.findByIds([userId])).get(userId);
    return this.doorway.underLock(connection, target, async (tx, room) => {
      const standing = await this.admissions.find(tx, room.id, userId);
      if (standing?.state !== 'waiting') throw notWaiting();
      if (state === 'invited' && (await this.members.find(room.id, userId, tx))?.banned === true) {
        throw new AppError('FORBIDDEN', { message: 'This person is banned from the room.' });
      }
      const { guest, name } = standing;
      const user = guest ? guestOf({ userId, name }) : known;
      if (user === undefined) throw notWaiting();
      await this.admissions.put(tx, { roomId: room.id, userId, state, guest, name, byUserId: connection.user.id });
      return { room, user };
    });
  }
}

function notWaiting(): AppError {
  return new AppError('USER_NOT_FOUND', { field: 'userId', message: 'This person does not wait to be let in.' });
}

function guestOf({ userId, name }: Pick<Waiting, 'userId' | 'name'>): User {
  return { id: userId, username: null, name: name ?? 'Guest', avatarUrl: null, role: 'student', guest: true };
}
