import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/index.js';
import type { User } from '../../protocol/index.js';
import { shownAvailability } from '../availability.js';
import { MentorChanges } from '../mentor-changes.js';
import { personOf } from '../stored-mentor.js';
import { FreeMentorRepository, type Queries, type RoutingQuestion } from './free-mentor.repository.js';

/** A mentor under the lock under which their load grows. */
export interface MentorAtWork {
  /** Whether they have room for one more, whatever they chose. */
  readonly hasRoom: boolean;
  readonly isAvailable: boolean;
}

/** Who may be asked to help now: what the queue of help requests knows of mentors. */
@Injectable()
export class FreeMentors {
  constructor(
    private readonly repository: FreeMentorRepository,
    private readonly changes: MentorChanges,
  ) {}

  /** In the order in which they are asked: least loaded, then longest idle. */
  async findFor(question: RoutingQuestion, queries?: Queries): Promise<User[]> {
    return (await this.repository.findFor(question, queries)).map(personOf);
  }

  /** Nobody else changes their load until the transaction ends. Of several locks the mentor's is the last, behind room and request. */
  async lock(tx: Transaction, mentor: User): Promise<MentorAtWork> {
    const stored = await this.repository.lock(tx, mentor);
    return { hasRoom: stored.load < stored.capacity, isAvailable: shownAvailability(stored) === 'available' };
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
