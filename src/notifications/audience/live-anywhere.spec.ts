import { describe, expect, it } from '@jest/globals';
import type { ClusterBus, ConnectionTable } from '../../realtime/index.js';
import { ClusterSignals } from '../../realtime/index.js';
import { LiveAnywhere } from './live-anywhere.js';

type Signal = Parameters<ClusterSignals['send']>[0];
type Listener = (signal: Signal) => void;

/** Nodes that hear each other at once; one that is cut off hears nothing, and nobody waits for it longer than the bus does. */
class Network {
  readonly questions: number[] = [];
  private readonly nodes: Listener[] = [];

  node(...here: { id: string; open?: boolean; guest?: boolean }[]): LiveAnywhere {
    const listeners: Listener[] = [];
    const hear: Listener = (signal) => {
      for (const listener of listeners) listener(signal);
    };
    this.nodes.push(hear);
    const bus = {
      onSignal: (listener: Listener) => void listeners.push(listener),
      signal: (signal: Signal) => {
        if (signal.name === 'who-is-here') this.questions.push(signal.data.userIds.length);
        for (const other of this.nodes) if (other !== hear) other(signal);
        return Promise.resolve();
      },
    } as unknown as ClusterBus;
    const connections = {
      ofUser: (userId: string) =>
        here.filter(({ id }) => id === userId).map(({ open = true, guest = false }) => ({ open, user: { guest } })),
    } as unknown as ConnectionTable;
    const audience = new LiveAnywhere(connections, new ClusterSignals(bus));
    audience.onModuleInit();
    return audience;
  }
}

describe('who has a live device', () => {
  it('is whoever has one on any node', async () => {
    const network = new Network();
    const one = network.node({ id: 'ana' });
    network.node({ id: 'ben' });
    network.node({ id: 'ben' }, { id: 'cleo' });
    expect(await one.among(['ana', 'ben', 'cleo', 'dora'])).toEqual(new Set(['ana', 'ben', 'cleo']));
    expect(network.questions).toEqual([3]);
  });

  it('asks nobody where all are on this node', async () => {
    const network = new Network();
    const one = network.node({ id: 'ana' });
    expect(await one.among(['ana'])).toEqual(new Set(['ana']));
    expect(await one.among([])).toEqual(new Set());
    expect(network.questions).toEqual([]);
  });

  it('is nobody whose connection is closed already, nor a guest', async () => {
    const network = new Network();
    const one = network.node({ id: 'ana', open: false }, { id: 'ben', guest: true });
    expect(await one.among(['ana', 'ben'])).toEqual(new Set());
  });

  it('asks about 500 people at a time', async () => {
    const network = new Network();
    const one = network.node();
    const people = Array.from({ length: 1_001 }, (_, n) => `user-${n}`);
    network.node(...people.filter((_, n) => n % 2 === 0).map((id) => ({ id })));
    expect((await one.among(people)).size).toBe(501);
    expect(network.questions).toEqual([500, 500, 1]);
  });
});
