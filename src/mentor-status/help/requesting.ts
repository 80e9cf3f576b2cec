import { Injectable } from '@nestjs/common';
import { AppError, newId } from '../../common/index.js';
import { assertSmall } from '../../common/metadata-size.js';
import { AppConfig } from '../../config/index.js';
import { Database } from '../../database/index.js';
import type { HelpRequest, RequestHelp, User } from '../../protocol/index.js';
import { subjectKey } from '../subject.js';
import { HelpEvents } from './help-events.js';
import { rankOf } from './help-queue.js';
import { HelpRequestRepository, type NewHelp } from './help-request.repository.js';
import { HelpTeller } from './help-teller.js';
import { Routing } from './routing.js';
import { Targets } from './targets.js';

/** How students ask for help. */
@Injectable()
export class Requesting {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly requests: HelpRequestRepository,
    private readonly routing: Routing,
    private readonly teller: HelpTeller,
    private readonly targets: Targets,
    private readonly events: HelpEvents,
  ) {}

  /**
   * One that is not over at a time. It is offered before this resolves, where somebody is free. Throws `FORBIDDEN` to all but students,
   * `HELP_OPEN`, and about the mentor who is asked `USER_NOT_FOUND` and `BLOCKED`.
   */
  async request(student: User, { subject, text, urgency = 'medium', mentor, metadata }: RequestHelp): Promise<HelpRequest> {
    if (student.role !== 'student') throw new AppError('FORBIDDEN', { message: 'Students alone can ask for help.' });
    assertSmall(metadata);
    const target = mentor === undefined ? null : await this.targets.find(student, mentor);
    const id = newId();
    const isFirst = await this.insert({
      id,
      studentId: student.id,
      studentName: student.guest ? student.name : null,
      subject: subject.trim(),
      subjectKey: subjectKey(subject),
      text: text === undefined || text === '' ? null : text,
      urgency: rankOf(urgency),
      metadata: metadata ?? null,
      targetId: target?.id ?? null,
      targetName: target?.guest === true ? target.name : null,
      expiryMs: this.config.help.expiryMs,
    });
    if (!isFirst) throw new AppError('HELP_OPEN');
    await this.routing.dispatch();
    return this.teller.show(id);
  }

  private insert(request: NewHelp): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const isFirst = await this.requests.insert(tx, request);
      if (isFirst) await this.events.changed(tx, request.id, undefined);
      return isFirst;
    });
  }
}
