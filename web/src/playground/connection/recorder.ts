import { decodeRaw, decodeSocketIo, type Decoded } from './decode.js';
import type { Carrier } from './settings.js';

export type Direction = 'in' | 'out' | 'note';

/** One frame as it went over the wire, or a note of what became of the connection. */
export interface Frame extends Omit<Decoded, 'kind'> {
  readonly kind: Decoded['kind'] | 'note';
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly direction: Direction;
  /** The literal text. */
  readonly wire: string;
  readonly bytes: number;
}

/** Older ones go: a connection may be left open for days. */
export const KEPT = 1_000;

const encoder = new TextEncoder();

/** Keeps what a connection said and heard. Its list is a new one after each change, and only then. */
export class Recorder {
  private frames: readonly Frame[] = [];
  private count = 0;
  /** What was asked under which id, as long as no answer came. */
  private readonly asked = new Map<number, string>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private carrier: Carrier,
    private readonly now: () => number = Date.now,
  ) {}

  readonly get = (): readonly Frame[] => this.frames;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** From here on it is another connection, with answers of its own; what was kept stays. */
  begin(carrier: Carrier): void {
    this.carrier = carrier;
    this.asked.clear();
  }

  add(direction: 'in' | 'out', wire: string): Frame {
    const decoded = (this.carrier === 'websocket' ? decodeRaw : decodeSocketIo)(wire, this.asked);
    if (decoded.ackId !== undefined) {
      if (decoded.kind === 'answer') this.asked.delete(decoded.ackId);
      else if (direction === 'out') this.asked.set(decoded.ackId, decoded.event);
    }
    return this.keep({ ...decoded, direction, wire, bytes: encoder.encode(wire).length });
  }

  /** What became of the connection, in a sentence. */
  note(text: string): Frame {
    return this.keep({ kind: 'note', direction: 'note', event: '', data: undefined, wire: text, bytes: 0 });
  }

  clear(): void {
    this.frames = [];
    this.tell();
  }

  private keep(frame: Omit<Frame, 'number' | 'at'>): Frame {
    this.count += 1;
    const kept = { ...frame, number: this.count, at: this.now() };
    this.frames = [...this.frames.slice(1 - KEPT), kept];
    this.tell();
    return kept;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
