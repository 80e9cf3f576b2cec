import { PushOut } from './push-out.js';

/** Of a gateway that pushes nothing: there is the feed. */
export class NoPushes extends PushOut {
  push(): Promise<void> {
    return Promise.resolve();
  }

  withdraw(): Promise<void> {
    return Promise.resolve();
  }
}
