import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isGuestId, newId } from '../../common/index.js';
import type { Transaction } from '../../database/index.js';
import { Publisher } from '../../realtime/index.js';
import { Feed } from '../feed/feed.service.js';
import { NotificationRepository } from '../feed/notification.repository.js';
import { Relay, type Afterwards } from '../relay/relay.js';
import { BlockersRepository } from './blockers.repository.js';
import { Deciding } from './deciding.js';
import { gather, type Gathered, type ToldEvent } from './gathered.js';
import { PendingNoticeRepository } from './pending-notice.repository.js';
import { PushOut } from './push-out.js';
import type { Told } from './told.js';
import { TOLD_EVENTS, type Telling } from './who-is-told.js';
import { DELETED } from './wording.js';

/** Makes notices of what happened, one for each person, in the transaction in which the event leaves the outbox. */
@Injectable()
export class Listening implements OnModuleInit {
  constructor(
    private readonly relay: Relay,
    private readonly blockers: BlockersRepository,
    private readonly notices: PendingNoticeRepository,
    private readonly notifications: NotificationRepository,
    private readonly pushes: PushOut,
    private readonly deciding: Deciding,
    private readonly feed: Feed,
    private readonly publisher: Publisher,
  ) {}

  onModuleInit(): void {
    this.relay.consume(TOLD_EVENTS, (tx, events) => this.take(tx, events));
  }

  private async take(tx: Transaction, events: readonly ToldEvent[]): Promise<Afterwards | undefined> {
    const gathered = gather(events);
    const relieved = await this.takeBack(tx, gathered);
    const told = await this.noticesOf(tx, gathered.tellings);
    const [toGuests, toPeople] = [told.filter(isForGuest), told.filter((notice) => !isForGuest(notice))];
    if (toPeople.length > 0) await this.notices.add(tx, toPeople);
    return async () => {
      if (toPeople.length > 0) this.deciding.wake(toPeople);
      for (const notice of toGuests) this.tellGuest(notice);
      for (const userId of relieved) await this.feed.tellUnread(userId);
    };
  }

  /** Who has something unread less by it. */
  private async takeBack(tx: Transaction, { withdrawals, deletedMessageIds }: Gathered): Promise<Set<string>> {
    const relieved = new Set<string>();
    if (withdrawals.length > 0) {
      await this.notices.withdraw(tx, withdrawals);
      for (const withdrawal of withdrawals) {
        for (const userId of await this.notifications.withdraw(tx, withdrawal)) relieved.add(userId);
      }
      await this.pushes.withdraw(tx, withdrawals);
    }
    if (deletedMessageIds.length > 0) {
      await this.notices.forgetMessages(tx, deletedMessageIds);
      await this.notifications.coverMessages(tx, deletedMessageIds, DELETED);
      await this.pushes.forgetMessages(tx, deletedMessageIds);
    }
    return relieved;
  }

  private async noticesOf(tx: Transaction, tellings: readonly Telling[]): Promise<Told[]> {
    const byIds = tellings.flatMap(({ byId }) => byId ?? []);
    const userIds = tellings.filter(({ byId }) => byId !== null).flatMap((telling) => telling.userIds);
    const hasBlocked = await this.blockers.among(tx, [...new Set(userIds)], [...new Set(byIds)]);
    return tellings.flatMap(({ userIds: people, byId, ...said }) =>
      [...new Set(people)]
        .filter((userId) => byId === null || (userId !== byId && !hasBlocked(userId, byId)))
        .map((userId) => ({ ...said, id: newId(), userId })),
    );
  }

  /** Guests have no account to keep it in: they hear it while they are here, and of the app's own backend alone. */
  private tellGuest({ id, userId, kind, title, body, data }: Told): void {
    if (kind !== 'announcement') return;
    const createdAt = new Date().toISOString();
    this.publisher.publish({ user: userId }, 'notification', {
      id,
      kind,
      title,
      body,
      data: { ...data },
      createdAt,
      readAt: null,
    });
  }
}

function isForGuest({ userId }: Told): boolean {
  return isGuestId(userId);
}
