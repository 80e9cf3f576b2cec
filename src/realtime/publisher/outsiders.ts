import { Injectable, Logger } from '@nestjs/common';
import type { FactData, FactName } from '../../protocol/index.js';
import { ConnectionTable } from '../connection/connection-table.js';
import { expresses } from '../dialects/index.js';
import { tell } from './tell.js';

/** Who might be told something about rooms that they have not joined. */
export interface Outside {
  /** People with a connection on this node that is outside of at least one of the rooms. */
  readonly userIds: readonly string[];
  /** Of these, who is in which of the rooms with every connection they have here, and so has to be told nothing. */
  readonly inside: readonly { readonly roomId: string; readonly userId: string }[];
}

/** The connections of this node as somebody sees them who has news of a room for those that are not in it. */
@Injectable()
export class Outsiders {
  private readonly logger = new Logger('Outsiders');

  constructor(private readonly connections: ConnectionTable) {}

  /** Looks only at connections whose dialect has a word for the fact. Goes once over all of them, and not over the rooms for each. */
  of(roomIds: ReadonlySet<string>, name: FactName): Outside {
    const people = new Map<string, { connections: number; joined: Map<string, number> }>();
    for (const { user, table, rooms } of this.connections.all()) {
      if (!expresses(table, name)) continue;
      const person = people.get(user.id) ?? { connections: 0, joined: new Map<string, number>() };
      people.set(user.id, person);
      person.connections += 1;
      for (const roomId of rooms.keys()) {
        if (roomIds.has(roomId)) person.joined.set(roomId, (person.joined.get(roomId) ?? 0) + 1);
      }
    }
    const userIds: string[] = [];
    const inside: { roomId: string; userId: string }[] = [];
    for (const [userId, { connections, joined }] of people) {
      const withAll = [...joined].filter(([, count]) => count === connections).map(([roomId]) => ({ roomId, userId }));
      if (withAll.length === roomIds.size) continue;
      userIds.push(userId);
      inside.push(...withAll);
    }
    return { userIds, inside };
  }

  /** Tells those of the person's connections on this node that are not in the room. Never throws: one that breaks must not hold up the others. */
  tell<F extends FactName>(roomId: string, userId: string, name: F, data: FactData<F>): void {
    for (const { id } of this.connections.ofUser(userId)) {
      const connection = this.connections.get(id);
      if (connection === undefined || connection.rooms.has(roomId)) continue;
      try {
        tell(connection, name, data);
      } catch (error) {
        this.logger.error({ err: error, connectionId: id, fact: name }, 'A connection could not be told');
      }
    }
  }
}
