import type { OnApplicationShutdown } from '@nestjs/common';
import { SingleNodeSharing, type Sharing } from './shared-entries.js';
import type { Signal } from './signal.js';
import type { Publication } from '../publisher/publication.js';

/** Carries canonical facts between the nodes of a cluster: to every node but the sender, in the order sent. */
export abstract class ClusterBus implements OnApplicationShutdown {
  /** `single`: there are no other nodes. `degraded`: they can't be reached; own clients are served all the same. */
  abstract readonly state: 'single' | 'connected' | 'degraded';
  /** Shares what nodes know of their people, in one order with the signals. */
  abstract readonly sharing: Sharing;

  /** Never throws; what can't be sent is lost to the live stream and found again by `chat:sync`. */
  abstract send(publication: Publication): void;
  abstract onPublication(listener: (publication: Publication) => void): void;
  /** Resolves when every other node that can be reached has been told, after all that was sent before; after 2 s in any case. Never rejects. */
  abstract signal(signal: Signal): Promise<void>;
  /** The listener has done what the signal asks when it returns. */
  abstract onSignal(listener: (signal: Signal) => void): void;
  abstract close(): Promise<void>;

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

/** The cluster of one. */
export class SingleNodeBus extends ClusterBus {
  readonly state = 'single';
  readonly sharing = new SingleNodeSharing();

  send(): void {
    // Nobody else is there.
  }

  onPublication(): void {
    // Nothing will come.
  }

  signal(): Promise<void> {
    return Promise.resolve();
  }

  onSignal(): void {
    // Nothing will come.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
