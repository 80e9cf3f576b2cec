import { Injectable, Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { DialectName, Message, User } from '../protocol/index.js';

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

/** The person left the room, here or on another node: none of their connections that was in it then is in it now. */
export interface RoomExited {
  roomId: string;
  userId: string;
  /** When they left, in milliseconds since 1970; they may have come back since. */
  at: number;
}

export interface UserWentOffline {
  user: User;
}

/** What happens upwards: a lower feature says it, a higher one may listen. In-process only. */
export interface DomainEventMap {
  ConnectionOpened: ConnectionOpened;
  ConnectionClosed: ConnectionClosed;
  RoomExited: RoomExited;
  UserCameOnline: { user: User };
  UserWentOffline: UserWentOffline;
  MessageSent: { message: Message };
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
