import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { AppError, DomainEvents } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Dispatcher } from '../pipeline/dispatcher.js';
import { CorkedWriter } from '../publisher/corked-writer.js';
import { Outlet, type Outcome, type OutletLimits } from '../publisher/outlet.js';
import { roomChannel } from '../publisher/room-names.js';
import { RoomOrder } from '../publisher/room-order.js';
import { tell } from '../publisher/tell.js';
import { RawConnection } from '../transport/raw-connection.js';
import { SocketServer } from '../transport/socket-server.js';
import { listenToEvents } from '../transport/socketio-events.js';
import { DIALECTS, type Message } from '../../protocol/index.js';
import { Admission, type Admitted } from './admission.js';
import { connections as openConnections, countDelivery } from './connection.metrics.js';
import type { Connection } from './connection.js';
import { ConnectionCounts } from './connection-counts.js';
import { ConnectionTable } from './connection-table.js';
import { ExpiryClock } from './expiry.js';
import type { ConnectionOwner } from './connection-setup.js';
import { LiveConnection } from './live-connection.js';

/** Makes a connection of every admitted socket, and clears up after it. */
@Injectable()
export class ConnectionHub implements OnApplicationBootstrap, ConnectionOwner {
  private readonly logger = new Logger('Connections');
  private readonly writer = new CorkedWriter();
  private readonly outletLimits: OutletLimits;
  private readonly clocks = new WeakMap<Connection, ExpiryClock>();

  constructor(
    config: AppConfig,
    private readonly server: SocketServer,
    private readonly admission: Admission,
    private readonly table: ConnectionTable,
    private readonly counts: ConnectionCounts,
    private readonly dispatcher: Dispatcher,
    private readonly order: RoomOrder,
    private readonly events: DomainEvents,
  ) {
    const { fastWrites, outboundBytes, outboundPackets } = config.realtime;
    this.outletLimits = { fast: fastWrites, outboundBytes, outboundPackets };
  }

  onApplicationBootstrap(): void {
    this.server.io.use(this.admission.middleware);
    this.server.io.on('connection', (socket: Socket) => {
      this.open(socket);
    });
  }

  entered({ id, user }: Connection, roomId: string, afterSeq: number, moment: number): void {
    this.order.expect(roomId, afterSeq);
    this.events.emit('ConnectionMoved', { userId: user.id });
    this.events.emit('RoomEntered', { roomId, connectionId: id, moment });
  }

  exited({ user }: Connection, roomId: string): void {
    this.events.emit('ConnectionMoved', { userId: user.id });
    const isHeard = DIALECTS.some((dialect) => (this.table.inChannel(roomChannel(roomId, dialect))?.size ?? 0) > 0);
    if (!isHeard) this.order.forget(roomId);
  }

  renewed(connection: Connection): void {
    this.clocks.get(connection)?.set(connection.identity.expiresAt);
  }

  delivered(connection: Connection, outcome: Outcome): void {
    countDelivery(connection.dialect, outcome);
    if (outcome === 'overflow') connection.close(new AppError('SLOW_CONSUMER'));
  }

  reached({ user }: Connection, { room, seq }: Message): void {
    this.events.emit('MessageReached', { roomId: room.id, seq, user });
  }

  private open(socket: Socket): void {
    const admitted = socket.data as Admitted;
    const outlet = new Outlet(socket, this.writer, this.outletLimits);
    const connection = new LiveConnection({ ...admitted, socket, outlet, owner: this });
    // Keeps no more than the connection: the handshake has served.
    socket.data = undefined;
    this.table.add(connection);
    this.counts.changed(connection.user.id, this.table.countOf(connection.user.id));
    const uncount = countOpen(socket, connection);
    socket.once('disconnect', () => {
      uncount();
      this.closed(connection);
      // A client may leave the namespace and keep the transport; there is nothing else for it here.
      socket.conn.close();
    });
    this.watchExpiry(connection);
    releaseHandshake(socket);
    this.events.emit('ConnectionOpened', {
      connectionId: connection.id,
      deviceId: connection.deviceId,
      user: connection.user,
      dialect: connection.dialect,
    });
    // The greeting stands in line before anything the client may already have sent.
    this.dispatcher.greet(connection);
    this.listen(socket, connection);
  }

  private listen(socket: Socket, connection: LiveConnection): void {
    const transport: unknown = socket.conn;
    if (transport instanceof RawConnection) {
      transport.listen({
        onFrame: ({ event, fields, id, bytes }) => {
          const reply = id === undefined ? {} : { reply: transport.replyTo(id) };
          this.dispatcher.receive(connection, { event, payload: fields, bytes, ...reply });
        },
        onGarbage: (error, event, id) => {
          this.dispatcher.garbage(connection, error, event, id === undefined ? undefined : transport.replyTo(id));
        },
      });
      return;
    }
    listenToEvents(socket, (event, payload, ackId) => {
      const answered = (answer: object): void => {
        if (ackId !== undefined) connection.outlet.answer(ackId, answer);
      };
      const reply = ackId === undefined ? undefined : answered;
      // A packet may have no contents at all; a name may be a number, too.
      if (typeof event === 'string' || typeof event === 'number') {
        this.dispatcher.receive(connection, { event: String(event), payload, ...(reply === undefined ? {} : { reply }) });
      } else {
        this.dispatcher.garbage(connection, new AppError('INVALID', { message: 'An event needs a name' }), null, reply);
      }
    });
  }

  private watchExpiry(connection: LiveConnection): void {
    const { expiresAt } = connection.identity;
    if (expiresAt === null) return;
    const clock = new ExpiryClock(
      (at) => {
        tell(connection, 'auth:expiring', { expiresAt: new Date(at).toISOString() });
      },
      () => {
        connection.dismiss(new AppError('TOKEN_EXPIRED'));
      },
    );
    this.clocks.set(connection, clock);
    clock.set(expiresAt);
  }

  private closed(connection: LiveConnection): void {
    this.clocks.get(connection)?.stop();
    this.table.remove(connection);
    this.counts.changed(connection.user.id, this.table.countOf(connection.user.id));
    const rest = this.dispatcher.leave(connection);
    if (rest !== undefined) this.table.linger(connection, rest);
    const roomIds = [...connection.rooms.keys()];
    for (const roomId of roomIds) connection.exit(roomId);
    this.logger.debug({ connectionId: connection.id, dialect: connection.dialect }, 'Connection closed');
    this.events.emit('ConnectionClosed', {
      connectionId: connection.id,
      deviceId: connection.deviceId,
      user: connection.user,
      roomIds,
    });
  }
}

/** Counts a connection under the transport that it has, also when that is upgraded; returns what ends the counting. */
function countOpen(socket: Socket, connection: LiveConnection): () => void {
  let labels = { dialect: connection.dialect, transport: connection.transport };
  openConnections.inc(labels);
  const upgraded = (): void => {
    openConnections.dec(labels);
    labels = { ...labels, transport: connection.transport };
    openConnections.inc(labels);
  };
  if (labels.transport === 'polling') socket.conn.once('upgrade', upgraded);
  return () => {
    socket.conn.off('upgrade', upgraded);
    openConnections.dec(labels);
  };
}

/** The HTTP request and its headers are half of what an idle connection weighs; nothing needs them any more. */
function releaseHandshake(socket: Socket): void {
  Object.assign(socket.handshake, { headers: {}, query: {}, auth: {}, url: '' });
  if (socket.conn.transport.name === 'websocket') Object.assign(socket.conn, { request: undefined });
}
