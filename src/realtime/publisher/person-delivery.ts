import { Injectable } from '@nestjs/common';
import { COUNTED_PARTICIPANTS, DIALECTS, type DialectName } from '../../protocol/index.js';
import { ConnectionTable } from '../connection/connection-table.js';
import type { LiveConnection } from '../connection/live-connection.js';
import type { PersonAudience } from './audience.js';
import { encoderOf } from './encode-fact.js';
import { LateStates } from './late-states.js';
import type { Publication } from './publication.js';
import { personTopic, roomChannel, topicChannel } from './room-names.js';

/** Brings the state of one person to everybody on this node who is to hear of it, to each connection once. */
@Injectable()
export class PersonDelivery {
  constructor(
    private readonly connections: ConnectionTable,
    private readonly late: LateStates,
  ) {}

  deliver(audience: PersonAudience, publication: Publication): void {
    const topic = personTopic(audience.person);
    const crowded = new Set(audience.rooms.filter((roomId) => this.isCrowded(roomId)));
    for (const dialect of DIALECTS) {
      const hearers = this.hearers(audience, crowded, dialect, publication);
      const encodedFor = hearers.size === 0 ? undefined : encoderOf(dialect, publication);
      if (encodedFor === undefined) continue;
      for (const connection of hearers) this.late.inform(connection, topic, encodedFor(connection.user.id));
    }
  }

  private hearers(
    { person, rooms, view }: PersonAudience,
    crowded: ReadonlySet<string>,
    dialect: DialectName,
    publication: Publication,
  ): Set<LiveConnection> {
    const hearers = new Set<LiveConnection>();
    for (const connection of this.standingIn(topicChannel(personTopic(person), dialect))) {
      if ((connection.user.id === person) === (view === 'own')) hearers.add(connection);
    }
    if (view === 'own') return hearers;
    for (const roomId of rooms) {
      if (crowded.has(roomId)) continue;
      for (const connection of this.standingIn(roomChannel(roomId, dialect))) {
        if (connection.user.id !== person && connection.isDue(roomId, publication)) hearers.add(connection);
      }
    }
    return hearers;
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
