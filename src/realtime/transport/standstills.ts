import type { Server as EngineServer } from 'engine.io';

const BEAT_MS = 1_000;
/** A beat that comes so late tells of a standstill. */
const LATE_MS = 3_000;

/** The parts of Engine.IO that wait for the answers to the last pings. */
interface Engine {
  readonly clients: Readonly<Record<string, { readonly pingTimeoutTimer: NodeJS.Timeout | null }>>;
}

/**
 * After a standstill of this process its timers run before what clients sent meanwhile is read: who was pinged just before it would count
 * as dead. They get their time anew; the beat was due before their timers, and so comes before them. Returns what ends it.
 */
export function forgiveStandstills(engine: EngineServer): () => void {
  let lastBeat = performance.now();
  const beat = setInterval(() => {
    const now = performance.now();
    const wasLate = now - lastBeat - BEAT_MS > LATE_MS;
    lastBeat = now;
    if (!wasLate) return;
    const { clients } = engine as unknown as Engine;
    for (const { pingTimeoutTimer } of Object.values(clients)) pingTimeoutTimer?.refresh();
  }, BEAT_MS).unref();
  return () => {
    clearInterval(beat);
  };
}
