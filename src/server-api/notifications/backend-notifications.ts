import { Injectable } from '@nestjs/common';
import { AppPeople } from '../../auth/index.js';
import { AppError, type OutboxEvent } from '../../common/index.js';
import { Database, Outbox } from '../../database/index.js';
import { HostedRooms } from '../../rooms/index.js';
import type { Attempt } from '../idempotency/idempotency.service.js';

/** What the app wants people to be told. */
export interface Word {
  readonly userIds?: readonly string[];
  readonly roomId?: string;
  readonly title: string;
  readonly body: string;
  readonly data?: Record<string, unknown>;
  readonly collapseKey?: string;
}

/** How many people it is for. */
export interface Recipients {
  recipients: number;
}

/** People of one event. */
const CHUNK = 500;
/** What goes with it to phones and browsers, whose push services take 4 KB in all. */
const DATA_BYTES = 2_048;

/** Has people notified, wherever they are. */
@Injectable()
export class BackendNotifications {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly people: AppPeople,
    private readonly rooms: HostedRooms,
  ) {}

  /**
   * Ids that nobody has are left out. Of several attempts at it one notifies. Throws `INVALID`, `TOO_LARGE`, `ROOM_NOT_FOUND`; `UNAVAILABLE`
   * where another attempt has taken it up.
   */
  async notify({ userIds, roomId, title, body, data = {}, collapseKey }: Word, attempt?: Attempt): Promise<Recipients> {
    if (Buffer.byteLength(JSON.stringify(data)) > DATA_BYTES) {
      throw new AppError('TOO_LARGE', { field: 'data', message: `data must have at most ${DATA_BYTES} bytes as JSON` });
    }
    const recipients = await this.recipientsOf(userIds, roomId);
    const events: OutboxEvent[] = [];
    for (let start = 0; start < recipients.length; start += CHUNK) {
      const chunk = recipients.slice(start, start + CHUNK);
      events.push({
        name: 'notification.requested',
        data: { userIds: chunk, title, body, data, collapseKey: collapseKey ?? null },
      });
    }
    const answer: Recipients = { recipients: recipients.length };
    await this.database.transaction(async (tx) => {
      await this.outbox.append(tx, events);
      // What was appended is taken out soon, and then nothing tells that it was there.
      await attempt?.settle(tx, answer);
    });
    return answer;
  }

  private async recipientsOf(userIds: readonly string[] | undefined, roomId: string | undefined): Promise<string[]> {
    if ((userIds === undefined) === (roomId === undefined)) {
      throw new AppError('INVALID', { field: 'userIds', message: 'Give one of userIds and roomId' });
    }
    if (roomId !== undefined) return this.rooms.memberIds(roomId);
    return [...(await this.people.knownOf(userIds ?? []))];
  }
}
