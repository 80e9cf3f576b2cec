import { Injectable, Logger } from '@nestjs/common';
import { DIALECTS, type FactData, type FactName } from '../../protocol/index.js';
import { ConnectionTable } from '../connection/connection-table.js';
import type { PartAudience, Topic } from './audience.js';
import { encodeFact } from './encode-fact.js';
import { LateStates } from './late-states.js';
import { topicChannel, userChannel } from './room-names.js';

/** What telling a topic came to. */
export interface Told {
  /** What it makes for the network, over all who were told. */
  readonly bytes: number;
  /** Connections that read too slowly to be told now. They know an older state. */
  readonly missed: ReadonlySet<string>;
}

/**
 * Tells those who watch a topic what it is like now: a whole state each time, so that an older one is worth nothing once there is a
 * newer. Not over the cluster bus: every node computes its own and tells its own.
 */
@Injectable()
export class Topics {
  private readonly logger = new Logger('Topics');

  constructor(
    private readonly connections: ConnectionTable,
    private readonly late: LateStates,
  ) {}

  /** How many connections of this node watch it. */
  watchers(topic: Topic): number {
    return DIALECTS.reduce((sum, dialect) => sum + (this.connections.inChannel(topicChannel(topic, dialect))?.size ?? 0), 0);
  }

  /** Encodes once per dialect. `only`: just these connections, as far as they still watch. Never throws. */
  tell<F extends FactName>(topic: Topic, name: F, data: FactData<F>, only?: ReadonlySet<string>): Told {
    const missed = new Set<string>();
    let bytes = 0;
    for (const dialect of DIALECTS) {
      const watching = this.connections.inChannel(topicChannel(topic, dialect));
      const encoded = watching === undefined ? null : encodeFact(dialect, { name, data });
      if (watching === undefined || encoded === null) continue;
      for (const id of watching) {
        if (only?.has(id) === false) continue;
        try {
          if (this.connections.get(id)?.inform(topic, encoded) === false) missed.add(id);
          else bytes += encoded.socketIo.length;
        } catch (error) {
          this.logger.error({ err: error, connectionId: id, topic }, 'A connection could not be told');
        }
      }
    }
    return { bytes, missed };
  }

  /** For who reads too slowly the latest state of each person waits until they can. What it makes for the network. Never throws. */
  tellPart<F extends FactName>({ topic, person, view }: PartAudience, name: F, data: FactData<F>): number {
    let bytes = 0;
    for (const dialect of DIALECTS) {
      const channel = view === 'own' ? userChannel(person, dialect) : topicChannel(topic, dialect);
      const hearers = this.connections.inChannel(channel);
      const encoded = hearers === undefined ? null : encodeFact(dialect, { name, data });
      if (hearers === undefined || encoded === null) continue;
      for (const id of hearers) {
        const connection = this.connections.get(id);
        if (connection === undefined || (view === 'others' && connection.user.id === person)) continue;
        this.late.inform(connection, `${topic}:${person}`, encoded);
        bytes += encoded.socketIo.length;
      }
    }
    return bytes;
  }
}
