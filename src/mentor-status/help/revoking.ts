import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { DomainEvents, type Revocation } from '../../common/index.js';
import { Answering } from './answering.js';
import { Ending } from './ending.js';
import { HelpRequestRepository } from './help-request.repository.js';
import { Lapsing } from './lapsing.js';

type Part = 'student' | 'mentor' | 'asked';

/** What somebody took part in goes on without them: who was banned neither helps nor is helped, who is no mentor any more does not help. */
@Injectable()
export class Revoking implements OnModuleInit {
  private readonly logger = new Logger('Help');

  constructor(
    private readonly events: DomainEvents,
    private readonly users: UserDirectory,
    private readonly requests: HelpRequestRepository,
    private readonly ending: Ending,
    private readonly lapsing: Lapsing,
    private readonly answering: Answering,
  ) {}

  onModuleInit(): void {
    this.events.on('AccessRevoked', (revocation) => {
      this.revoke(revocation).catch((error: unknown) => {
        this.logger.warn(
          { err: error, userId: revocation.userId },
          'Help requests of somebody whose access ended could not be changed',
        );
      });
    });
  }

  /** On every node, and more than once: each change looks again under the request's lock. */
  private async revoke(revocation: Revocation): Promise<void> {
    const { userId } = revocation;
    if (revocation.kind === 'user' && revocation.banned) await this.take(userId, ['student', 'mentor', 'asked']);
    if (revocation.kind !== 'profile') return;
    const user = (await this.users.findByIds([userId])).get(userId);
    if (user?.role !== 'mentor') await this.take(userId, ['mentor', 'asked']);
  }

  private async take(userId: string, parts: readonly Part[]): Promise<void> {
    for (const { id, part } of await this.requests.findInvolving(userId)) {
      if (!parts.includes(part)) continue;
      if (part === 'student') await this.ending.end(id, 'cancel');
      if (part === 'mentor') await this.lapsing.requeue(id, (_, { mentorId }) => Promise.resolve(mentorId === userId));
      if (part === 'asked') await this.answering.unask(userId, id);
    }
  }
}
