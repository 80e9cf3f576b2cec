import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { NotificationPage, PayloadOf } from '../../protocol/index.js';
import { Publisher } from '../../realtime/index.js';
import { cursorAt, placeOf } from './feed-place.js';
import { presentNotification } from './notification.presenter.js';
import { NotificationRepository } from './notification.repository.js';

const PAGE = 50;

/** What a person was told, and how much of it they have read. */
@Injectable()
export class Feed {
  constructor(
    private readonly repository: NotificationRepository,
    private readonly publisher: Publisher,
  ) {}

  async list(userId: string, request: PayloadOf<'notifications:list'>): Promise<NotificationPage> {
    const { before, limit = PAGE, unread: isUnread = false } = request;
    const place = before === undefined ? undefined : placeOf(before);
    const found = await this.repository.page(userId, place, isUnread, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const hasMore = found.length > limit;
    return {
      notifications: page.map(presentNotification),
      hasMore,
      cursor: hasMore && last !== undefined ? cursorAt(last) : null,
      unread: await this.repository.unreadOf(userId),
    };
  }

  /** Doing it again changes nothing; what is not theirs, or not there any more, is passed over. Throws `INVALID` unless one of the two is given. */
  async read(userId: string, { ids, until }: PayloadOf<'notifications:read'>): Promise<{ unread: number }> {
    if ((ids === undefined) === (until === undefined)) {
      throw new AppError('INVALID', { field: 'ids', message: 'Give either ids or until.' });
    }
    const read =
      until === undefined ? await this.repository.read(userId, ids ?? []) : await this.repository.readUntil(userId, until);
    return { unread: read > 0 ? await this.tellUnread(userId) : await this.repository.unreadOf(userId) };
  }

  /** Tells all of the person's devices what is unread now. */
  async tellUnread(userId: string): Promise<number> {
    const unread = await this.repository.unreadOf(userId);
    this.publisher.publish({ user: userId }, 'notifications:unread', { unread });
    return unread;
  }
}
