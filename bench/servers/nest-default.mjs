// A Nest gateway as Nest's documentation shows one, on its default adapter: a handler for each event, answers by returning them,
// `server.to(room).emit`. Nothing is kept. Decorators are applied by hand, as this is no TypeScript.
import 'reflect-metadata';
import { createSecretKey, randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import jwt from 'jsonwebtoken';
import { messageOf, userOf } from './socketio-room.mjs';

const key = createSecretKey(Buffer.from(process.env.JWT_SECRET));

class RoomsGateway {
  rooms = new Map();
  lastSeq = new Map();

  afterInit(server) {
    server.use((socket, next) => {
      try {
        socket.data.user = userOf(jwt.verify(socket.handshake.auth.token, key, { algorithms: ['HS256'] }));
        next();
      } catch (error) {
        next(error);
      }
    });
  }

  async join({ key: name }, socket) {
    if (!this.rooms.has(name)) this.rooms.set(name, randomUUID());
    const id = this.rooms.get(name);
    await socket.join(id);
    return { ok: true, data: { room: { id, key: name, code: null } } };
  }

  send({ room: { id: room }, text, clientId }, socket) {
    const seq = (this.lastSeq.get(room) ?? 0) + 1;
    this.lastSeq.set(room, seq);
    const message = messageOf({ id: randomUUID(), seq, room, user: socket.data.user, text, clientId });
    this.server.to(room).emit('chat:message', message);
    return { ok: true, data: message };
  }
}

WebSocketServer()(RoomsGateway.prototype, 'server');
for (const [method, event] of [
  ['join', 'rooms:join'],
  ['send', 'chat:send'],
]) {
  MessageBody()(RoomsGateway.prototype, method, 0);
  ConnectedSocket()(RoomsGateway.prototype, method, 1);
  SubscribeMessage(event)(RoomsGateway.prototype, method, Object.getOwnPropertyDescriptor(RoomsGateway.prototype, method));
}
WebSocketGateway({ serveClient: false, transports: ['websocket'] })(RoomsGateway);

class AppModule {}
Module({ providers: [RoomsGateway] })(AppModule);

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(0, '127.0.0.1');
console.log(JSON.stringify({ msg: 'listening', port: app.getHttpServer().address().port }));
process.once('SIGTERM', () => process.exit(0));
