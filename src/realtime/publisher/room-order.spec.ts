import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RoomOrder } from './room-order.js';

describe('RoomOrder', () => {
  let order: RoomOrder;
  let left: number[];
  const take = (...seqs: number[]) => {
    for (const seq of seqs) order.take('room', seq, () => left.push(seq));
  };

  beforeEach(() => {
    jest.useFakeTimers();
    order = new RoomOrder(200);
    left = [];
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('lets facts go at once while they come in order', () => {
    order.expect('room', 4);
    take(5, 6, 7);
    expect(left).toEqual([5, 6, 7]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('has one that comes early wait for its predecessors', () => {
    order.expect('room', 0);
    take(3, 2);
    expect(left).toEqual([]);
    take(1);
    expect(left).toEqual([1, 2, 3]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('waits 200 ms for what is missing and not longer', () => {
    order.expect('room', 0);
    take(4, 2);
    jest.advanceTimersByTime(199);
    expect(left).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(left).toEqual([2, 4]);
    take(5);
    expect(left).toEqual([2, 4, 5]);
  });

  it('counts the wait anew for the next gap', () => {
    order.expect('room', 0);
    take(2);
    jest.advanceTimersByTime(150);
    take(1);
    take(4);
    jest.advanceTimersByTime(150);
    expect(left).toEqual([1, 2]);
    jest.advanceTimersByTime(50);
    expect(left).toEqual([1, 2, 4]);
  });

  it('lets one that comes too late go at once', () => {
    order.expect('room', 0);
    take(2);
    jest.advanceTimersByTime(200);
    take(1);
    expect(left).toEqual([2, 1]);
  });

  it('does not begin anew when a second one listens', () => {
    order.expect('room', 0);
    take(1, 2);
    order.expect('room', 0);
    take(3);
    expect(left).toEqual([1, 2, 3]);
  });

  it('orders each room for itself', () => {
    order.expect('room', 0);
    order.expect('other', 0);
    take(2);
    order.take('other', 1, () => left.push(-1));
    expect(left).toEqual([-1]);
  });

  it('holds nothing back in a room nobody listens to', () => {
    take(7, 3);
    expect(left).toEqual([7, 3]);
  });

  it('forgets a room with what waited in it', () => {
    order.expect('room', 0);
    take(2);
    order.forget('room');
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(1_000);
    expect(left).toEqual([]);
    order.expect('room', 8);
    take(9);
    expect(left).toEqual([9]);
  });
});
