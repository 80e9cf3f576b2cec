import type { Carrier, DialectName } from '../connection/settings.js';
import type { JsonObject } from '../json.js';

/** A frame that a client may send, as one starts from it in the editor. */
export interface Example {
  readonly event: string;
  /** A text like `{room.id}` stands for what the page knows when the example is chosen. */
  readonly payload?: JsonObject;
  /** What it does, in a few words. */
  readonly says: string;
}

export interface ExampleGroup {
  readonly title: string;
  readonly examples: readonly Example[];
}

/** Who the client is when it connects. */
export type Identity = 'token' | 'guest';

/** What the page knows of a dialect. */
export interface PlaygroundDialect {
  readonly name: DialectName;
  readonly title: string;
  /** Whose clients speak it, and how. */
  readonly says: string;
  /** The first is the one that its clients use. */
  readonly carriers: readonly Carrier[];
  readonly identities: readonly Identity[];
  /** Whether a client has to say that it speaks it, as nothing else tells. */
  readonly named: boolean;
  /** Whether an answer can be asked for on that carrier. */
  readonly answers: readonly Carrier[];
  readonly groups: readonly ExampleGroup[];
}

export const SOCKET_IO: readonly Carrier[] = ['socket.io', 'polling'];
