import { Injectable } from '@nestjs/common';
import { LiveCalls } from '../calls/index.js';
import { MentorStatuses } from '../mentor-status/index.js';
import { OnlinePeople } from '../presence/index.js';

export interface Status {
  status: 'online';
  /** People, however many devices they are here with; those of group study, who are nobody in particular, are not counted. */
  connectedUsers: number;
  activeCalls: number;
  availableMentors: number;
  /** Seconds since this process began. */
  uptime: number;
  timestamp: string;
}

type Counts = Pick<Status, 'activeCalls' | 'availableMentors'>;

/** Anybody may ask, as often as they like: the database is asked no more often than this. */
const FRESH_MS = 1_000;

@Injectable()
export class ServerStatus {
  private counted: { readonly at: number; readonly counts: Promise<Counts> } | undefined;

  constructor(
    private readonly online: OnlinePeople,
    private readonly calls: LiveCalls,
    private readonly mentors: MentorStatuses,
  ) {}

  async read(): Promise<Status> {
    const { activeCalls, availableMentors } = await this.counts();
    return {
      status: 'online',
      connectedUsers: this.online.count,
      activeCalls,
      availableMentors,
      uptime: Math.floor(process.uptime()),
      timestamp: new Date().toISOString(),
    };
  }

  private counts(): Promise<Counts> {
    const now = performance.now();
    if (this.counted === undefined || now - this.counted.at >= FRESH_MS) this.counted = { at: now, counts: this.count() };
    return this.counted.counts;
  }

  private async count(): Promise<Counts> {
    const [activeCalls, availableMentors] = await Promise.all([this.calls.count(), this.mentors.countAvailable()]);
    return { activeCalls, availableMentors };
  }
}
