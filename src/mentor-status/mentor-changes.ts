import { Injectable, Logger } from '@nestjs/common';
import { ClusterSignals } from '../realtime/index.js';

export type AvailableListener = (mentorId: string) => void;

/** Says that mentors are seen differently now, and that one may have time for a student. */
@Injectable()
export class MentorChanges {
  private readonly logger = new Logger('Mentors');
  private readonly listeners: AvailableListener[] = [];

  constructor(private readonly signals: ClusterSignals) {}

  /** After the commit. Every node tells those who watch there, within half a second. */
  changed(mentorIds: readonly string[]): void {
    if (mentorIds.length > 0) void this.signals.send({ name: 'mentors-changed', data: { mentorIds } });
  }

  /**
   * Called on the node where somebody chose to be available, came back within the grace, or has one student fewer. Also where nothing
   * is different for them: who listens looks for itself what there is to do.
   */
  onAvailable(listener: AvailableListener): void {
    this.listeners.push(listener);
  }

  available(mentorIds: readonly string[]): void {
    for (const mentorId of mentorIds) {
      for (const listener of this.listeners) {
        try {
          listener(mentorId);
        } catch (error) {
          this.logger.error({ err: error, mentorId }, 'A listener failed');
        }
      }
    }
  }
}
