import type { FactData, FactName } from '../../../src/protocol/index.js';
import type { LiveAnywhere } from '../../../src/notifications/audience/live-anywhere.js';
import { Feed } from '../../../src/notifications/feed/feed.service.js';
import { NotificationRepository } from '../../../src/notifications/feed/notification.repository.js';
import { BlockersRepository } from '../../../src/notifications/notices/blockers.repository.js';
import { Deciding } from '../../../src/notifications/notices/deciding.js';
import { Listening } from '../../../src/notifications/notices/listening.js';
import type { PushedNotice, Withdrawal } from '../../../src/notifications/notices/notice.js';
import { PendingNoticeRepository } from '../../../src/notifications/notices/pending-notice.repository.js';
import { PushOut } from '../../../src/notifications/notices/push-out.js';
import type { RingingCalls } from '../../../src/notifications/notices/ringing-calls.js';
import { Settling } from '../../../src/notifications/notices/settling.js';
import { PreferencesRepository } from '../../../src/notifications/preferences/preferences.repository.js';
import { Preferences } from '../../../src/notifications/preferences/preferences.service.js';
import type { Audience, Publisher } from '../../../src/realtime/index.js';
import type { NotificationNode } from './notification-database.js';

/** What was pushed, as far as it was committed; `failing` says for whose notices it can't be. */
export class RecordedPushes extends PushOut {
  readonly pushed: PushedNotice[] = [];
  readonly withdrawn: Withdrawal[] = [];
  readonly forgottenMessages: string[] = [];
  failing: (notice: PushedNotice) => boolean = () => false;

  push(_: unknown, notices: readonly PushedNotice[]): Promise<void> {
    if (notices.some(this.failing)) return Promise.reject(new Error('can’t be pushed'));
    this.pushed.push(...notices);
    return Promise.resolve();
  }

  withdraw(_: unknown, withdrawals: readonly Withdrawal[]): Promise<void> {
    this.withdrawn.push(...withdrawals);
    return Promise.resolve();
  }

  forgetMessages(_: unknown, messageIds: readonly string[]): Promise<void> {
    this.forgottenMessages.push(...messageIds);
    return Promise.resolve();
  }
}

/** A node that makes notices of events, with who is here as the test says. */
export class NoticingNode {
  readonly here = new Set<string>();
  /** Those of them without a device that rings. */
  readonly mute = new Set<string>();
  /** Who is here is not known before it. */
  answering: Promise<unknown> = Promise.resolve();
  readonly facts: { to: Audience; name: FactName; data: unknown }[] = [];
  readonly pushes = new RecordedPushes();
  readonly feed: Feed;
  readonly notifications: NotificationRepository;
  readonly preferences: Preferences;
  readonly notices: PendingNoticeRepository;
  readonly deciding: Deciding;
  /** How often it was asked who is here. */
  questions = 0;

  constructor(readonly node: NotificationNode) {
    const { database, relay } = node;
    const publisher: Publisher = {
      publish: <F extends FactName>(to: Audience, name: F, data: FactData<F>) => void this.facts.push({ to, name, data }),
    };
    const audience = {
      among: async (ids: readonly string[]) => {
        this.questions += 1;
        await this.answering;
        return new Set(ids.filter((id) => this.here.has(id)));
      },
    } as LiveAnywhere;
    const calls: RingingCalls = {
      isUnheard: (_, userId) => Promise.resolve(!this.here.has(userId) || this.mute.has(userId)),
    };
    this.notifications = new NotificationRepository(database);
    this.feed = new Feed(this.notifications, publisher);
    this.preferences = new Preferences(new PreferencesRepository(database));
    this.notices = new PendingNoticeRepository(database);
    const { notices, preferences, notifications, pushes } = this;
    const settling = new Settling(database, notices, preferences, notifications, pushes, publisher);
    this.deciding = new Deciding(notices, audience, calls, settling);
    new Listening(
      relay,
      new BlockersRepository(),
      notices,
      notifications,
      pushes,
      this.deciding,
      this.feed,
      publisher,
    ).onModuleInit();
    node.start();
  }
}
