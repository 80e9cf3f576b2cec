import { Injectable, Logger } from '@nestjs/common';
import { isPlainObject } from '../../common/plain-json.js';
import { ClusterBus } from './cluster-bus.js';
import type { Signal, SignalMap } from './signal.js';

type Listeners = { readonly [S in keyof SignalMap]: ((data: SignalMap[S]) => void)[] };

/** Has every node do something, this one first. */
@Injectable()
export class ClusterSignals {
  private readonly logger = new Logger('Cluster');
  private readonly listeners: Listeners = {
    revocation: [],
    'member-changed': [],
    'room-renamed': [],
    'rooms-closed': [],
    'who-seats': [],
    'has-seat': [],
    'challenge-seat': [],
    'seat-challenged': [],
    'who-rings': [],
    'can-ring': [],
    'who-is-here': [],
    'is-here': [],
    'call-signals': [],
    'call-awaits': [],
    'presence-set': [],
    'mentors-changed': [],
    'webhooks-changed': [],
  };

  constructor(private readonly bus: ClusterBus) {
    bus.onSignal((signal) => {
      // What stands in the stream may be anything; listeners that go on by themselves could not be caught.
      if (isPlainObject(signal.data)) this.carryOut(signal);
      else this.logger.warn({ signal: signal.name }, 'A signal without content was left out');
    });
  }

  /** The listener does it at once, so that it is done when it returns; doing it twice must change nothing. */
  on<S extends keyof SignalMap>(name: S, listener: (data: SignalMap[S]) => void): void {
    this.listeners[name].push(listener);
  }

  /** Resolves when it is done on every node that can be reached, after all facts published before; after 2 s in any case. */
  async send(signal: Signal): Promise<void> {
    this.carryOut(signal);
    await this.bus.signal(signal);
  }

  private carryOut({ name, data }: Signal): void {
    // Together they make a signal; apart TypeScript no longer knows that they belong together.
    for (const listener of this.listeners[name] as ((data: Signal['data']) => void)[]) {
      try {
        listener(data);
      } catch (error) {
        this.logger.error({ err: error, signal: name }, 'A signal could not be carried out');
      }
    }
  }
}
