import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Lanes } from '../../common/lanes.js';
import type { User } from '../../protocol/index.js';
import { ClusterSignals, ConnectionTable, Publisher } from '../../realtime/index.js';
import { personOf } from '../call.presenter.js';
import { SignalRepository, type ComingSignal, type Receiver } from './signal.repository.js';

/**
 * Brings signals to their receivers. All of them go through the database, also where both are here: so they keep their order whether
 * somebody is there, comes back on another node, or has not accepted yet.
 */
@Injectable()
export class Mailbox implements OnModuleInit {
  private readonly logger = new Logger('Calls');
  /** One at a time for a receiver, or the later could go first. */
  private readonly lanes = new Lanes();

  constructor(
    private readonly repository: SignalRepository,
    private readonly connections: ConnectionTable,
    private readonly publisher: Publisher,
    private readonly signals: ClusterSignals,
  ) {}

  onModuleInit(): void {
    this.signals.on('call-signals', ({ callId, userId }) => {
      this.emptySoon(callId, userId);
    });
  }

  /** Something new waits for that party. */
  tell(callId: string, { toId: userId, connectionId }: Receiver): void {
    if (connectionId !== null && this.connections.get(connectionId) !== undefined) this.emptySoon(callId, userId);
    else void this.signals.send({ name: 'call-signals', data: { callId, userId } });
  }

  /** Brings the party nothing until the work is done: signals come after the answer that is made by it. */
  hold<T>(callId: string, userId: string, work: () => Promise<T>): Promise<T> {
    return this.lanes.run(laneOf(callId, userId), work);
  }

  /** Brings what waits for the party, if they take part by a connection of this node. */
  async empty(callId: string, userId: string): Promise<void> {
    const connectionIds = this.connections.ofUser(userId).map(({ id }) => id);
    if (connectionIds.length === 0) return;
    await this.lanes.run(laneOf(callId, userId), async () => {
      for (const signal of await this.repository.take(callId, userId, connectionIds)) {
        const { connectionId, type, data } = signal;
        this.publisher.publish({ connection: connectionId }, 'calls:signal', { callId, from: senderOf(signal), type, data });
      }
    });
  }

  private emptySoon(callId: string, userId: string): void {
    this.empty(callId, userId).catch((error: unknown) => {
      this.logger.warn({ err: error, callId }, 'Signals could not be brought now; the next sweep will');
    });
  }

  /** What nobody told this node of. */
  async emptyAll(connectionIds: readonly string[]): Promise<void> {
    for (const { callId, userId } of await this.repository.waitingFor(connectionIds)) await this.empty(callId, userId);
  }
}

function laneOf(callId: string, userId: string): string {
  return `${callId} ${userId}`;
}

function senderOf({ fromId, guestName, username, name, avatarUrl, role }: ComingSignal): User {
  const known = name === null || role === null ? undefined : { id: fromId, username, name, avatarUrl, role, guest: false };
  return personOf(fromId, known, guestName);
}
