import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/index.js';
import { NOTIFICATION_KINDS, type NotificationPreferences } from '../../protocol/index.js';
import type { ReplacePreferencesDto } from './dto/replace-preferences.dto.js';
import { PreferencesRepository } from './preferences.repository.js';

const ON = { push: true, feed: true } as const;
const ALL_ON = Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, ON])) as NotificationPreferences['kinds'];

/** Of who never chose. */
export const UNTOUCHED: NotificationPreferences = { kinds: ALL_ON, quietHours: null };

/** What people chose about being told. */
@Injectable()
export class Preferences {
  constructor(private readonly repository: PreferencesRepository) {}

  async of(userId: string): Promise<NotificationPreferences> {
    return (await this.ofAll([userId])).get(userId) ?? UNTOUCHED;
  }

  /** Of those who chose anything. */
  ofAll(userIds: readonly string[], tx?: Transaction): Promise<Map<string, NotificationPreferences>> {
    return this.repository.find(userIds, tx);
  }

  /** What is left out is on, or not set, from now on. */
  async replace(userId: string, { kinds: chosen, quietHours }: ReplacePreferencesDto): Promise<NotificationPreferences> {
    const kinds = Object.fromEntries(
      NOTIFICATION_KINDS.map((kind) => [kind, { push: chosen?.[kind]?.push ?? true, feed: chosen?.[kind]?.feed ?? true }]),
    ) as NotificationPreferences['kinds'];
    const preferences = { kinds, quietHours: quietHours ?? null };
    await this.repository.replace(userId, preferences);
    return preferences;
  }
}
