import type { Frame } from '../connection/recorder.js';

/** Which frames are shown. */
export interface Filter {
  /** Somewhere in the wire's text, in whatever case. */
  readonly text: string;
  readonly direction: 'all' | 'in' | 'out';
  /** The name of an event; empty for all. */
  readonly event: string;
}

export const EVERYTHING: Filter = { text: '', direction: 'all', event: '' };

/** Those that the filter lets through, the newest first. Notes belong to both directions and to no event. */
export function shownFrames(frames: readonly Frame[], { text, direction, event }: Filter): readonly Frame[] {
  const wanted = text.trim().toLowerCase();
  return frames
    .filter((frame) => direction === 'all' || frame.direction === 'note' || frame.direction === direction)
    .filter((frame) => event === '' || frame.event === event)
    .filter(({ wire }) => wanted === '' || wire.toLowerCase().includes(wanted))
    .reverse();
}

/** The events that were seen, by name. */
export function eventsIn(frames: readonly Frame[]): readonly string[] {
  return [...new Set(frames.map((frame) => frame.event))].filter((event) => event !== '').sort();
}

/** The log as a file: everything that was kept, in its order. */
export function exported(frames: readonly Frame[]): string {
  const rows = frames.map(({ at, direction, kind, event, wire, bytes, data }) => {
    return { at: new Date(at).toISOString(), direction, kind, event, bytes, wire, data };
  });
  return JSON.stringify(rows, null, 2);
}
