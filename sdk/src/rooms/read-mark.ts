import type { Unread } from '../../../src/protocol/index.js';
import type { MessageLog } from './log/message-log.js';

/** At most so often, the latest alone. */
const EVERY_MS = 1_000;

/** How far we have read in a room, and when to say so. */
export class ReadMark {
  seq = 0;
  /** As the server counted last; undefined until it did. */
  counted: Unread | undefined;
  /** What the server knows. */
  private toldSeq = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sentAt = 0;

  constructor(private readonly tell: (seq: number) => Promise<Unread>) {}

  /** What the server said; marks only grow. */
  hear(unread: Pick<Unread, 'readSeq'> & Partial<Unread>): void {
    this.toldSeq = Math.max(this.toldSeq, unread.readSeq);
    this.seq = Math.max(this.seq, unread.readSeq);
    const { counted } = this;
    const isNewer = counted === undefined || ((unread.lastSeq ?? 0) >= counted.lastSeq && unread.readSeq >= counted.readSeq);
    if (unread.unread !== undefined && isNewer) this.counted = unread as Unread;
  }

  /** Others' messages past the mark: counted here where all of them are loaded, else as the server counted. */
  count(log: MessageLog, meId: string | undefined, lastSeq: number): { unread: number; mentions: number } {
    const { counted } = this;
    const oldest = log.messages[0]?.seq ?? Infinity;
    const isLoaded = log.cursor !== undefined && (!log.hasOlder || oldest <= this.seq + 1);
    if (!isLoaded && counted !== undefined && counted.readSeq >= this.seq && counted.lastSeq >= lastSeq) {
      return { unread: counted.unread, mentions: counted.mentions };
    }
    const unread = log.messages.filter(
      ({ seq, sender, deletedAt }) => seq > this.seq && sender.id !== meId && deletedAt === null,
    );
    const mentions = meId === undefined ? 0 : unread.filter((message) => message.mentions.includes(meId)).length;
    return { unread: unread.length, mentions };
  }

  /** We have read up to there. */
  move(seq: number): boolean {
    if (seq <= this.seq) return false;
    this.seq = seq;
    this.plan();
    return true;
  }

  /** Says it where it has not been said, as after a reconnect. */
  plan(): void {
    if (this.timer !== undefined || this.seq <= this.toldSeq) return;
    const wait = Math.max(0, this.sentAt + EVERY_MS - Date.now());
    this.timer = setTimeout(() => void this.send(), wait);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async send(): Promise<void> {
    this.timer = undefined;
    this.sentAt = Date.now();
    const { seq } = this;
    try {
      this.hear(await this.tell(seq));
      this.toldSeq = Math.max(this.toldSeq, seq);
      // More may have been read meanwhile.
      this.plan();
    } catch {
      // Told after the next connect, or with the next mark.
    }
  }
}
