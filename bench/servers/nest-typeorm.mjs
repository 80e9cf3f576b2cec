// The peer of durable answers as the documentation of Nest and TypeORM shows it: a gateway of `@SubscribeMessage` methods, and
// repositories in one transaction for every message. The token is checked at the handshake only. Written with the decorators called by
// hand, as it is no TypeScript.
import 'reflect-metadata';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource, EntitySchema } from 'typeorm';
import { checkToken, messageOf } from './socketio-room.mjs';

const Room = new EntitySchema({
  name: 'Room',
  columns: {
    id: { type: 'uuid', primary: true, generated: 'uuid' },
    key: { type: 'text', unique: true },
    lastSeq: { type: 'int', default: 0 },
  },
});
const Member = new EntitySchema({
  name: 'Member',
  columns: {
    roomId: { type: 'uuid', primary: true },
    userId: { type: 'text', primary: true },
    muted: { type: 'boolean', default: false },
  },
});
const Message = new EntitySchema({
  name: 'Message',
  columns: {
    id: { type: 'uuid', primary: true, generated: 'uuid' },
    roomId: { type: 'uuid' },
    seq: { type: 'int' },
    senderId: { type: 'text' },
    clientId: { type: 'text' },
    text: { type: 'text' },
    createdAt: { type: 'timestamptz', createDate: true },
  },
  uniques: [{ columns: ['roomId', 'seq'] }, { columns: ['senderId', 'roomId', 'clientId'] }],
});

const source = new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [Room, Member, Message],
  synchronize: true,
  installExtensions: false,
  uuidExtension: 'pgcrypto',
});
await source.initialize();

class ChatGateway {
  server;

  afterInit(server) {
    server.use(checkToken);
  }

  async join(client, { key }) {
    const rooms = source.getRepository(Room);
    await rooms.upsert({ key }, ['key']);
    const { id } = await rooms.findOneByOrFail({ key });
    await source.getRepository(Member).save({ roomId: id, userId: client.data.user.id });
    await client.join(id);
    return { ok: true, data: { room: { id, key, code: null } } };
  }

  async send(client, { room, text, clientId }) {
    const { user } = client.data;
    const { id, seq } = await source.transaction(async (manager) => {
      const row = await manager.findOneOrFail(Room, { where: { id: room.id }, lock: { mode: 'pessimistic_write' } });
      const member = await manager.findOneBy(Member, { roomId: row.id, userId: user.id });
      if (member === null || member.muted) throw new Error('Not a member who may write');
      row.lastSeq += 1;
      await manager.save(Room, row);
      return manager.save(Message, { roomId: row.id, seq: row.lastSeq, senderId: user.id, clientId, text });
    });
    const message = messageOf({ id, seq, room: room.id, user, text, clientId });
    this.server.to(room.id).emit('chat:message', message);
    return { ok: true, data: message };
  }
}

const methods = ChatGateway.prototype;
for (const [name, event] of [
  ['join', 'rooms:join'],
  ['send', 'chat:send'],
]) {
  ConnectedSocket()(methods, name, 0);
  MessageBody()(methods, name, 1);
  SubscribeMessage(event)(methods, name, Object.getOwnPropertyDescriptor(methods, name));
}
WebSocketServer()(methods, 'server');
WebSocketGateway({ serveClient: false, transports: ['websocket'] })(ChatGateway);

class AppModule {}
Module({ providers: [ChatGateway] })(AppModule);

const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.useWebSocketAdapter(new IoAdapter(app));
await app.listen(0, '127.0.0.1');
console.log(JSON.stringify({ msg: 'listening', port: app.getHttpServer().address().port }));
process.once('SIGTERM', () => process.exit(0));
