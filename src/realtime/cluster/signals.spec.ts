import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Revocation } from '../../common/index.js';
import type { ClusterBus } from './cluster-bus.js';
import type { Signal } from './signal.js';
import { ClusterSignals } from './signals.js';

const REVOCATION: Revocation = { kind: 'room', userId: 'u-ana', roomId: 'room-1', moment: 1 };

class RecordingBus {
  readonly said: string[] = [];
  private listener: (signal: Signal) => void = () => undefined;

  onSignal(listener: (signal: Signal) => void): void {
    this.listener = listener;
  }

  signal({ name }: Signal): Promise<void> {
    this.said.push(name);
    return Promise.resolve();
  }

  /** Another node says it. */
  receive(signal: Signal): void {
    this.listener(signal);
  }
}

describe('signals between nodes', () => {
  const make = () => {
    const bus = new RecordingBus();
    return { bus, signals: new ClusterSignals(bus as unknown as ClusterBus) };
  };

  it('are carried out here before the other nodes hear of them', async () => {
    const { bus, signals } = make();
    const order: string[] = [];
    signals.on('revocation', ({ kind }) => order.push(`here ${kind} ${bus.said.length}`));
    await signals.send({ name: 'revocation', data: REVOCATION });
    expect(order).toEqual(['here room 0']);
    expect(bus.said).toEqual(['revocation']);
  });

  it('of other nodes are carried out, and said no further', () => {
    const { bus, signals } = make();
    const heard: Revocation[] = [];
    signals.on('revocation', (revocation) => heard.push(revocation));
    bus.receive({ name: 'revocation', data: REVOCATION });
    expect(heard).toEqual([REVOCATION]);
    expect(bus.said).toEqual([]);
  });

  it('reach every listener, also behind one that throws', () => {
    Logger.overrideLogger(false);
    const { bus, signals } = make();
    const heard: Revocation[] = [];
    signals.on('revocation', () => {
      throw new Error('a listener breaks');
    });
    signals.on('revocation', (revocation) => heard.push(revocation));
    bus.receive({ name: 'revocation', data: REVOCATION });
    expect(heard).toEqual([REVOCATION]);
  });
});
