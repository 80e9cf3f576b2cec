import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { CANDIDATES, type SignalCall, type UserTarget } from '../../protocol/index.js';
import type { Connection } from '../../realtime/index.js';
import { signalBytes } from '../call-payloads.js';
import { partyOf, type CallRecord } from '../call-record.js';
import { CallTeller } from '../call-teller.js';
import { CallPresenter } from '../call.presenter.js';
import { CallRepository } from '../call.repository.js';
import { FindCall } from '../find-call.js';
import { TakePlace } from '../returning/take-place.js';
import { Mailbox } from './mailbox.js';
import { SignalRepository, type NewSignal, type Receiver } from './signal.repository.js';

/** What the browsers of a call say to each other. */
@Injectable()
export class SendSignal {
  constructor(
    private readonly find: FindCall,
    private readonly calls: CallRepository,
    private readonly repository: SignalRepository,
    private readonly presenter: CallPresenter,
    private readonly teller: CallTeller,
    private readonly places: TakePlace,
    private readonly mailbox: Mailbox,
  ) {}

  /** Resolves when it is kept for its receiver, who gets what one party sends in its order. */
  async send(connection: Connection, signal: SignalCall): Promise<{ callId: string }> {
    const { type, data = null } = signal;
    const bytes = signalBytes('data', data);
    const { id: callId, toId } = await this.address(connection, signal);
    const posted = { callId, fromId: connection.user.id, connectionId: connection.id, toId, type, data, bytes };
    const receiver = (await this.repository.post(posted)) ?? (await this.postAfterReturning(connection, posted));
    if (type === 'answer') await this.answered(callId);
    this.mailbox.tell(callId, receiver);
    return { callId };
  }

  private async address({ user }: Connection, signal: SignalCall): Promise<{ id: string; toId: string | null }> {
    const { callId, to } = signal;
    // The common case asks nothing: that the call is theirs is a condition of the writing.
    if (callId !== undefined && to === undefined) return { id: callId.toLowerCase(), toId: null };
    const call = await this.find.own(user, signal);
    return { id: call.id, toId: to === undefined ? null : await this.receiverIn(call, to) };
  }

  private async receiverIn(call: CallRecord, to: UserTarget): Promise<string> {
    const toId = await this.find.partyIn(call, to);
    if (toId === undefined) throw new AppError('USER_NOT_FOUND', { field: 'to', message: 'This person is not in the call.' });
    return toId;
  }

  /** Somebody who has just come back may signal before their place is given to them. */
  private async postAfterReturning(connection: Connection, signal: NewSignal): Promise<Receiver> {
    await this.places.takeBack(connection, signal.callId);
    // Also where it was not done here: it may just have been done by the arrival of the connection.
    const receiver = await this.repository.post(signal);
    if (receiver !== undefined) return receiver;
    throw refusalOf(await this.calls.find(signal.callId), signal);
  }

  private async answered(callId: string): Promise<void> {
    if (!(await this.calls.activate(callId))) return;
    const call = await this.calls.find(callId);
    if (call !== undefined) this.teller.changed(await this.presenter.present(call));
  }
}

/** Why it did not pass. */
function refusalOf(call: CallRecord | undefined, { fromId, connectionId, toId, type }: NewSignal): AppError {
  const sender = call === undefined ? undefined : partyOf(call, fromId);
  if (call === undefined || sender === undefined) return new AppError('CALL_NOT_FOUND');
  if (call.state === 'ended') return new AppError('CALL_ENDED');
  if (sender.state === 'invited') return new AppError('FORBIDDEN', { message: 'Accept the call first.' });
  if (sender.state === 'left') return new AppError('CALL_NOT_FOUND');
  if (sender.connectionId !== connectionId) {
    return new AppError('FORBIDDEN', { message: 'This call goes on with another of your devices.' });
  }
  if (call.isRoomCall && toId === null) return new AppError('INVALID', { field: 'to', message: 'Say to whom in the call' });
  const receiver = call.parties.find(({ userId }) => (toId === null ? userId !== fromId : userId === toId));
  if (receiver === undefined || receiver.state === 'left' || receiver.userId === fromId) {
    return new AppError('USER_NOT_FOUND', { field: 'to', message: 'This person is not in the call.' });
  }
  const tooMany =
    type === 'candidate' ? `${CANDIDATES} candidates are all that one call takes.` : 'Too much waits for the other already.';
  return new AppError('LIMIT_REACHED', { message: tooMany });
}
