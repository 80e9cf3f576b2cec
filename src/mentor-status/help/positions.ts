import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import type { HelpPosition } from '../../protocol/index.js';
import { ConnectionTable, Publisher } from '../../realtime/index.js';
import { etaSeconds } from './help-eta.js';
import { lineOf, positionsIn } from './help-queue.js';
import { standingOf, type QueuedRow } from './help-row.js';
import { PositionRepository } from './position.repository.js';

/** The least time between two positions that somebody is told. */
const TELL_MS = 1_000;
/** Sweeping leaves out up to a quarter of its pause. */
const PAUSE_MS = TELL_MS / 0.75;

/** Tells students who wait where they stand, when that changes. Each node tells the devices that are on it. */
@Injectable()
export class Positions implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Help');
  /** What the students of this node were told last, by request. */
  private told = new Map<string, number>();
  private readonly telling = new Sweeping(
    () => this.tell(),
    PAUSE_MS,
    (error) => {
      this.logger.warn({ err: error }, 'Students could not be told where they stand now; the next look will');
    },
  );

  constructor(
    private readonly repository: PositionRepository,
    private readonly connections: ConnectionTable,
    private readonly publisher: Publisher,
  ) {}

  onApplicationBootstrap(): void {
    this.telling.start();
  }

  onModuleDestroy(): void {
    this.telling.stop();
  }

  /** Of a request that waits; null where it does not any more. */
  async of(request: Pick<QueuedRow, 'id' | 'targetId' | 'subjectKey' | 'requestedAt'>): Promise<HelpPosition | null> {
    const line = await this.repository.findLine(request);
    const position = positionsIn(line.map(standingOf)).get(request.id);
    return position === undefined ? null : shown(request, position, await this.repository.recentWaits(request));
  }

  private async tell(): Promise<void> {
    const queue = await this.repository.findQueue();
    const positions = positionsIn(queue.map(standingOf));
    const now = new Map<string, number>();
    // Once for each line: all who stand in it move at once.
    const waits = new Map<string, Promise<number[]>>();
    const waitsOf = (request: QueuedRow): Promise<number[]> => {
      const line = lineOf(request);
      const known = waits.get(line) ?? this.repository.recentWaits(request);
      waits.set(line, known);
      return known;
    };
    for (const request of queue) {
      const devices = this.connections.ofUser(request.studentId);
      const position = positions.get(request.id);
      if (devices.length === 0 || position === undefined) continue;
      if (this.told.get(request.id) !== position) {
        const fact = shown(request, position, await waitsOf(request));
        for (const { id } of devices) this.publisher.publish({ connection: id }, 'help:position', fact);
      }
      now.set(request.id, position);
    }
    this.told = now;
  }
}

function shown(
  { id, requestedAt }: Pick<QueuedRow, 'id' | 'requestedAt'>,
  position: number,
  waits: readonly number[],
): HelpPosition {
  const waited = (Date.now() - requestedAt.getTime()) / 1_000;
  return { requestId: id, position, etaSeconds: etaSeconds(waits, waited) };
}
