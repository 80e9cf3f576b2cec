import type { Attachment, Message, RoomTarget, UserTarget } from '../../../src/protocol/index.js';
import { backoff } from '../core/backoff.js';
import { LyceumError } from '../core/error.js';
import { newKey } from '../core/ids.js';
import type { ClientStorage } from '../core/surroundings.js';
import { Cell } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import type { Draft, Outbox, OutboxEntry } from './entry.js';
import { StoredEntries } from './stored-entries.js';

/** Where a message goes. */
export type Destination = { room: RoomTarget } | { to: UserTarget };

/** What the outbox asks of the rooms that are open. */
export interface Gate {
  /** Whether this may be sent now: a room that is being joined comes first. */
  isOpen(entry: OutboxEntry): boolean;
  /** It was said, as that message. Called before the entry goes. */
  said(entry: OutboxEntry, message: Message): void;
}

/** Refused, but not for good. The outcome of the first is unknown, and a repeat with the same `clientId` is safe. */
const AGAIN: ReadonlySet<string> = new Set(['TIMEOUT', 'OFFLINE', 'RATE_LIMITED', 'UNAVAILABLE', 'DRAINING']);
const LONGEST_PAUSE_MS = 8_000;

/** Sends what is said: the messages of each room one after the other, each until it is answered. */
export class LiveOutbox extends Cell<readonly OutboxEntry[]> implements Outbox {
  gate: Gate | undefined;
  private stored: StoredEntries | undefined;
  /** Destinations whose first message is on its way, or waits a moment. */
  private readonly busy = new Set<string>();
  private order = 0;

  constructor(
    private readonly wire: Wire,
    private readonly storage: ClientStorage | undefined,
  ) {
    super([]);
    wire.onConnected(({ user }) => {
      this.restore(user.id);
      this.flush();
    });
  }

  get queued(): number {
    return this.get().filter(({ state }) => state === 'sending').length;
  }

  add(destination: Destination, draft: Draft): OutboxEntry {
    const { text, kind, metadata, replyTo, mentions, attachments = [] } = draft;
    const ids = attachments.map((file) => (typeof file === 'string' ? file : file.id));
    const entry: OutboxEntry = {
      clientId: newKey(),
      order: (this.order += 1),
      room: 'room' in destination ? destination.room : undefined,
      to: 'to' in destination ? destination.to : undefined,
      message: { text, kind, metadata, replyTo, mentions, ...(ids.length === 0 ? {} : { attachments: ids }) },
      attachments: attachments.filter((file): file is Attachment => typeof file !== 'string'),
      createdAt: new Date().toISOString(),
      state: 'sending',
      error: undefined,
    };
    this.stored?.put(entry);
    this.set([...this.get(), entry]);
    // After the caller has it: what it leads to may be told at once.
    queueMicrotask(() => this.flush());
    return entry;
  }

  retry(clientId: string): void {
    const entry = this.get().find((candidate) => candidate.clientId === clientId);
    if (entry?.state !== 'failed') return;
    this.replace(entry, { ...entry, state: 'sending', error: undefined });
    this.flush();
  }

  discard(clientId: string): void {
    this.stored?.remove({ clientId });
    this.set(this.get().filter((entry) => entry.clientId !== clientId));
  }

  /** Sends what may be sent. */
  flush(): void {
    if (this.wire.connection.get().state !== 'connected') return;
    const first = new Map<string, OutboxEntry>();
    for (const entry of this.get()) {
      const key = destinationOf(entry);
      if (entry.state === 'sending' && !first.has(key)) first.set(key, entry);
    }
    for (const [key, entry] of first) {
      if (!this.busy.has(key) && this.gate?.isOpen(entry) !== false) void this.send(key, entry);
    }
  }

  private async send(key: string, entry: OutboxEntry, attempt = 0): Promise<void> {
    this.busy.add(key);
    const { room, to, message, clientId } = entry;
    let pauseMs = 0;
    try {
      const { duplicate: _, ...said } = await this.wire.request('chat:send', { ...message, clientId, room, to });
      this.gate?.said(entry, said);
      this.discard(clientId);
    } catch (thrown) {
      const error = LyceumError.from(thrown);
      if (!AGAIN.has(error.code) && error.code !== 'CLOSED') this.fail(entry, error);
      else if (error.code !== 'OFFLINE') pauseMs = error.retryAfterMs ?? backoff(attempt, LONGEST_PAUSE_MS);
    }
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    this.busy.delete(key);
    const waits = this.get().some((other) => other.clientId === clientId && other.state === 'sending');
    if (waits && pauseMs > 0 && this.wire.connection.get().state === 'connected') void this.send(key, entry, attempt + 1);
    else this.flush();
  }

  private fail(entry: OutboxEntry, error: LyceumError): void {
    const { clientId } = entry;
    const current = this.get().find((candidate) => candidate.clientId === clientId);
    if (current !== undefined) this.replace(current, { ...current, state: 'failed', error });
  }

  private replace(before: OutboxEntry, after: OutboxEntry): void {
    this.stored?.put(after);
    this.set(this.get().map((entry) => (entry === before ? after : entry)));
  }

  /** Messages of before the reload come first. */
  private restore(userId: string): void {
    if (this.storage === undefined || this.stored !== undefined) return;
    this.stored = new StoredEntries(this.storage, userId);
    const entries = this.get();
    const known = new Set(entries.map(({ clientId }) => clientId));
    const restored = this.stored.all().filter(({ clientId }) => !known.has(clientId));
    for (const entry of entries) this.stored.put(entry);
    if (restored.length > 0) this.set([...restored, ...entries]);
  }
}

/** Messages of one room and of its `to` may go side by side: only before the first answer is it known that they are the same. */
function destinationOf({ room, to }: OutboxEntry): string {
  return room === undefined ? `to ${to?.id ?? to?.username ?? ''}` : `room ${room.id ?? room.key ?? room.code ?? ''}`;
}
