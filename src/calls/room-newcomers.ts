import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../common/index.js';
import type { Call } from '../protocol/index.js';
import { ConnectionTable } from '../realtime/index.js';
import { CallTeller } from './call-teller.js';
import { CallPresenter } from './call.presenter.js';
import { CallRepository } from './call.repository.js';

/** Those who come within it are asked about together: after a restart everybody comes at once. */
const TOGETHER_MS = 30;

/** Whoever comes into a room while a call is under way there is told of it. */
@Injectable()
export class RoomNewcomers implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Calls');
  /** By room, the connections that have just come in, and when. */
  private arrived = new Map<string, Map<string, number>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly calls: CallRepository,
    private readonly presenter: CallPresenter,
    private readonly connections: ConnectionTable,
    private readonly teller: CallTeller,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('RoomEntered', ({ roomId, connectionId, moment }) => {
      const others = this.arrived.get(roomId);
      if (others === undefined) this.arrived.set(roomId, new Map([[connectionId, moment]]));
      else others.set(connectionId, moment);
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.tellSoon();
      }, TOGETHER_MS).unref();
    });
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  private tellSoon(): void {
    const { arrived } = this;
    this.arrived = new Map();
    this.tell(arrived).catch((error: unknown) => {
      // They hear of it with its next change.
      this.logger.warn({ err: error }, 'Calls of rooms that people came into could not be looked up');
    });
  }

  private async tell(arrived: ReadonlyMap<string, ReadonlyMap<string, number>>): Promise<void> {
    const calls = await this.presenter.presentAll(await this.calls.roomCallsIn([...arrived.keys()]));
    for (const call of calls) {
      for (const [id, moment] of arrived.get(call.room.id) ?? []) {
        // Told with all others, when it began.
        if (moment < beganAt(call)) continue;
        // Out of it again, by now.
        if (this.connections.get(id)?.rooms.has(call.room.id) === true) this.teller.lasts(call, id);
      }
    }
  }
}

/** As moments are told. What is stored is rounded to a millisecond: who came within it is rather told twice. */
function beganAt({ startedAt }: Call): number {
  return (Date.parse(startedAt) - 1) * 1_000;
}
