import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Database } from '../../database/index.js';
import type { MissedMessage, MissedPage } from '../../protocol/index.js';
import type { Connection } from '../../realtime/index.js';
import { contactsOf } from '../../rooms/index.js';
import { presentMessage, presentSender } from '../message.presenter.js';
import { firstThatFit } from '../page.js';
import type { Place } from '../receipts/mark.repository.js';
import { Receipts } from '../receipts/receipts.js';
import { Arrivals } from './arrivals.js';
import { MissedRepository, type OpenConversation, type UndeliveredMessage } from './missed.repository.js';

const PAGE_MESSAGES = 100;
const PAGE_BYTES = 256 * 1024;
/** Of what may be queued for a connection a page takes no more: what does not fit would cut it off, with its messages counted as given. */
const QUEUE_SHARE = 0.5;

/** Hands people what was said to them while they were away. */
@Injectable()
export class MissedService {
  private readonly limits: { readonly count: number; readonly bytes: number };

  constructor(
    { realtime }: AppConfig,
    private readonly database: Database,
    private readonly missed: MissedRepository,
    private readonly receipts: Receipts,
    private readonly arrivals: Arrivals,
  ) {
    this.limits = {
      count: Math.max(1, Math.min(PAGE_MESSAGES, Math.floor(realtime.outboundPackets * QUEUE_SHARE))),
      bytes: Math.min(PAGE_BYTES, realtime.outboundBytes * QUEUE_SHARE),
    };
  }

  /**
   * A page of it. The marks move in the transaction that reads it, so that no other device is given the same, wherever it is; one's own
   * messages and deleted ones are passed over. Throws `FORBIDDEN` to guests.
   */
  async take(connection: Connection): Promise<MissedPage> {
    const { user } = connection;
    if (user.guest) throw new AppError('FORBIDDEN', { message: 'Guests have no conversations of two.' });
    await this.arrivals.stored(user.id);
    if (!(await this.missed.isAnythingOpen(user.id))) return { messages: [], more: false };
    const { page, moved } = await this.database.transaction(async (tx) => {
      const rooms = await this.missed.lock(tx, user.id);
      const rows = await this.missed.said(tx, user.id, rooms, this.limits.count + 1);
      const { page: messages, hasMore: more } = firstThatFit(rows.map(present), this.limits);
      // It may have gone while it waited for the person's other devices: they are to have it then.
      if (!connection.open) throw new AppError('UNAVAILABLE', { message: 'The connection is closed.' });
      const marks = reached(messages, more ? [] : rooms).map((mark) => ({ ...mark, userId: user.id }));
      return { page: { messages, more }, moved: await this.missed.move(marks, tx) };
    });
    connection.handOut(page.messages.map(({ message }) => message.id));
    const given = new Set(page.messages.map(({ message }) => message.room.id));
    for (const marks of moved) if (given.has(marks.room.id)) this.receipts.moved(marks, user);
    return page;
  }
}

function present(row: UndeliveredMessage): MissedMessage {
  return { message: presentMessage(row, row.room, presentSender(row, row)), contacts: contactsOf(row.pair, row) };
}

/** How far the person is with these messages; in rooms of which nothing is left, up to their ends. */
function reached(messages: readonly MissedMessage[], exhausted: readonly OpenConversation[]): Place[] {
  const seqs = new Map(exhausted.map(({ roomId, seq }) => [roomId, seq]));
  for (const { message } of messages) seqs.set(message.room.id, Math.max(seqs.get(message.room.id) ?? 0, message.seq));
  return [...seqs].map(([roomId, seq]) => ({ roomId, seq }));
}
