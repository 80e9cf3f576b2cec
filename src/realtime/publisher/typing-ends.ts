import type { FactData } from '../../protocol/index.js';
import type { Publication } from './publication.js';

/** Whose node lives repeats itself within 3 s, and says that they stopped after 6. */
const SILENCE_MS = 8_000;
/** People who may be typing on other nodes; of more it is left to their nodes alone. */
const WATCHED = 10_000;

/** Ends the typing of people whose node died, or could not say any more that they stopped, for the connections of this node. */
export class TypingEnds {
  private readonly watched = new Map<string, NodeJS.Timeout>();

  constructor(private readonly tellOwn: (publication: Publication) => void) {}

  /** A fact of another node went by. */
  heard(publication: Publication): void {
    if (publication.name !== 'chat:typing') return;
    const { room, user, on } = publication.data as FactData<'chat:typing'>;
    const key = `${room.id} ${user.id}`;
    clearTimeout(this.watched.get(key));
    this.watched.delete(key);
    if (!on || this.watched.size >= WATCHED) return;
    const timer = setTimeout(() => {
      this.watched.delete(key);
      this.tellOwn({ ...publication, data: { room, user, on: false }, saidAt: Date.now() });
    }, SILENCE_MS).unref();
    this.watched.set(key, timer);
  }
}
