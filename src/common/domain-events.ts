import { Injectable, Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { Call, DialectName, Message, User } from '../protocol/index.js';
import type { Revocation } from './revocation.js';

/** A live connection as the rest of the house knows it. */
export interface ConnectionOpened {
  connectionId: string;
  deviceId: string;
  user: User;
  dialect: DialectName;
}

export interface ConnectionClosed {
  connectionId: string;
  deviceId: string;
  user: User;
  /** Ids of the rooms it had joined. */
  roomIds: string[];
}

/** A connection of theirs entered or left a room. */
export interface ConnectionMoved {
  userId: string;
}

/** From now on the connection, which is on this node, hears the room. Where it does not come about, the connection is out of it again. */
export interface RoomEntered {
  roomId: string;
  connectionId: string;
  /** By the database's clock, in microseconds, under the room's lock. */
  moment: number;
}

/** The person's participation in the room is over on this node, whether they left, were removed or lost their connection. */
export interface RoomExited {
  roomId: string;
  userId: string;
}

/** Somebody's marks in a room, as its members were just told them. */
export interface ReceiptTold {
  roomId: string;
  userId: string;
  readSeq: number;
  deliveredSeq: number;
}

/** A message of a conversation of two went out to a live device of somebody, whose client can't ask for what it missed. */
export interface MessageReached {
  roomId: string;
  seq: number;
  user: User;
}

export interface UserWentOffline {
  user: User;
}

/** What happens upwards: a lower feature says it, a higher one may listen. In-process only. */
export interface DomainEventMap {
  ConnectionOpened: ConnectionOpened;
  ConnectionClosed: ConnectionClosed;
  ConnectionMoved: ConnectionMoved;
  RoomEntered: RoomEntered;
  RoomExited: RoomExited;
  /** On every node, at once where it can be reached and within 2 s elsewhere; more than once. */
  AccessRevoked: Revocation;
  /** The person's role or name is another one now; they have live connections on this node. */
  UserChanged: { user: User };
  /** On the node that they came to, if they were on no other. */
  UserCameOnline: { user: User };
  /** They are on no node any more: on those that they were on, or else on one. */
  UserWentOffline: UserWentOffline;
  /** On the node that wrote it alone. */
  MessageSent: { message: Message };
  /** On the node that brought it there, for each such device. */
  MessageReached: MessageReached;
  /** On every node, wherever it was written: something was said or deleted in the room, so that what is unread there is another number. */
  RoomSpoke: { roomId: string };
  /** On every node: people were told how far somebody is. */
  ReceiptTold: ReceiptTold;
  /** On every node: a call began to ring for somebody here. */
  CallRang: { callId: string };
  /** On the node that did it alone: a call was made, or is in another state, or other people are in it. */
  CallChanged: { call: Call };
  /** On every node: all of the person's devices were told what is unread in the room. */
  UnreadTold: { roomId: string; userId: string };
}

/** Typed face of the event emitter. A listener that throws harms neither the sender nor other listeners. */
@Injectable()
export class DomainEvents {
  private readonly logger = new Logger('DomainEvents');

  constructor(private readonly emitter: EventEmitter2) {}

  emit<E extends keyof DomainEventMap>(event: E, payload: DomainEventMap[E]): void {
    this.emitter.emit(event, payload);
  }

  on<E extends keyof DomainEventMap>(event: E, listener: (payload: DomainEventMap[E]) => void): void {
    this.emitter.on(event, (payload: DomainEventMap[E]) => {
      try {
        listener(payload);
      } catch (error) {
        this.logger.error({ err: error, event }, 'A listener failed');
      }
    });
  }
}
