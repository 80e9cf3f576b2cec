import type { Frame } from '../connection/recorder.js';
import type { Sending } from './program.js';

/** The token comes first by itself, wherever a program begins with one. */
const BY_ITSELF = 'auth';

/** What a connection sent since it was last opened, to be sent again by a program. */
export function earlierSendings(frames: readonly Frame[]): readonly Sending[] {
  const opened = frames.findLastIndex(({ kind, wire }) => kind === 'note' && wire === 'Connected.');
  return frames
    .slice(opened + 1)
    .filter(({ direction, kind, event }) => direction === 'out' && kind === 'event' && event !== BY_ITSELF)
    .map(({ event, data, ackId, wire }) => ({ event, payload: data, ask: ackId !== undefined, text: wire }));
}
