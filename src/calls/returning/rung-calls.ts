import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import type { Connection } from '../../realtime/index.js';

/** Many more than ring at once; of what is forgotten somebody is rung twice, which does no harm. */
const REMEMBERED = 1_000;

/** When calls began to ring on this node. */
@Injectable()
export class RungCalls implements OnModuleInit {
  private readonly rangAt = new Map<string, number>();

  constructor(private readonly events: DomainEvents) {}

  onModuleInit(): void {
    this.events.on('CallRang', ({ callId }) => {
      this.rangAt.set(callId, performance.now());
      if (this.rangAt.size > REMEMBERED) this.rangAt.delete(this.rangAt.keys().next().value ?? '');
    });
  }

  /** Whether the connection was there when the call began to ring; undefined where this node has not heard of the call. */
  hasHeard({ openedAt }: Connection, callId: string): boolean | undefined {
    const rangAt = this.rangAt.get(callId);
    return rangAt === undefined ? undefined : openedAt <= rangAt;
  }
}
