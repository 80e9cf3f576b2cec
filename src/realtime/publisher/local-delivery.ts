import { Injectable } from '@nestjs/common';
import { DIALECTS, type DialectName, type FactData } from '../../protocol/index.js';
import { ConnectionTable } from '../connection/connection-table.js';
import { DIALECT_TABLES, type Frame } from '../dialects/index.js';
import { EncodedFrame } from './encoded-frame.js';
import type { Publication } from './publication.js';
import { roomChannel, userChannel } from './room-names.js';
import { RoomOrder } from './room-order.js';

/** Brings publications to the connections of this node, each room's durable facts in the order of their numbers. */
@Injectable()
export class LocalDelivery {
  constructor(
    private readonly connections: ConnectionTable,
    private readonly order: RoomOrder,
  ) {}

  accept(publication: Publication): void {
    const { audience, seq } = publication;
    if (!('room' in audience) || seq === null) {
      this.deliver(publication);
      return;
    }
    this.order.take(audience.room, seq, () => {
      this.deliver(publication);
    });
  }

  private deliver(publication: Publication): void {
    const { audience } = publication;
    if ('connection' in audience) {
      this.deliverTo(audience.connection, publication);
      return;
    }
    const channel = 'room' in audience ? roomChannel : userChannel;
    const target = 'room' in audience ? audience.room : audience.user;
    for (const dialect of DIALECTS) this.fanOut(channel(target, dialect), dialect, publication);
    if ('room' in audience) this.evict(audience.room, publication);
  }

  private fanOut(channel: string, dialect: DialectName, publication: Publication): void {
    const members = this.connections.inChannel(channel);
    if (members === undefined) return;
    const encoded = encode(dialect, publication);
    if (encoded === null) return;
    const { audience, seq, isVolatile } = publication;
    const except = 'exceptConnection' in audience ? audience.exceptConnection : undefined;
    const room = 'room' in audience && seq !== null ? audience.room : undefined;
    for (const id of members) {
      if (id === except) continue;
      const connection = this.connections.get(id);
      if (connection === undefined) continue;
      if (room !== undefined && seq !== null && !connection.isDue(room, seq)) continue;
      connection.deliver(encoded, isVolatile);
    }
  }

  private deliverTo(connectionId: string, publication: Publication): void {
    const connection = this.connections.get(connectionId);
    if (connection === undefined) return;
    const encoded = encode(connection.dialect, publication);
    if (encoded !== null) connection.deliver(encoded, publication.isVolatile);
  }

  /** A closed room, or a room its member left on another node, has nothing more to say. */
  private evict(roomId: string, { name, data }: Publication): void {
    const leaver =
      name === 'rooms:left' && (data as FactData<'rooms:left'>).reason === 'left'
        ? (data as FactData<'rooms:left'>).user.id
        : null;
    if (name !== 'rooms:closed' && leaver === null) return;
    for (const dialect of DIALECTS) {
      const channel = leaver === null ? roomChannel(roomId, dialect) : userChannel(leaver, dialect);
      for (const id of [...(this.connections.inChannel(channel) ?? [])]) this.connections.get(id)?.exit(roomId);
    }
  }
}

function encode(dialect: DialectName, { name, data }: Publication): EncodedFrame | null {
  const table = DIALECT_TABLES[dialect];
  const row = table.outbound[name] as ((data: object) => Frame | null) | undefined;
  const frame = row?.(data) ?? null;
  return frame === null ? null : new EncodedFrame(frame, table);
}
