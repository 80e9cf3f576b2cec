import type { Message } from '../../protocol/index.js';
import type { EncodedFact } from '../publisher/encode-fact.js';

/** Messages that may wait while a client catches up. */
const WAITING = 1_000;
/** Of what was handed out so many are remembered: facts of older ones are no longer on their way. */
const REMEMBERED = 2_000;
/** How long a fact may come after its message was handed out: as long as nodes may be cut off from each other and heal, and some. */
const MEMORY_MS = 120_000;

export interface DirectMessage {
  readonly encoded: EncodedFact;
  readonly message: Message;
}

/** What one connection was handed out of its conversations of two, so that no fact tells it again, and what waits until that is done. */
export class CatchUp {
  private waiting: DirectMessage[] | undefined;
  private readonly handedOut = new Set<string>();
  private latest = 0;

  /** From here on messages wait… */
  begin(): void {
    this.waiting ??= [];
  }

  /** …until here: gives those that were not handed out meanwhile, in the order in which they came. */
  end(): DirectMessage[] {
    const { waiting = [] } = this;
    this.waiting = undefined;
    return waiting.filter(({ message }) => !this.has(message.id));
  }

  handOut(messageIds: readonly string[]): void {
    for (const id of messageIds) this.handedOut.add(id);
    for (const id of this.handedOut) {
      if (this.handedOut.size <= REMEMBERED) break;
      this.handedOut.delete(id);
    }
    this.latest = performance.now();
  }

  /** What becomes of a message that has come: it goes out now, it waits, it is known already, or too many wait. */
  take(said: DirectMessage): 'out' | 'waits' | 'known' | 'overflow' {
    if (this.has(said.message.id)) return 'known';
    if (this.waiting === undefined) return 'out';
    return this.waiting.push(said) > WAITING ? 'overflow' : 'waits';
  }

  private has(id: string): boolean {
    if (this.handedOut.size > 0 && performance.now() - this.latest > MEMORY_MS) this.handedOut.clear();
    return this.handedOut.has(id);
  }
}
