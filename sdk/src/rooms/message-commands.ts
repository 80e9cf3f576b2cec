import type { Message } from '../../../src/protocol/index.js';
import type { Wire } from '../core/wire.js';
import { changed, type Change } from './log/change.js';
import type { MessageLog } from './log/message-log.js';
import { withReceipts } from './receipts.js';
import { RoomCommands } from './room-commands.js';
import type { RoomState } from './room-state.js';
import type { PendingReaction } from './shown-messages.js';

const HISTORY = 50;

/** What can be done about messages that were said. */
export abstract class MessageCommands extends RoomCommands {
  /** Our reactions that the server has not answered yet. */
  protected reacting: readonly PendingReaction[] = [];
  private older: Promise<boolean> | undefined;

  constructor(
    wire: Wire,
    protected readonly log: MessageLog,
    state: RoomState,
  ) {
    super(wire, state);
  }

  /** Takes a change of the room's messages, whichever way it came. */
  abstract take(change: Change): void;

  /** Shows what is known now. */
  abstract refresh(): void;

  async edit(messageId: string, text: string, ifRevision?: number): Promise<Message> {
    return this.changes(await this.wire.request('chat:edit', { messageId, text, ifRevision }));
  }

  async delete(messageId: string): Promise<Message> {
    return this.changes(await this.wire.request('chat:delete', { messageId }));
  }

  async pin(messageId: string, on = true): Promise<Message> {
    return this.changes(await this.wire.request('chat:pin', { messageId, on }));
  }

  async react(messageId: string, emoji: string, on = true): Promise<Message> {
    const pending: PendingReaction = { messageId, emoji, on };
    this.reacting = [...this.reacting.filter((other) => other.messageId !== messageId || other.emoji !== emoji), pending];
    this.refresh();
    try {
      return this.changes(await this.wire.request('chat:react', pending));
    } finally {
      this.reacting = this.reacting.filter((other) => other !== pending);
      this.refresh();
    }
  }

  async loadPins(): Promise<readonly Message[]> {
    const pins: Message[] = [];
    for (let more = true; more;) {
      const page = await this.wire.request('chat:pins', { room: this.ref(), after: pins.at(-1)?.id });
      pins.push(...page.messages);
      more = page.hasMore && page.messages.length > 0;
    }
    this.patch({ pins });
    return pins;
  }

  /** How far the others are already; from now on each of them is told of as it changes. */
  protected async loadReceipts(): Promise<void> {
    try {
      const { receipts } = await this.wire.request('chat:receipts', { room: this.ref() });
      this.patch({ receipts: withReceipts(this.get().receipts, receipts) });
    } catch (error) {
      this.wire.logger.debug('Nobody could say who has read what', error);
    }
  }

  loadOlder(limit = HISTORY): Promise<boolean> {
    this.older ??= this.page(limit).finally(() => {
      this.older = undefined;
      this.patch({ loadingOlder: false });
    });
    return this.older;
  }

  async loadUntil(messageId: string, pages = 20): Promise<boolean> {
    for (let page = 0; page < pages && this.log.find(messageId) === undefined; page += 1) {
      if (!(await this.loadOlder(100))) break;
    }
    return this.log.find(messageId) !== undefined;
  }

  /** A pinned message changed, or is pinned no more. */
  protected learnPin(message: Message): void {
    const { pins } = this.get();
    const others = pins.filter(({ id }) => id !== message.id);
    const wasPinned = others.length < pins.length;
    if (message.pinnedAt === null) {
      if (wasPinned) this.patch({ pins: others });
    } else this.patch({ pins: wasPinned ? pins.map((pin) => (pin.id === message.id ? message : pin)) : [...pins, message] });
  }

  private changes(message: Message): Message {
    this.take(changed(message));
    return message;
  }

  private async page(limit: number): Promise<boolean> {
    const before = this.log.messages[0]?.seq;
    if (!this.log.hasOlder || before === undefined) return false;
    this.patch({ loadingOlder: true });
    this.log.beginOlder();
    this.log.older(await this.wire.request('chat:history', { room: this.ref(), before, limit }));
    this.refresh();
    return this.log.hasOlder;
  }
}
