import { Recorder } from './recorder.js';
import type { Settings } from './settings.js';
import type { Wire, WireState } from './tap.js';
import { openWire } from './wire.js';

/** How it stands with a connection; `idle` before its first. */
export interface LinkStatus {
  readonly state: WireState | 'idle';
  /** Why it is closed. */
  readonly why?: string;
  /** What it was opened with last. */
  readonly settings?: Settings;
}

/** One client on the page: it connects, is closed and connects again, and keeps what was said over all of it. */
export class Link {
  readonly recorder = new Recorder('socket.io');
  private status: LinkStatus = { state: 'idle' };
  private wire: Wire | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly server: string,
    private readonly open: typeof openWire = openWire,
  ) {}

  readonly get = (): LinkStatus => this.status;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  connect(settings: Settings): void {
    this.close();
    this.recorder.begin(settings.carrier);
    let isCurrent = true;
    const wire = this.open(this.server, settings, {
      frame: (direction, text) => {
        if (isCurrent) this.recorder.add(direction, text);
      },
      state: (state, why) => {
        if (!isCurrent) return;
        if (state === 'closed') isCurrent = false;
        this.recorder.note(why ?? (state === 'connected' ? 'Connected.' : 'Connecting…'));
        this.show({ state, settings, ...(why === undefined ? {} : { why }) });
      },
    });
    this.wire = wire;
  }

  send(event: string, payload: unknown, ask: boolean): void {
    this.wire?.send(event, payload, ask);
  }

  sendText(text: string): void {
    this.wire?.sendText(text);
  }

  close(): void {
    this.wire?.close();
    this.wire = undefined;
  }

  private show(status: LinkStatus): void {
    this.status = status;
    for (const listener of this.listeners) listener();
  }
}
