import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ClusterSignals, ConnectionTable, type Connection } from '../../realtime/index.js';
import { CallPresenter } from '../call.presenter.js';
import { CallRepository } from '../call.repository.js';
import { CallTeller } from '../call-teller.js';
import { PartyRepository, type Returning } from '../party.repository.js';
import { isNext, TakePlace } from './take-place.js';

/**
 * When somebody has accepted by a push's token: the app it woke may have connected before, and takes part by that connection. All other
 * devices of theirs ring no more. Who connects later is greeted by `Arrivals`.
 */
@Injectable()
export class AwaitedDevice implements OnModuleInit {
  private readonly logger = new Logger('Calls');

  constructor(
    private readonly signals: ClusterSignals,
    private readonly connections: ConnectionTable,
    private readonly parties: PartyRepository,
    private readonly places: TakePlace,
    private readonly calls: CallRepository,
    private readonly presenter: CallPresenter,
    private readonly teller: CallTeller,
  ) {}

  onModuleInit(): void {
    this.signals.on('call-awaits', ({ callId, userId }) => {
      this.seat(callId, userId).catch((error: unknown) => {
        this.logger.warn({ err: error, callId }, 'The devices of who accepted by a push could not be told now');
      });
    });
  }

  private async seat(callId: string, userId: string): Promise<void> {
    const here = this.connections.ofUser(userId);
    if (here.length === 0) return;
    const party = (await this.parties.returning([userId])).find((one) => one.callId === callId);
    const seated = party === undefined ? undefined : await this.firstToSit(here, party);
    await this.silence(
      callId,
      here.filter((connection) => connection !== seated && !this.isSeat(connection, party)),
    );
  }

  /** The latest first: it is the one that the person has in their hands. */
  private async firstToSit(here: readonly Connection[], party: Returning): Promise<Connection | undefined> {
    if (party.connectionId !== null) return undefined;
    const latestFirst = [...here].sort((one, other) => other.openedAt - one.openedAt);
    for (const connection of latestFirst) {
      if (isNext(connection, party) && (await this.places.take(connection, party))) return connection;
    }
    return undefined;
  }

  private isSeat(connection: Connection, party: Returning | undefined): boolean {
    return connection.id === party?.connectionId;
  }

  private async silence(callId: string, devices: readonly Connection[]): Promise<void> {
    const record = devices.length === 0 ? undefined : await this.calls.find(callId);
    if (record === undefined || record.state === 'ended') return;
    const call = await this.presenter.present(record);
    for (const { id, user } of devices) this.teller.answeredElsewhere(call, user, { connection: id });
  }
}
