import { Recorder, type Frame } from '../connection/recorder.js';
import type { Settings } from '../connection/settings.js';
import type { Tap, Wire } from '../connection/tap.js';
import { describe, matches, type Pattern } from './pattern.js';

/** Something that a step waited for, and what came. */
export interface Expectation {
  readonly text: string;
  /** The literal frame; absent when nothing of the kind came in time. */
  readonly seen?: string;
}

/** Where players write down what they waited for. */
export interface Protocol {
  readonly expected: (expectation: Expectation) => void;
}

/** What was expected did not come. */
export class Unmet extends Error {}

export type Opener = (settings: Settings, tap: Tap) => Wire;

/** A refusal is told at once; what has to do with who is here waits for the presence grace, 5 s by default. */
const PATIENCE_MS = 12_000;

/** One of the people of a self-check: says things, and waits for what they have to hear. */
export class Player {
  private readonly recorder: Recorder;
  private readonly wire: Wire;
  /** Frames that came and that no step has waited for yet. */
  private waiting: Frame[] = [];
  private ended: string | undefined;
  private readonly watchers = new Set<() => void>();

  constructor(
    readonly name: string,
    settings: Settings,
    open: Opener,
    private readonly protocol: Protocol,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.recorder = new Recorder(settings.carrier);
    this.wire = open(settings, {
      frame: (direction, wire) => {
        const frame = this.recorder.add(direction, wire);
        if (direction === 'in') this.waiting.push(frame);
        this.look();
      },
      state: (state, why) => {
        if (state === 'connected') this.connected = true;
        if (state === 'closed') this.ended = why ?? 'Closed.';
        this.look();
      },
    });
  }

  private connected = false;

  /** Resolves when the connection stands. */
  async connects(): Promise<void> {
    const text = `${this.name} connects`;
    await this.until(text, () => (this.connected ? 'connected' : undefined));
  }

  /** Resolves when the server has ended the connection, with a sentence that has this in it. */
  async isClosed(part: string): Promise<void> {
    const text = `${this.name}’s connection is closed with ${part}`;
    await this.until(text, () => (this.ended?.includes(part) ? this.ended : undefined), true);
  }

  send(event: string, payload?: unknown): void {
    this.wire.send(event, payload);
  }

  sendText(text: string): void {
    this.wire.sendText(text);
  }

  /** Sends, and waits for an answer that looks like that. */
  async ask(event: string, payload: unknown, pattern: Pattern): Promise<unknown> {
    this.wire.send(event, payload, true);
    return this.take(`${this.name} is answered ${event} ${describe(pattern)}`, (frame) => {
      return frame.kind === 'answer' && frame.event === event && matches(pattern, frame.data);
    });
  }

  /** Waits for such an event, or takes it when it came already; each frame counts once. */
  async hears(event: string, pattern: Pattern): Promise<unknown> {
    return this.hearsEither([event, pattern]);
  }

  /** Waits for one of these, where a server may say the same in several ways. */
  async hearsEither(...ways: readonly (readonly [event: string, pattern: Pattern])[]): Promise<unknown> {
    const text = `${this.name} hears ${ways.map(([event, pattern]) => `${event} ${describe(pattern)}`).join(' or ')}`;
    return this.take(text, (frame) => {
      return frame.kind !== 'answer' && ways.some(([event, pattern]) => frame.event === event && matches(pattern, frame.data));
    });
  }

  /** Nothing that came until now is what a later step waits for. */
  forget(): void {
    this.waiting = [];
  }

  /** Whether no such event came so far: asked after something that the server says later. */
  heardNo(event: string, pattern: Pattern): void {
    const text = `${this.name} hears no ${event} ${describe(pattern)}`;
    const heard = this.waiting.find((frame) => frame.event === event && matches(pattern, frame.data));
    this.protocol.expected({ text, ...(heard === undefined ? { seen: 'none came' } : {}) });
    if (heard !== undefined) throw new Unmet(`It came all the same: ${heard.wire}`);
  }

  close(): void {
    this.wire.close();
  }

  private async take(text: string, isMeant: (frame: Frame) => boolean): Promise<unknown> {
    let data: unknown;
    await this.until(text, () => {
      const frame = this.waiting.find(isMeant);
      if (frame === undefined) return undefined;
      this.waiting = this.waiting.filter((other) => other !== frame);
      data = frame.data;
      return frame.wire;
    });
    return data;
  }

  /** Waits until `look` sees it; gives up when time or the connection is over. */
  private async until(text: string, look: () => string | undefined, mayEnd = false): Promise<void> {
    const seen = await new Promise<string | undefined>((resolve) => {
      const done = (found?: string): void => {
        clearTimeout(timer);
        this.watchers.delete(again);
        resolve(found);
      };
      const again = (): void => {
        const found = look();
        if (found !== undefined || (this.ended !== undefined && !mayEnd)) done(found);
      };
      const timer = setTimeout(done, this.patienceMs);
      this.watchers.add(again);
      again();
    });
    this.protocol.expected({ text, ...(seen === undefined ? {} : { seen }) });
    if (seen === undefined) throw new Unmet(this.whatCame());
  }

  private whatCame(): string {
    const frames = this.recorder.get().filter(({ direction, kind }) => direction === 'in' && kind !== 'protocol');
    const last = frames.slice(-3).map(({ wire }) => wire);
    const heard = last.length === 0 ? `${this.name} heard nothing.` : `The last that ${this.name} heard: ${last.join('  ')}`;
    return this.ended === undefined ? heard : `${this.ended} ${heard}`;
  }

  private look(): void {
    for (const watcher of [...this.watchers]) watcher();
  }
}
