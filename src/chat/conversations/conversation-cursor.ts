import { isUUID } from 'class-validator';

/** Where a page of conversations ended. The time with it: a room that is used meanwhile moves to the front, and takes no page along. */
export interface ConversationPlace {
  readonly lastActiveAt: Date;
  readonly roomId: string;
}

/** Text that a client hands back as it is. */
export function cursorAt({ lastActiveAt, roomId }: ConversationPlace): string {
  return Buffer.from(`${lastActiveAt.getTime()} ${roomId}`).toString('base64url');
}

/** Undefined for what `cursorAt` never gave. */
export function placeOf(cursor: string): ConversationPlace | undefined {
  const [, time, roomId = ''] = /^(\d{1,15}) (\S{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const lastActiveAt = new Date(Number(time));
  return isUUID(roomId) && !Number.isNaN(lastActiveAt.getTime()) ? { lastActiveAt, roomId } : undefined;
}
