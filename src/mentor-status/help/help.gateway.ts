import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { HelpQueue, HelpRequest } from '../../protocol/index.js';
import { Command, type Connection } from '../../realtime/index.js';
import { Answering } from './answering.js';
import { HelpQueueDto } from './dto/help-queue.dto.js';
import { HelpTargetDto } from './dto/help-target.dto.js';
import { RequestHelpDto } from './dto/request-help.dto.js';
import { ResolveHelpDto } from './dto/resolve-help.dto.js';
import { Ending } from './ending.js';
import { QueueView } from './queue-view.js';
import { Requesting } from './requesting.js';
import { Resolving } from './resolving.js';

@WebSocketGateway()
export class HelpGateway {
  constructor(
    private readonly requesting: Requesting,
    private readonly answering: Answering,
    private readonly ending: Ending,
    private readonly resolving: Resolving,
    private readonly view: QueueView,
  ) {}

  @Command('help:request', RequestHelpDto)
  request(@ConnectedSocket() { user }: Connection, @MessageBody() request: RequestHelpDto): Promise<HelpRequest> {
    return this.requesting.request(user, request);
  }

  @Command('help:accept', HelpTargetDto)
  accept(@ConnectedSocket() { user }: Connection, @MessageBody() { requestId }: HelpTargetDto): Promise<HelpRequest> {
    return this.answering.accept(user, requestId);
  }

  @Command('help:decline', HelpTargetDto)
  decline(@ConnectedSocket() { user }: Connection, @MessageBody() { requestId }: HelpTargetDto): Promise<HelpRequest> {
    return this.answering.decline(user, requestId);
  }

  @Command('help:cancel', HelpTargetDto)
  cancel(@ConnectedSocket() { user }: Connection, @MessageBody() { requestId }: HelpTargetDto): Promise<HelpRequest> {
    return this.ending.cancel(user, requestId);
  }

  @Command('help:resolve', ResolveHelpDto)
  resolve(@ConnectedSocket() { user }: Connection, @MessageBody() wish: ResolveHelpDto): Promise<HelpRequest> {
    return this.resolving.resolve(user, wish);
  }

  @Command('help:queue', HelpQueueDto)
  queue(@ConnectedSocket() { user }: Connection): Promise<HelpQueue> {
    return this.view.of(user);
  }
}
