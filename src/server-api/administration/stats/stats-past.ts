import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OnlinePeople } from '../../../presence/index.js';
import type { StatsHistory, StatsPoint } from '../../../protocol/index.js';
import { Sharing } from '../../../realtime/index.js';
import { SupervisedRooms } from '../../../rooms/index.js';
import { pointOf, type Together } from './node-numbers.js';
import { NodeSampler, SAMPLE_MS } from './node-sampler.js';

const KEPT_MS = 10 * 60_000;

/** How all nodes together were lately, as this one saw it: so that a chart has a past when somebody opens it. */
@Injectable()
export class StatsPast implements OnModuleInit {
  private readonly points: StatsPoint[] = [];

  constructor(
    private readonly sampler: NodeSampler,
    private readonly sharing: Sharing,
    private readonly online: OnlinePeople,
    private readonly rooms: SupervisedRooms,
  ) {}

  onModuleInit(): void {
    this.sampler.onSample((nodes) => {
      this.points.push(pointOf(nodes, this.together()));
      const oldest = new Date(Date.now() - KEPT_MS).toISOString();
      while ((this.points[0]?.at ?? oldest) < oldest) this.points.shift();
    });
  }

  /** Of all nodes, as each of them knows it. */
  together(): Together {
    return { peopleOnline: this.online.count, roomsInUse: this.rooms.inUse };
  }

  read(): StatsHistory {
    return { node: this.sharing.node, everySeconds: SAMPLE_MS / 1_000, points: [...this.points] };
  }
}
