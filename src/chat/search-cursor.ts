import { isUUID } from 'class-validator';

/** Where a page of a search over several rooms ended. Times can be equal, within a room and between rooms; all three never are. */
export interface SearchPlace {
  readonly createdAt: Date;
  readonly roomId: string;
  readonly seq: number;
}

/** Text that a client hands back as it is. */
export function cursorAt({ createdAt, roomId, seq }: SearchPlace): string {
  return Buffer.from(`${createdAt.getTime()} ${roomId} ${seq}`).toString('base64url');
}

/** Undefined for what `cursorAt` never gave. */
export function placeOf(cursor: string): SearchPlace | undefined {
  const [, time, roomId = '', seq] = /^(\d{1,15}) (\S{36}) (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const createdAt = new Date(Number(time));
  if (!isUUID(roomId) || Number.isNaN(createdAt.getTime())) return undefined;
  return { createdAt, roomId, seq: Number(seq) };
}
