import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { FakeConnection, person } from '../../../test/support/rooms/fake-connection.js';
import { AppError, DomainEvents } from '../../common/index.js';
import type { Connection, ConnectionTable, Publisher } from '../../realtime/index.js';
import type { CallPresenter } from '../call.presenter.js';
import type { CallRepository } from '../call.repository.js';
import type { PartyRepository, Returning } from '../party.repository.js';
import { Arrivals } from './arrivals.js';
import type { RungCalls } from './rung-calls.js';
import type { TakePlace } from './take-place.js';

const TOGETHER_MS = 30;

describe('Arrivals', () => {
  let ana: FakeConnection;
  let arrivals: Arrivals;
  let look: () => Promise<Returning[]>;
  let taken: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    Logger.overrideLogger(false);
    ana = new FakeConnection(person('ana'));
    taken = [];
    const places = {
      take: ({ id }: Connection) => {
        taken.push(id);
        return Promise.resolve(true);
      },
    };
    const events = new DomainEvents(new EventEmitter2());
    arrivals = new Arrivals(
      { returning: () => look() } as unknown as PartyRepository,
      {} as CallRepository,
      {} as CallPresenter,
      { get: (id: string) => (id === ana.id ? ana : undefined) } as unknown as ConnectionTable,
      places as unknown as TakePlace,
      {} as RungCalls,
      {} as Publisher,
      events,
    );
    arrivals.onModuleInit();
    events.emit('ConnectionOpened', { connectionId: ana.id, deviceId: ana.deviceId, user: ana.user, dialect: 'lyceum' });
  });
  afterEach(() => {
    jest.useRealTimers();
    Logger.overrideLogger(true);
  });

  const inCall = (isLapsed: boolean) => (): Promise<Returning[]> =>
    Promise.resolve([
      {
        callId: 'call-1',
        userId: 'ana',
        state: 'joined',
        connectionId: 'the one before',
        startedMsAgo: 60_000,
        joinedMsAgo: 60_000,
        isLapsed,
      },
    ]);
  const away = (): Promise<Returning[]> => Promise.reject(new AppError('UNAVAILABLE'));

  it('are given the place when the one before is known to be gone', async () => {
    look = inCall(false);
    await jest.advanceTimersByTimeAsync(TOGETHER_MS);
    await arrivals.lookAgain();
    expect(taken).toEqual([]);
    look = inCall(true);
    await arrivals.lookAgain();
    expect(taken).toEqual([ana.id]);
  });

  it('are not given the place where their client has no words for it', async () => {
    ana.understands = () => false;
    look = inCall(true);
    await jest.advanceTimersByTimeAsync(TOGETHER_MS);
    await arrivals.lookAgain();
    expect(taken).toEqual([]);
  });

  it('are not forgotten while the database is away, whenever that begins', async () => {
    look = away;
    await jest.advanceTimersByTimeAsync(TOGETHER_MS);
    for (let times = 0; times < 3; times += 1) await expect(arrivals.lookAgain()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    look = inCall(true);
    await arrivals.lookAgain();
    expect(taken).toEqual([ana.id]);
  });
});
