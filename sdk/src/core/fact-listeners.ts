import type { FactData, FactName } from '../../../src/protocol/index.js';
import type { ClientLogger } from './surroundings.js';

type Listener = (data: never) => void;

/** Who hears which fact. */
export class FactListeners {
  private readonly listeners = new Map<string, Set<{ hear: Listener }>>();

  constructor(private readonly logger: ClientLogger) {}

  on<F extends FactName>(fact: F, hear: (data: FactData<F>) => void): () => void {
    const entry = { hear };
    const all = this.listeners.get(fact) ?? new Set();
    this.listeners.set(fact, all.add(entry));
    return () => all.delete(entry);
  }

  /** One that fails does not keep it from the others. */
  tell(fact: string, data: unknown): void {
    for (const { hear } of [...(this.listeners.get(fact) ?? [])]) {
      try {
        hear(data as never);
      } catch (error) {
        this.logger.warn(`A listener of ${fact} failed`, error);
      }
    }
  }
}
