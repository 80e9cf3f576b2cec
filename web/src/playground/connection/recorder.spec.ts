import { describe, expect, it, jest } from '@jest/globals';
import { KEPT, Recorder } from './recorder.js';

describe('a recorder', () => {
  it('keeps each frame with its time, its direction, its size in bytes and what it says', () => {
    const recorder = new Recorder('socket.io', () => 1_000);
    recorder.add('in', '42["said",{"text":"é"}]');
    expect(recorder.get()).toEqual([
      {
        ...{ number: 1, at: 1_000, direction: 'in', kind: 'event', event: 'said', data: { text: 'é' } },
        ...{ wire: '42["said",{"text":"é"}]', bytes: 24 },
      },
    ]);
  });

  it('knows by its id what an answer answers, once', () => {
    const recorder = new Recorder('socket.io');
    recorder.add('out', '421["chat:send",{}]');
    recorder.add('in', '431[{"ok":true}]');
    recorder.add('in', '431[{"ok":true}]');
    expect(recorder.get().map(({ kind, event }) => [kind, event])).toEqual([
      ['event', 'chat:send'],
      ['answer', 'chat:send'],
      ['answer', 'unknown'],
    ]);
  });

  it('lets the oldest go when there are too many, and goes on counting', () => {
    const recorder = new Recorder('websocket');
    for (let count = 0; count < KEPT + 5; count += 1) recorder.add('in', '{"type":"tick"}');
    expect(recorder.get()).toHaveLength(KEPT);
    expect(recorder.get().at(-1)?.number).toBe(KEPT + 5);
  });

  it('tells of every change, until nobody listens any more', () => {
    const [recorder, listener] = [new Recorder('websocket'), jest.fn()];
    const stop = recorder.subscribe(listener);
    const before = recorder.get();
    recorder.note('Connected.');
    expect(recorder.get()).not.toBe(before);
    recorder.clear();
    expect(recorder.get()).toEqual([]);
    stop();
    recorder.note('Closed.');
    expect(listener).toHaveBeenCalledTimes(2);
  });
});
