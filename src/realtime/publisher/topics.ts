import { Injectable, Logger } from '@nestjs/common';
import { DIALECTS, type FactData, type FactName } from '../../protocol/index.js';
import { ConnectionTable } from '../connection/connection-table.js';
import type { PartAudience, Topic } from './audience.js';
import { encoderOf, type EncodedFact } from './encode-fact.js';
import type { LiveConnection } from '../connection/live-connection.js';
import { LateStates } from './late-states.js';
import { topicChannel, userChannel } from './room-names.js';

/** What telling a topic came to. */
export interface Told {
  /** What it makes for the network, over all who were told. */
  readonly bytes: number;
  /** Connections that read too slowly to be told now. They know an older state. */
  readonly missed: ReadonlySet<string>;
}

export interface Telling<Data> {
  /** Just these connections, as far as they still watch. */
  readonly only?: ReadonlySet<string>;
  /** Instead of the state: what builds on the telling before, for all but those who missed that. */
  readonly news?: { readonly data: Data; readonly missedBy: ReadonlySet<string> };
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

  /** Encodes once per dialect. Never throws. */
  tell<F extends FactName>(topic: Topic, name: F, state: FactData<F>, { only, news }: Telling<FactData<F>> = {}): Told {
    const missed = new Set<string>();
    let bytes = 0;
    for (const dialect of DIALECTS) {
      const watching = this.connections.inChannel(topicChannel(topic, dialect));
      if (watching === undefined) continue;
      const wholeFor = onceAsked(() => encoderOf(dialect, { name, data: state }));
      const newsFor = news === undefined ? wholeFor() : encoderOf(dialect, { name, data: news.data });
      for (const id of watching) {
        const connection = this.connections.get(id);
        if (connection === undefined || only?.has(id) === false) continue;
        try {
          const userId = connection.user.id;
          const whole = (): EncodedFact => wholeFor()?.(userId) ?? [];
          const encoded = news?.missedBy.has(id) === true ? whole() : (newsFor?.(userId) ?? []);
          if (encoded.length === 0) continue;
          if (!connection.inform(topic, encoded, { whole })) missed.add(id);
          else bytes += bytesOf(encoded);
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
      const encodedFor = hearers === undefined ? undefined : encoderOf(dialect, { name, data });
      if (hearers === undefined || encodedFor === undefined) continue;
      const isDue = ({ id }: LiveConnection): boolean => this.connections.inChannel(channel)?.has(id) === true;
      for (const id of hearers) {
        const connection = this.connections.get(id);
        if (connection === undefined || (view === 'others' && connection.user.id === person)) continue;
        const encoded = encodedFor(connection.user.id);
        this.late.inform(connection, `${topic}:${person}`, { encoded, isDue });
        bytes += bytesOf(encoded);
      }
    }
    return bytes;
  }
}

function onceAsked<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function bytesOf(encoded: EncodedFact): number {
  return encoded.reduce((sum, { socketIo }) => sum + socketIo.length, 0);
}
