import { Injectable, Logger } from '@nestjs/common';
import { DIALECTS, type DialectName, type Message } from '../../protocol/index.js';
import { ConnectionTable } from '../connection/connection-table.js';
import type { Audience } from './audience.js';
import { encoderOf } from './encode-fact.js';
import { PassingOrder } from './passing-order.js';
import type { Publication } from './publication.js';
import { roomChannel, userChannel } from './room-names.js';
import { RoomOrder } from './room-order.js';

/** Brings publications to the connections of this node, each room's durable facts in the order of their numbers. */
@Injectable()
export class LocalDelivery {
  private readonly logger = new Logger('LocalDelivery');

  constructor(
    private readonly connections: ConnectionTable,
    private readonly order: RoomOrder,
    private readonly passing: PassingOrder,
  ) {}

  accept(publication: Publication): void {
    const { audience, seq, since } = publication;
    const go = (): void => {
      this.tryToDeliver(publication);
    };
    if (seq !== null && 'room' in audience) this.order.take(audience.room, seq, go);
    else if (seq !== null && 'people' in audience) this.passing.take(audience.inRoom, seq, since ?? seq - 1, go);
    else go();
  }

  /** What another node sent, or one connection that breaks, must not hold up the facts that follow. */
  private tryToDeliver(publication: Publication): void {
    try {
      this.deliver(publication);
    } catch (error) {
      this.logger.error({ err: error, fact: publication.name }, 'A fact could not be delivered');
    }
  }

  private deliver(publication: Publication): void {
    const { audience } = publication;
    if ('connection' in audience) {
      this.deliverTo(audience.connection, publication);
      return;
    }
    for (const dialect of DIALECTS) this.fanOut(channelsOf(audience, dialect), dialect, publication);
    if ('room' in audience && publication.name === 'rooms:closed') this.dissolve(audience.room);
  }

  private fanOut(channels: readonly string[], dialect: DialectName, publication: Publication): void {
    const present = channels.flatMap((channel) => this.connections.inChannel(channel) ?? []);
    if (present.length === 0) return;
    const encodedFor = encoderOf(dialect, publication);
    if (encodedFor === undefined) return;
    const { audience, isVolatile, deniedTo } = publication;
    const except = 'exceptConnection' in audience ? audience.exceptConnection : undefined;
    const room = 'room' in audience ? audience.room : undefined;
    const said = 'people' in audience && publication.name === 'chat:message' ? (publication.data as Message) : undefined;
    for (const members of present) {
      for (const id of members) {
        if (id === except) continue;
        const connection = this.connections.get(id);
        if (connection === undefined || (id === deniedTo && connection.table.answeredByFact !== undefined)) continue;
        if (room !== undefined && !connection.isDue(room, publication)) continue;
        const encoded = encodedFor(connection.user.id);
        if (said === undefined) connection.deliver(encoded, isVolatile, room);
        else connection.deliverDirect(encoded, said);
      }
    }
  }

  private deliverTo(connectionId: string, publication: Publication): void {
    const connection = this.connections.get(connectionId);
    if (connection === undefined) return;
    const encodedFor = encoderOf(connection.dialect, publication);
    if (encodedFor !== undefined) connection.deliver(encodedFor(connection.user.id), publication.isVolatile);
  }

  /** A closed room has nothing more to say, and nobody can come into it any more. */
  private dissolve(roomId: string): void {
    for (const dialect of DIALECTS) {
      for (const id of [...(this.connections.inChannel(roomChannel(roomId, dialect)) ?? [])])
        this.connections.get(id)?.exit(roomId);
    }
  }
}

function channelsOf(audience: Exclude<Audience, { connection: string }>, dialect: DialectName): string[] {
  if ('room' in audience) return [roomChannel(audience.room, dialect)];
  if ('user' in audience) return [userChannel(audience.user, dialect)];
  return audience.people.map((userId) => userChannel(userId, dialect));
}
