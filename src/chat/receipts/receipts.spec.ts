import { EventEmitter2 } from '@nestjs/event-emitter';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ANA, BEN } from '../../../test/support/realtime/canonical.js';
import { DomainEvents } from '../../common/index.js';
import type { Receipt } from '../../protocol/index.js';
import type { Publisher, PublishOptions } from '../../realtime/index.js';
import type { RoomAccess } from '../../rooms/index.js';
import { Receipts } from './receipts.js';

/** Which messages were passed makes no difference here. */
const NOTHING_NAMED = { read: [], delivered: [] };
const ROOM = { id: 'room-1', key: 'maths', code: null };

describe('Receipts', () => {
  let published: string[];
  /** Messages that were named as delivered. */
  let named: string[];
  let isCrowded: boolean;
  let events: DomainEvents;
  let receipts: Receipts;

  beforeEach(() => {
    jest.useFakeTimers();
    published = [];
    named = [];
    isCrowded = false;
    events = new DomainEvents(new EventEmitter2());
    const access = { isCrowded: () => isCrowded, personIn: (_: unknown, user: object) => user } as unknown as RoomAccess;
    const publisher = {
      publish(audience: object, name: string, { user, readSeq, deliveredSeq }: Receipt, { aside }: PublishOptions) {
        named.push(...(aside?.marks?.delivered ?? []).map(({ id }) => id));
        published.push(`${JSON.stringify(audience)} ${name} ${user.id} ${readSeq} ${deliveredSeq}`);
        events.emit('ReceiptTold', { roomId: ROOM.id, userId: user.id, readSeq, deliveredSeq });
      },
    } as unknown as Publisher;
    receipts = new Receipts(access, publisher, events);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const told = (user: string, readSeq: number, deliveredSeq: number) =>
    `{"room":"room-1"} chat:receipt ${user} ${readSeq} ${deliveredSeq}`;

  it('never go back, also when the database’s answers overtake one another', () => {
    receipts.moved({ ...NOTHING_NAMED, room: ROOM, pair: null, readSeq: 6, deliveredSeq: 6 }, ANA);
    receipts.moved({ ...NOTHING_NAMED, room: ROOM, pair: null, readSeq: 5, deliveredSeq: 5 }, ANA);
    jest.advanceTimersByTime(2_000);
    expect(published).toEqual([told('u-ana', 6, 6)]);
  });

  it('are told once a second for each member, the last with the farthest marks', () => {
    receipts.moved({ ...NOTHING_NAMED, room: ROOM, pair: null, readSeq: 1, deliveredSeq: 1 }, ANA);
    receipts.moved({ ...NOTHING_NAMED, room: ROOM, pair: null, readSeq: 3, deliveredSeq: 4 }, ANA);
    receipts.moved({ ...NOTHING_NAMED, room: ROOM, pair: null, readSeq: 2, deliveredSeq: 5 }, ANA);
    receipts.moved({ ...NOTHING_NAMED, room: ROOM, pair: null, readSeq: 2, deliveredSeq: 2 }, BEN);
    expect(published).toEqual([told('u-ana', 1, 1), told('u-ben', 2, 2)]);

    jest.advanceTimersByTime(1_000);
    expect(published.slice(2)).toEqual([told('u-ana', 3, 5)]);
    jest.advanceTimersByTime(1_000);
    expect(receipts.size).toBe(0);
  });

  it('that another node told of the same person make those superfluous that are behind', () => {
    receipts.moved({ ...NOTHING_NAMED, room: ROOM, pair: null, readSeq: 1, deliveredSeq: 1 }, ANA);
    receipts.moved({ ...NOTHING_NAMED, room: ROOM, pair: null, readSeq: 3, deliveredSeq: 3 }, ANA);
    events.emit('ReceiptTold', { roomId: ROOM.id, userId: ANA.id, readSeq: 5, deliveredSeq: 5 });
    jest.advanceTimersByTime(3_000);
    expect(published).toEqual([told('u-ana', 1, 1)]);
  });

  describe('name messages to their senders', () => {
    const delivered = (seq: number, ...ids: string[]) => {
      const names = { read: [], delivered: ids.map((id) => ({ id, senderId: BEN.id })) };
      receipts.moved({ ...names, room: ROOM, pair: null, readSeq: 0, deliveredSeq: seq }, ANA);
    };

    it('also where the database’s answers overtake one another, and the marks never go back', () => {
      delivered(3, 'third');
      delivered(2, 'second');
      jest.advanceTimersByTime(2_000);
      expect(named).toEqual(['third', 'second']);
      expect(published).toEqual([told('u-ana', 0, 3), told('u-ana', 0, 3)]);
    });

    it('also where another node tells of the person in between', () => {
      delivered(1, 'first');
      delivered(2, 'second');
      events.emit('ReceiptTold', { roomId: ROOM.id, userId: ANA.id, readSeq: 0, deliveredSeq: 3 });
      jest.advanceTimersByTime(2_000);
      expect(named).toEqual(['first', 'second']);
      expect(published).toEqual([told('u-ana', 0, 1), told('u-ana', 0, 3)]);
    });
  });

  it('are not told where more than 200 are', () => {
    isCrowded = true;
    receipts.moved({ ...NOTHING_NAMED, room: ROOM, pair: null, readSeq: 1, deliveredSeq: 1 }, ANA);
    jest.advanceTimersByTime(3_000);
    expect(published).toEqual([]);
    expect(receipts.size).toBe(0);
  });
});
