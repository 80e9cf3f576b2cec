import { describe, expect, it } from '@jest/globals';
import type { Socket } from 'engine.io';
import { EventEmitter } from 'node:events';
import { limitPolls } from './poll-size.js';

/** Flushes as Engine.IO does: what waits is taken and sent, then `drain`. */
class FakeSocket extends EventEmitter {
  readyState = 'open';
  transport = { name: 'polling' };
  writeBuffer: number[] = [];

  flush(): number[] {
    this.emit('flush', this.writeBuffer);
    const sent = this.writeBuffer;
    this.writeBuffer = [];
    this.emit('drain');
    return sent;
  }
}

function socketWith(packets: number): FakeSocket {
  const socket = new FakeSocket();
  limitPolls(socket as unknown as Socket);
  socket.writeBuffer = numbers(1, packets);
  return socket;
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe('limitPolls', () => {
  it('answers each poll with 15 packets at most, in their order', () => {
    const socket = socketWith(32);
    expect(socket.flush()).toEqual(numbers(1, 15));
    socket.writeBuffer.push(33);
    expect(socket.flush()).toEqual(numbers(16, 30));
    expect(socket.flush()).toEqual(numbers(31, 33));
    expect(socket.flush()).toEqual([]);
  });

  it('gives everything to a WebSocket, also what polling left over', () => {
    const socket = socketWith(32);
    socket.flush();
    socket.transport = { name: 'websocket' };
    expect(socket.flush()).toEqual(numbers(16, 32));
  });

  it('gives everything to a connection that is closing', () => {
    const socket = socketWith(32);
    socket.readyState = 'closing';
    expect(socket.flush()).toEqual(numbers(1, 32));
  });
});
