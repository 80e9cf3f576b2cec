import { Injectable, Logger } from '@nestjs/common';
import { COUNTED_PARTICIPANTS, DIALECTS, type DialectName, type FactData, type FactName } from '../../protocol/index.js';
import { ConnectionTable } from '../connection/connection-table.js';
import type { LiveConnection } from '../connection/live-connection.js';
import type { PersonAudience, Topic } from './audience.js';
import { encoderOf } from './encode-fact.js';
import { LateStates } from './late-states.js';
import { personTopic, roomChannel, topicChannel } from './room-names.js';

/**
 * Brings the state of one person to everybody on this node who is to hear of it, to each connection once. Not over the cluster bus: every
 * node knows how people are.
 */
@Injectable()
export class PersonDelivery {
  private readonly logger = new Logger('PersonDelivery');

  constructor(
    private readonly connections: ConnectionTable,
    private readonly late: LateStates,
  ) {}

  /** Never throws. */
  deliver<F extends FactName>(audience: PersonAudience, name: F, data: FactData<F>): void {
    try {
      this.tell(audience, name, data);
    } catch (error) {
      this.logger.error({ err: error, fact: name }, 'A person’s state could not be delivered');
    }
  }

  private tell<F extends FactName>(audience: PersonAudience, name: F, data: FactData<F>): void {
    const said = { seq: null, saidAt: Date.now() };
    const { person, rooms, view } = audience;
    const topic = personTopic(person);
    const quiet = view === 'own' ? [] : rooms.filter((roomId) => !this.isCrowded(roomId));
    const isDue = (connection: LiveConnection): boolean =>
      (connection.user.id === person) === (view === 'own') &&
      (quiet.some((roomId) => connection.isDue(roomId, said)) || this.watches(connection, topic));
    for (const dialect of DIALECTS) {
      const hearers = this.hearers(topic, quiet, dialect).filter(isDue);
      const encodedFor = hearers.length === 0 ? undefined : encoderOf(dialect, { name, data });
      if (encodedFor === undefined) continue;
      for (const connection of hearers) {
        this.late.inform(connection, topic, { encoded: encodedFor(connection.user.id), isDue });
      }
    }
  }

  /** Those who may be concerned, each once. */
  private hearers(topic: Topic, rooms: readonly string[], dialect: DialectName): LiveConnection[] {
    const channels = [topicChannel(topic, dialect), ...rooms.map((roomId) => roomChannel(roomId, dialect))];
    return [...new Set(channels.flatMap((channel) => [...this.standingIn(channel)]))];
  }

  private watches({ id, dialect }: LiveConnection, topic: Topic): boolean {
    return this.connections.inChannel(topicChannel(topic, dialect))?.has(id) === true;
  }

  private isCrowded(roomId: string): boolean {
    const people = new Set<string>();
    for (const dialect of DIALECTS) {
      for (const { user } of this.standingIn(roomChannel(roomId, dialect))) {
        if (people.add(user.id).size > COUNTED_PARTICIPANTS) return true;
      }
    }
    return false;
  }

  private *standingIn(channel: string): Generator<LiveConnection> {
    for (const id of this.connections.inChannel(channel) ?? []) {
      const connection = this.connections.get(id);
      if (connection !== undefined) yield connection;
    }
  }
}
