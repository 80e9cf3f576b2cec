import { Injectable } from '@nestjs/common';
import { Revocations } from '../auth/index.js';
import type { Revocation } from '../common/index.js';
import type { LeaveReason } from '../protocol/index.js';
import { Attendance, type Leaver } from './attendance.js';

export interface Departure {
  readonly reason: LeaveReason;
  /** Undefined where nobody need be told: they were no member. */
  readonly leaver: Leaver | undefined;
  readonly revocation: Revocation;
  /** The connection that asked for it, which is answered instead of being told. */
  readonly exceptConnection?: string;
}

/** Brings the end of a membership to everybody: all are told, then the person's devices are out, on every node. */
@Injectable()
export class Departures {
  constructor(
    private readonly attendance: Attendance,
    private readonly revocations: Revocations,
  ) {}

  /**
   * To be called after the commit and still in the room's line: when it returns the person is out on this node, so that who comes
   * back right away sits down anew. `everywhere` resolves when they are out on all nodes that can be reached.
   */
  begin({ reason, leaver, revocation, exceptConnection }: Departure): { everywhere: Promise<void> } {
    // First the fact, then the eviction, on the same way: the person's devices still hear that they are out. On another node what
    // is said there between the two may follow it; after the answer nothing does.
    if (leaver !== undefined) this.attendance.left(leaver, reason, exceptConnection);
    return { everywhere: this.revocations.spread(revocation) };
  }
}
