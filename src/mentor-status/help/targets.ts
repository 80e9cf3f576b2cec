import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { AppError, guestId, isGuestId } from '../../common/index.js';
import type { User, UserTarget } from '../../protocol/index.js';
import { Blocks } from '../../rooms/index.js';
import { MentorStatusRepository } from '../mentor-status.repository.js';
import { personOf } from '../stored-mentor.js';

/** Finds the mentor whom a student wants to be helped by. */
@Injectable()
export class Targets {
  constructor(
    private readonly users: UserDirectory,
    private readonly statuses: MentorStatusRepository,
    private readonly blocks: Blocks,
  ) {}

  /** Of several names the id goes first. Throws `USER_NOT_FOUND` where there is no such mentor, `BLOCKED` where one has blocked the other. */
  async find(student: User, { id, username }: UserTarget): Promise<User> {
    if (id === undefined && username === undefined) {
      throw new AppError('INVALID', { field: 'mentor', message: 'mentor must have an id or a username' });
    }
    const mentor = id === undefined ? await this.users.findByUsername(username ?? '') : await this.findById(id);
    if (mentor?.role !== 'mentor') {
      throw new AppError('USER_NOT_FOUND', { field: 'mentor', message: 'There is no such mentor.' });
    }
    await this.blocks.assertMayWrite(student.id, [student.id, mentor.id]);
    return mentor;
  }

  /** A registered person, or else a guest, who is known by what they chose alone. */
  private async findById(id: string): Promise<User | undefined> {
    const registered = isGuestId(id) ? undefined : (await this.users.findByIds([id])).get(id);
    if (registered !== undefined) return registered;
    const [guest] = await this.statuses.find([isGuestId(id) ? id : guestId(id)]);
    return guest === undefined ? undefined : personOf(guest);
  }
}
