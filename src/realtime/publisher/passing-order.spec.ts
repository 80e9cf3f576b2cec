import { beforeEach, describe, expect, it } from '@jest/globals';
import { PassingOrder } from './passing-order.js';
import { RoomOrder } from './room-order.js';

describe('PassingOrder', () => {
  let order: PassingOrder;
  let left: string[];

  beforeEach(() => {
    order = new PassingOrder(new RoomOrder(200), 2);
    left = [];
  });

  const take = (roomId: string, seq: number, since: number) => {
    order.take(roomId, seq, since, () => left.push(`${roomId} ${seq}`));
  };

  it('has the first fact of a room wait only for what came after it was asked for', () => {
    take('a', 3, 2);
    take('b', 3, 1);
    expect(left).toEqual(['a 3']);
    take('b', 2, 1);
    expect(left).toEqual(['a 3', 'b 2', 'b 3']);
  });

  it('goes by what has passed once a room is remembered', () => {
    take('a', 1, 0);
    take('a', 3, 2);
    expect(left).toEqual(['a 1']);
    take('a', 2, 0);
    expect(left).toEqual(['a 1', 'a 2', 'a 3']);
  });

  it('forgets the room that was quiet for longest', () => {
    take('a', 1, 0);
    take('b', 1, 0);
    take('a', 2, 1);
    take('c', 1, 0);
    take('a', 4, 3);
    expect(left).toEqual(['a 1', 'b 1', 'a 2', 'c 1']);

    // As a node would do that has never heard of it.
    take('b', 7, 6);
    expect(left.at(-1)).toBe('b 7');
  });
});
