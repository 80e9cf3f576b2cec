import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { AnswerOf, HistoryPage, SearchPage } from '../protocol/index.js';
import { Command, type Connection } from '../realtime/index.js';
import { ChatService } from './chat.service.js';
import { HistoryRequestDto } from './dto/history-request.dto.js';
import { SearchRequestDto } from './dto/search-request.dto.js';
import { SendMessageDto } from './dto/send-message.dto.js';
import { SyncRequestDto } from './dto/sync-request.dto.js';
import { TypingDto } from './dto/typing.dto.js';
import { HistoryService } from './history.service.js';
import { SearchService } from './search.service.js';
import { SyncService } from './sync.service.js';
import { TypingService } from './typing.service.js';

@WebSocketGateway()
export class ChatGateway {
  constructor(
    private readonly chat: ChatService,
    private readonly histories: HistoryService,
    private readonly syncing: SyncService,
    private readonly searching: SearchService,
    private readonly typing: TypingService,
  ) {}

  @Command('chat:send', SendMessageDto)
  send(@ConnectedSocket() connection: Connection, @MessageBody() message: SendMessageDto): Promise<AnswerOf<'chat:send'>> {
    return this.chat.send(connection, message);
  }

  @Command('chat:history', HistoryRequestDto)
  history(@ConnectedSocket() connection: Connection, @MessageBody() request: HistoryRequestDto): Promise<HistoryPage> {
    return this.histories.read(connection, request);
  }

  @Command('chat:sync', SyncRequestDto)
  sync(@ConnectedSocket() connection: Connection, @MessageBody() request: SyncRequestDto): Promise<AnswerOf<'chat:sync'>> {
    return this.syncing.sync(connection, request);
  }

  @Command('chat:search', SearchRequestDto)
  search(@ConnectedSocket() connection: Connection, @MessageBody() request: SearchRequestDto): Promise<SearchPage> {
    return this.searching.search(connection, request);
  }

  @Command('chat:typing', TypingDto)
  setTyping(@ConnectedSocket() connection: Connection, @MessageBody() typing: TypingDto): Promise<AnswerOf<'chat:typing'>> {
    return this.typing.setTyping(connection, typing);
  }
}
