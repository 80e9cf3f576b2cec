import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RequestsUnderWay } from './requests-under-way.js';

describe('RequestsUnderWay', () => {
  let requests: RequestsUnderWay;
  let isSettled: boolean;

  const begin = (): EventEmitter => {
    const response = new EventEmitter();
    const next = jest.fn();
    requests.middleware({ socket: new EventEmitter() } as IncomingMessage, response as ServerResponse, next);
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

describe('RequestsUnderWay of a connection that breaks', () => {
  it('are over, also those whose answers waited behind another', async () => {
    const requests = new RequestsUnderWay();
    let begun = 0;
    const http = createServer((request, response) => {
      requests.middleware(request, response, () => (begun += 1));
    });
    await once(http.listen(0, '127.0.0.1'), 'listening');
    const client = connect((http.address() as AddressInfo).port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(3));
    while (begun < 3) await once(http, 'request');

    client.destroy();

    // Past this the test itself takes too long.
    await requests.settled(60_000);
    http.close();
  });
});
