import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import { Publisher } from '../../realtime/index.js';
import { presentNotification } from '../feed/notification.presenter.js';
import { NotificationRepository, type PersonsRow } from '../feed/notification.repository.js';
import { Preferences, UNTOUCHED } from '../preferences/preferences.service.js';
import { collapse, placeOf } from './collapsed.js';
import { decide } from './decision.js';
import { messageOf, PendingNoticeRepository } from './pending-notice.repository.js';
import { PushOut } from './push-out.js';
import type { Told } from './told.js';

/** Whether whom a notice is for has a live device for it. */
export type IsHere = (notice: Told) => boolean;

/** Has notices go where they belong, in one transaction with taking them away: so it is done once, whatever dies in between. */
@Injectable()
export class Settling {
  constructor(
    private readonly database: Database,
    private readonly notices: PendingNoticeRepository,
    private readonly preferences: Preferences,
    private readonly notifications: NotificationRepository,
    private readonly pushes: PushOut,
    private readonly publisher: Publisher,
  ) {}

  async settle(notices: readonly Told[], isHere: IsHere): Promise<void> {
    const rows = await this.database.transaction(async (tx) => {
      const taken = await this.notices.take(tx, idsOf(notices));
      const { listed, pushed } = await this.sort(
        tx,
        notices.filter(({ id }) => taken.has(id)),
        isHere,
      );
      const written = await this.list(tx, listed);
      await this.push(tx, pushed, written);
      return written;
    });
    for (const row of rows) this.publisher.publish({ user: row.userId }, 'notification', presentNotification(row));
  }

  private async sort(tx: Transaction, notices: readonly Told[], isHere: IsHere) {
    const preferences = await this.preferences.ofAll([...new Set(notices.map(({ userId }) => userId))], tx);
    const now = new Date();
    const decided = notices.map((notice) => {
      const { userId } = notice;
      const circumstances = { isHere: isHere(notice), preferences: preferences.get(userId) ?? UNTOUCHED, now };
      return { notice, ...decide(notice, circumstances) };
    });
    return {
      listed: decided.filter(({ feed }) => feed).map(({ notice }) => notice),
      pushed: decided.filter(({ push }) => push).map(({ notice }) => notice),
    };
  }

  private list(tx: Transaction, notices: readonly Told[]): Promise<PersonsRow[]> {
    const entries = collapse(notices).map(({ notice, count }) => ({ notice, count, messageId: messageOf(notice) }));
    return this.notifications.put(tx, entries);
  }

  private async push(tx: Transaction, notices: readonly Told[], rows: readonly PersonsRow[]): Promise<void> {
    if (notices.length === 0) return;
    const rowIds = new Map(rows.map((row) => [placeOf(row), row.id]));
    const pushed = collapse(notices).map(({ notice: { onlyAbsent: _, ...notice } }) => ({
      ...notice,
      notificationId: rowIds.get(placeOf(notice)) ?? null,
    }));
    await this.pushes.push(tx, pushed);
  }
}

function idsOf(notices: readonly Told[]): string[] {
  return notices.map(({ id }) => id);
}
