import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { AcceptedCall, AnswerOf, Call, CallHistoryPage } from '../protocol/index.js';
import { Command, type Connection } from '../realtime/index.js';
import { AnswerCall } from './answer-call.js';
import { BrowseCalls } from './browse-calls.js';
import { AcceptCallDto } from './dto/accept-call.dto.js';
import { CallHistoryDto } from './dto/call-history.dto.js';
import { CallStatsDto } from './dto/call-stats.dto.js';
import { CallTargetDto } from './dto/call-target.dto.js';
import { CurrentCallsDto } from './dto/current-calls.dto.js';
import { RejectCallDto } from './dto/reject-call.dto.js';
import { SignalCallDto } from './dto/signal-call.dto.js';
import { StartCallDto } from './dto/start-call.dto.js';
import { EndCall } from './end-call.js';
import { SendSignal } from './signals/send-signal.js';
import { StartCall } from './start-call.js';

@WebSocketGateway()
export class CallsGateway {
  constructor(
    private readonly starting: StartCall,
    private readonly answering: AnswerCall,
    private readonly ending: EndCall,
    private readonly signalling: SendSignal,
    private readonly browsing: BrowseCalls,
  ) {}

  @Command('calls:start', StartCallDto)
  start(@ConnectedSocket() connection: Connection, @MessageBody() request: StartCallDto): Promise<Call> {
    return this.starting.start(connection, request);
  }

  @Command('calls:accept', AcceptCallDto)
  accept(@ConnectedSocket() connection: Connection, @MessageBody() request: AcceptCallDto): Promise<AcceptedCall> {
    return this.answering.accept(connection, request);
  }

  @Command('calls:reject', RejectCallDto)
  reject(@ConnectedSocket() connection: Connection, @MessageBody() request: RejectCallDto): Promise<Call> {
    return this.answering.reject(connection, request);
  }

  @Command('calls:cancel', CallTargetDto)
  cancel(@ConnectedSocket() { user }: Connection, @MessageBody() target: CallTargetDto): Promise<Call> {
    return this.ending.cancel(user, target);
  }

  @Command('calls:end', CallTargetDto)
  end(@ConnectedSocket() { user }: Connection, @MessageBody() target: CallTargetDto): Promise<Call> {
    return this.ending.end(user, target);
  }

  @Command('calls:signal', SignalCallDto)
  signal(@ConnectedSocket() connection: Connection, @MessageBody() signal: SignalCallDto): Promise<AnswerOf<'calls:signal'>> {
    return this.signalling.send(connection, signal);
  }

  @Command('calls:current', CurrentCallsDto)
  current(@ConnectedSocket() connection: Connection): Promise<AnswerOf<'calls:current'>> {
    return this.browsing.current(connection);
  }

  @Command('calls:history', CallHistoryDto)
  history(@ConnectedSocket() { user }: Connection, @MessageBody() request: CallHistoryDto): Promise<CallHistoryPage> {
    return this.browsing.history(user.id, request);
  }

  @Command('calls:stats', CallStatsDto)
  stats(@ConnectedSocket() connection: Connection, @MessageBody() report: CallStatsDto): Promise<AnswerOf<'calls:stats'>> {
    return this.browsing.keepStats(connection, report);
  }
}
