import { beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { FakeConnection, person } from '../../../test/support/rooms/fake-connection.js';
import { DomainEvents } from '../../common/index.js';
import type { AppConfig } from '../../config/index.js';
import type { User } from '../../protocol/index.js';
import type { CallTeller } from '../call-teller.js';
import type { CallPresenter } from '../call.presenter.js';
import type { CallRepository } from '../call.repository.js';
import type { PartyRepository } from '../party.repository.js';
import { CallSeats } from './call-seats.js';

type Renewed = Awaited<ReturnType<PartyRepository['renew']>>;

describe('CallSeats, while the database is being told who is there', () => {
  let ana: FakeConnection;
  let events: DomainEvents;
  let seats: CallSeats;
  /** The database answers. */
  let answer: (renewed: Renewed) => void;
  let dropped: string[];
  let returned: string[];

  beforeEach(() => {
    ana = new FakeConnection(person('ana'));
    events = new DomainEvents(new EventEmitter2());
    [dropped, returned] = [[], []];
    const parties = {
      renew: () => new Promise<Renewed>((resolve) => (answer = resolve)),
      drop: (id: string) => {
        dropped.push(id);
        return Promise.resolve([]);
      },
    };
    const call = { state: 'active', parties: [{ user: ana.user, state: 'joined', joinedAt: null }] };
    seats = new CallSeats(
      { calls: { graceMs: 1_000 } } as AppConfig,
      parties as unknown as PartyRepository,
      { find: () => Promise.resolve({ parties: [] }) } as unknown as CallRepository,
      { present: () => Promise.resolve(call) } as unknown as CallPresenter,
      { returned: (_call: unknown, { id }: User) => returned.push(id) } as unknown as CallTeller,
      events,
    );
    seats.onModuleInit();
  });

  const inCall = (wasGivenUp: boolean): Renewed => [{ callId: 'call-1', userId: 'ana', connectionId: ana.id, wasGivenUp }];

  it('whose call is over has no seat any more', async () => {
    seats.seat(ana);
    const renewing = seats.renew();
    answer([]);
    await renewing;
    expect(seats.connectionIds).toEqual([]);
  });

  it('whoever begins the next call meanwhile keeps the seat', async () => {
    seats.seat(ana);
    const renewing = seats.renew();
    seats.seat(ana);
    answer([]);
    await renewing;
    expect(seats.connectionIds).toEqual([ana.id]);
  });

  it('who was given up and is there after all is back', async () => {
    seats.seat(ana);
    const renewing = seats.renew();
    answer(inCall(true));
    await renewing;
    expect(returned).toEqual(['ana']);
    expect(dropped).toEqual([]);
  });

  it.each([true, false])('whoever closes meanwhile is gone, whichever of the two was written last: %s', async (wasGivenUp) => {
    seats.seat(ana);
    const renewing = seats.renew();
    events.emit('ConnectionClosed', { connectionId: ana.id, deviceId: ana.deviceId, user: ana.user, roomIds: [] });
    expect(dropped).toEqual([ana.id]);
    answer(inCall(wasGivenUp));
    await renewing;
    expect(dropped).toEqual([ana.id, ana.id]);
    expect(returned).toEqual([]);
  });
});
