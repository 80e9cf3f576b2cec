import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../common/index.js';
import { Database } from '../database/index.js';
import { LOBBY_KEY } from './room-row.js';
import { RoomRepository } from './room.repository.js';

const CAPACITY = 1_000_000;

/** The one room that is always there, for everybody. It has no owner: admins of the app see to it. */
@Injectable()
export class Lobby implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rooms: RoomRepository,
  ) {}

  /** Before anybody is let in. Where several nodes start at once, one makes it. */
  async onModuleInit(): Promise<void> {
    await this.database.transaction((tx) =>
      this.rooms.insert(tx, {
        id: newId(),
        kind: 'lobby',
        key: LOBBY_KEY,
        code: null,
        title: 'Lobby',
        visibility: 'public',
        capacity: CAPACITY,
        idleSeconds: null,
        entry: 'open',
      }),
    );
  }
}
