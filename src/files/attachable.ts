import type { FileRow } from './file-row.js';

/** Somebody who is about to show a file, and where. */
export interface Showing {
  readonly ownerId: string;
  readonly roomId: string;
  /** The two people of a direct room; null in others. */
  readonly pair: readonly string[] | null;
}

/** Only who uploaded a file may show it, and only where they said: in a room, to a person, or anywhere if they said nothing. */
export function isAttachable(
  file: Pick<FileRow, 'ownerId' | 'roomId' | 'recipientId'>,
  { ownerId, roomId, pair }: Showing,
): boolean {
  if (file.ownerId !== ownerId) return false;
  if (file.roomId !== null && file.roomId !== roomId) return false;
  return file.recipientId === null || pair?.includes(file.recipientId) === true;
}
