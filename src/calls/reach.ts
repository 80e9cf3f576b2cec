import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../common/index.js';
import type { CallsFacts } from '../protocol/index.js';
import { ClusterSignals, ConnectionTable } from '../realtime/index.js';
import { CallPresenter } from './call.presenter.js';
import { CallRepository } from './call.repository.js';
import { PushReach } from './pushed/push-reach.js';

type Incoming = CallsFacts['calls:incoming'];

/** Says whether a call can ring anywhere: on a connected device whose client has words for it, or by a push. */
@Injectable()
export class Reach implements OnModuleInit {
  /** Questions to the other nodes, and who waits for a yes. */
  private readonly asked = new Map<string, () => void>();

  constructor(
    private readonly connections: ConnectionTable,
    private readonly signals: ClusterSignals,
    private readonly pushes: PushReach,
    private readonly calls: CallRepository,
    private readonly presenter: CallPresenter,
  ) {}

  onModuleInit(): void {
    this.signals.on('who-rings', ({ questionId, userId, incoming }) => {
      // The yes is sent before this is confirmed, so that who asked has it when all have confirmed.
      if (this.ringsHere(userId, incoming)) void this.signals.send({ name: 'can-ring', data: { questionId } });
    });
    this.signals.on('can-ring', ({ questionId }) => this.asked.get(questionId)?.());
  }

  /** On a device that is connected, or one that a push wakes. */
  async canRing(userId: string, incoming: Incoming): Promise<boolean> {
    return (await this.ringsAnywhere(userId, incoming)) || this.pushes.isPushed(userId);
  }

  /** Whether the call rings still, but on no connected device of the person. */
  async isUnheard(callId: string, userId: string): Promise<boolean> {
    const record = await this.calls.find(callId);
    if (record?.state !== 'ringing') return false;
    const { offer, metadata } = record;
    return !(await this.ringsAnywhere(userId, { call: await this.presenter.present(record), offer, metadata }));
  }

  ringsHere(userId: string, incoming: Incoming): boolean {
    return this.connections.ofUser(userId).some((connection) => connection.understands('calls:incoming', incoming));
  }

  /** Asks the other nodes only where nobody is here; what can't be reached within 2 s has nobody. */
  async ringsAnywhere(userId: string, incoming: Incoming): Promise<boolean> {
    if (this.ringsHere(userId, incoming)) return true;
    const questionId = newId();
    let isYes = false;
    const yes = new Promise<void>((resolve) => {
      this.asked.set(questionId, () => {
        isYes = true;
        resolve();
      });
    });
    // Whether there is an offer is all that matters of it.
    const outline = { ...incoming, offer: incoming.offer === null ? null : {} };
    const all = this.signals.send({ name: 'who-rings', data: { questionId, userId, incoming: outline } });
    await Promise.race([yes, all]);
    this.asked.delete(questionId);
    return isYes;
  }
}
