import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { guardPackets } from './packet-gate.js';

class FakeTransport extends EventEmitter {
  closed = 0;

  close(): void {
    this.closed += 1;
  }

  receive(data: string, times = 1): void {
    for (let time = 0; time < times; time += 1) this.emit('packet', { type: 'message', data });
  }
}

describe('guardPackets', () => {
  let transport: FakeTransport;

  beforeEach(() => {
    transport = new FakeTransport();
    guardPackets(transport);
  });

  it('lets a client try a few times to connect', () => {
    transport.receive('0{"token":"x"}', 6);
    expect(transport.closed).toBe(0);
  });

  it('closes a transport with more CONNECTs, whatever the namespace and however far apart', async () => {
    transport.receive('0/unknown,', 6);
    await nextTurn();
    transport.receive('0');
    expect(transport.closed).toBe(1);
  });

  it('closes a transport that brings more than 1,000 packets at once', () => {
    transport.receive('2["chat:typing"]', 1_000);
    expect(transport.closed).toBe(0);
    transport.receive('2["chat:typing"]');
    expect(transport.closed).toBe(1);
  });

  it('counts packets for each turn of the event loop', async () => {
    transport.receive('2["chat:typing"]', 900);
    await nextTurn();
    transport.receive('2["chat:typing"]', 900);
    expect(transport.closed).toBe(0);
  });

  it('does not count what is no message', () => {
    for (let time = 0; time < 5_000; time += 1) transport.emit('packet', { type: 'pong' });
    expect(transport.closed).toBe(0);
  });
});
