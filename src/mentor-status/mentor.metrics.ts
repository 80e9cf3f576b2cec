import { Injectable, Logger } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { MentorStatuses } from './mentor-statuses.js';

/** How many mentors there are to ask, for the operator. */
@Injectable()
export class MentorMetrics {
  constructor(statuses: MentorStatuses) {
    const logger = new Logger('Mentors');
    new Gauge({
      name: 'lyceum_mentors_available',
      help: 'Mentors who can be asked for help now, on all nodes together',
      async collect() {
        try {
          this.set(await statuses.countAvailable());
        } catch (error) {
          // The other metrics are wanted most while the database is away.
          logger.warn({ err: error }, 'Available mentors could not be counted');
        }
      },
    });
  }
}
