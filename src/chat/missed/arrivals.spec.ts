import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { person } from '../../../test/support/rooms/fake-connection.js';
import { AppError, DomainEvents } from '../../common/index.js';
import type { Receipts } from '../receipts/receipts.js';
import { Arrivals } from './arrivals.js';
import type { MissedRepository, PersonsMark } from './missed.repository.js';

describe('Arrivals', () => {
  let events: DomainEvents;
  let arrivals: Arrivals;
  /** Marks of each statement. */
  let moves: (readonly PersonsMark[])[];
  let told: string[];
  let failures: number;
  let go: () => void;
  let gate: Promise<void>;

  beforeEach(() => {
    [moves, told, failures] = [[], [], 0];
    gate = Promise.resolve();
    events = new DomainEvents(new EventEmitter2());
    const missed = {
      move: async (marks: readonly PersonsMark[]) => {
        moves.push(marks);
        await gate;
        failures -= 1;
        if (failures >= 0) throw new AppError('UNAVAILABLE');
        return marks.map(({ roomId, userId, seq }) => ({ userId, room: { id: roomId }, deliveredSeq: seq }));
      },
    } as unknown as MissedRepository;
    const receipts = {
      moved: ({ room, deliveredSeq }: { room: { id: string }; deliveredSeq: number }, { id }: { id: string }) => {
        told.push(`${id} has ${deliveredSeq} of ${room.id}`);
      },
    } as unknown as Receipts;
    arrivals = new Arrivals(missed, receipts, events);
  });
  afterEach(() => arrivals.onModuleDestroy());

  function reach(userId: string, seq: number, roomId = 'one'): void {
    events.emit('MessageReached', { roomId, seq, user: person(userId) });
  }

  it('moves the marks of one turn together, each as far as it goes, and has the others told', async () => {
    reach('ana', 1);
    reach('ana', 3);
    reach('ana', 2);
    reach('ben', 3);
    reach('ana', 1, 'two');
    await arrivals.stored('ana');
    expect(moves).toEqual([
      [
        { roomId: 'one', seq: 3, userId: 'ana' },
        { roomId: 'one', seq: 3, userId: 'ben' },
        { roomId: 'two', seq: 1, userId: 'ana' },
      ],
    ]);
    expect(told).toEqual(['ana has 3 of one', 'ben has 3 of one', 'ana has 1 of two']);
  });

  it('makes who comes back wait until their marks are stored, and nobody else', async () => {
    gate = new Promise((resolve) => (go = resolve));
    reach('ana', 1);
    await arrivals.stored('ben');
    expect(told).toEqual([]);
    const stored = arrivals.stored('ana');
    go();
    await stored;
    expect(told).toEqual(['ana has 1 of one']);
  });

  it('tries again while the database is away', async () => {
    failures = 2;
    reach('ana', 1);
    await arrivals.stored('ana');
    expect(moves).toHaveLength(3);
    expect(told).toEqual(['ana has 1 of one']);
  });
});
