import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { RoomsModule } from '../rooms/index.js';
import { AnswerCall } from './answer-call.js';
import { BrowseCalls } from './browse-calls.js';
import { CallChanges } from './call-changes.js';
import { CallClock } from './call-clock.js';
import { CallEvents } from './call-events.js';
import { CallParticipantEntity } from './call-participant.entity.js';
import { CallTeller } from './call-teller.js';
import { CallEntity } from './call.entity.js';
import { CallPresenter } from './call.presenter.js';
import { CallRepository } from './call.repository.js';
import { CallsGateway } from './calls.gateway.js';
import { EndCall } from './end-call.js';
import { FindCall } from './find-call.js';
import { IceModule } from './ice/ice.module.js';
import { LiveCalls } from './live-calls.js';
import { PartyRepository } from './party.repository.js';
import { AnswerByToken } from './pushed/answer-by-token.js';
import { PushedCallsController } from './pushed/pushed-calls.controller.js';
import { Reach } from './reach.js';
import { Arrivals } from './returning/arrivals.js';
import { AwaitedDevice } from './returning/awaited-device.js';
import { CallSeats } from './returning/call-seats.js';
import { RungCalls } from './returning/rung-calls.js';
import { TakePlace } from './returning/take-place.js';
import { RoomCalls } from './room-calls.js';
import { RoomNewcomers } from './room-newcomers.js';
import { JoinSfu } from './sfu/join-sfu.js';
import { SfuGateway } from './sfu/sfu.gateway.js';
import { CallSignalEntity } from './signals/call-signal.entity.js';
import { Mailbox } from './signals/mailbox.js';
import { SendSignal } from './signals/send-signal.js';
import { SignalRepository } from './signals/signal.repository.js';
import { StartCall } from './start-call.js';

/** Calls of two and of rooms: ringing, answering, signals, coming back, and what is left of them afterwards. */
@Module({
  imports: [TypeOrmModule.forFeature([CallEntity, CallParticipantEntity, CallSignalEntity]), AuthModule, RoomsModule, IceModule],
  controllers: [PushedCallsController],
  providers: [
    CallsGateway,
    SfuGateway,
    StartCall,
    AnswerCall,
    AnswerByToken,
    EndCall,
    RoomCalls,
    RoomNewcomers,
    JoinSfu,
    SendSignal,
    BrowseCalls,
    FindCall,
    CallChanges,
    CallTeller,
    CallEvents,
    CallPresenter,
    Reach,
    Mailbox,
    CallSeats,
    TakePlace,
    Arrivals,
    AwaitedDevice,
    RungCalls,
    CallClock,
    LiveCalls,
    CallRepository,
    PartyRepository,
    SignalRepository,
  ],
  exports: [LiveCalls, Reach],
})
export class CallsModule {}
