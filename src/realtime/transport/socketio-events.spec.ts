import { describe, expect, it } from '@jest/globals';
import type { Socket } from 'socket.io';
import { acknowledge, listenToEvents } from './socketio-events.js';

describe('listenToEvents', () => {
  it('tells the event, its first argument, and the number of the acknowledgement asked for', () => {
    const socket = {} as { onevent(packet: { data: unknown[]; id?: number }): void };
    const heard: unknown[] = [];
    listenToEvents(socket as unknown as Socket, (...event) => heard.push(event));

    socket.onevent({ data: ['chat:send', { text: 'Hello' }, 'more'], id: 7 });
    socket.onevent({ data: ['chat:typing'] });

    expect(heard).toEqual([
      ['chat:send', { text: 'Hello' }, 7],
      ['chat:typing', undefined, undefined],
    ]);
  });
});

describe('acknowledge', () => {
  it('answers by Socket.IO’s own way', () => {
    const sent: unknown[] = [];
    const socket = { ack: (id: number) => (answer: object) => sent.push([id, answer]) };

    acknowledge(socket as unknown as Socket, 7, { ok: true });

    expect(sent).toEqual([[7, { ok: true }]]);
  });
});
