import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { AnswerOf, OnlineUsers, OwnPresence } from '../protocol/index.js';
import { Command, type Connection } from '../realtime/index.js';
import { OnlineDto } from './dto/online.dto.js';
import { SetPresenceDto } from './dto/set-presence.dto.js';
import { WatchPresenceDto } from './dto/watch-presence.dto.js';
import { OnlinePeople } from './online-people.js';
import { PresenceChoices } from './presence-choices.js';
import { WatchLists } from './watch-lists.js';

@WebSocketGateway()
export class PresenceGateway {
  constructor(
    private readonly people: OnlinePeople,
    private readonly choices: PresenceChoices,
    private readonly lists: WatchLists,
  ) {}

  @Command('presence:online', OnlineDto)
  online(@ConnectedSocket() connection: Connection, @MessageBody() { watch }: OnlineDto): Promise<OnlineUsers> {
    return this.people.answer(connection, watch);
  }

  @Command('presence:set', SetPresenceDto)
  set(@ConnectedSocket() connection: Connection, @MessageBody() choice: SetPresenceDto): Promise<OwnPresence> {
    return this.choices.set(connection, choice);
  }

  @Command('presence:watch', WatchPresenceDto)
  async watch(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { users }: WatchPresenceDto,
  ): Promise<AnswerOf<'presence:watch'>> {
    return { users: await this.lists.watch(connection, users) };
  }

  @Command('presence:unwatch', WatchPresenceDto)
  unwatch(@ConnectedSocket() connection: Connection, @MessageBody() { users }: WatchPresenceDto): AnswerOf<'presence:unwatch'> {
    return { watched: this.lists.unwatch(connection, users) };
  }
}
