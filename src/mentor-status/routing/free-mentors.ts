import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/index.js';
import type { User } from '../../protocol/index.js';
import { MentorChanges } from '../mentor-changes.js';
import { FreeMentorRepository, type Queries } from './free-mentor.repository.js';

/** Who has time for students: what the queue of help requests says of mentors, and asks about one. */
@Injectable()
export class FreeMentors {
  constructor(
    private readonly repository: FreeMentorRepository,
    private readonly changes: MentorChanges,
  ) {}

  /**
   * Whether they have room for one more, whatever they chose. Nobody else changes their load until the transaction ends. Of several locks
   * the mentor's is the last, behind room and request.
   */
  async lock(tx: Transaction, mentor: User): Promise<{ hasRoom: boolean }> {
    const { load, capacity } = await this.repository.lock(tx, mentor);
    return { hasRoom: load < capacity };
  }

  /** They help with one request more or fewer since the commit: told to those who watch, and to the queue where they have time. */
  async loadChanged(mentorIds: readonly string[]): Promise<void> {
    this.changes.changed(mentorIds);
    this.changes.available(await this.repository.findAmong(mentorIds));
  }

  /** They let an offer pass; the second in a row makes them busy. Gives whether it did: then `loadChanged` tells of it after the commit. */
  missed(mentorId: string, queries?: Queries): Promise<boolean> {
    return this.repository.missed(mentorId, queries);
  }

  /** They said yes or no to an offer. */
  answered(mentorId: string, queries?: Queries): Promise<void> {
    return this.repository.answered(mentorId, queries);
  }
}
