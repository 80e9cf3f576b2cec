import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RequestsUnderWay } from './requests-under-way.js';

describe('RequestsUnderWay', () => {
  let requests: RequestsUnderWay;
  let isSettled: boolean;

  const begin = (): EventEmitter => {
    const response = new EventEmitter();
    const next = jest.fn();
    requests.middleware({} as IncomingMessage, response as ServerResponse, next);
    expect(next).toHaveBeenCalledTimes(1);
    return response;
  };
  const settle = (withinMs: number): void => {
    isSettled = false;
    void requests.settled(withinMs).then(() => (isSettled = true));
  };

  beforeEach(() => {
    jest.useFakeTimers();
    requests = new RequestsUnderWay();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('waits for nobody when nothing is under way', async () => {
    begin().emit('close');
    settle(1_000);
    await jest.advanceTimersByTimeAsync(0);
    expect(isSettled).toBe(true);
  });

  it('waits until the last request is answered', async () => {
    const [first, last] = [begin(), begin()];
    settle(1_000);
    first.emit('close');
    await jest.advanceTimersByTimeAsync(0);
    expect(isSettled).toBe(false);
    last.emit('close');
    await jest.advanceTimersByTimeAsync(0);
    expect(isSettled).toBe(true);
  });

  it('waits no longer than it may', async () => {
    begin();
    settle(1_000);
    await jest.advanceTimersByTimeAsync(999);
    expect(isSettled).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isSettled).toBe(true);
  });
});
